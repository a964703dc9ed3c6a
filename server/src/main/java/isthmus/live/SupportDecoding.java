package isthmus.live;

import isthmus.atlas.Atlas;
import isthmus.atlas.ImageSupport;
import isthmus.image.Pixels;
import isthmus.image.Shape;
import isthmus.inference.Lane;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Decodes the samples of an atlas, with which the images of codes are compared, in jobs between which others run. Any thread. */
final class SupportDecoding {
    private static final int PIECE = 64; // codes of one job

    private final LeasedModel model;
    private final Executor executor;
    private final Shape shape;
    private final float[] codes; // (rows, dim)
    private final byte[] images; // (rows, channels, height, width)

    private SupportDecoding(LeasedModel model, Executor executor, Atlas atlas, int[] rows) {
        this.model = model;
        this.executor = executor;
        shape = model.served().shape();
        codes = ImageSupport.codes(atlas, rows);
        images = new byte[rows.length * shape.size()];
    }

    /** @param model is closed at the end */
    static CompletableFuture<ImageSupport> begin(LeasedModel model, Executor executor, Atlas atlas) {
        int[] rows = ImageSupport.rows(atlas, model.served().shape().size());
        SupportDecoding decoding = new SupportDecoding(model, executor, atlas, rows);
        return decoding.from(0)
                .thenApply(decoded -> ImageSupport.of(atlas, rows, decoding.images))
                .whenComplete((support, error) -> model.close());
    }

    private CompletableFuture<Void> from(int from) {
        int dim = model.served().dim();
        int to = Math.min(codes.length / dim, from + LiveServices.batch(shape, PIECE));
        return model.engine()
                .decode(Arrays.copyOfRange(codes, from * dim, to * dim), to - from, Lane.BULK)
                .thenComposeAsync(
                        mean -> {
                            Pixels.toBytes(mean, 0, mean.length, images, from * shape.size());
                            return to * dim < codes.length ? from(to) : CompletableFuture.completedFuture(null);
                        },
                        executor);
    }
}
