package isthmus.inference;

import isthmus.estimate.Elbo;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.latent.PosteriorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Encodes images and scores each under draws of its own posterior. The draws of every image come from the same stream,
 * so the same image gives the same numbers whatever it is sent with. Grey levels are scored as they are, by a Bernoulli
 * model too: that is the mean over the zeros and ones that could be drawn from them. Any thread.
 */
public final class ImageEncoder {
    /** Posterior draws by which an image is scored. */
    public static final int DRAWS = 16;

    private static final int IMAGES = 4; // of one job, so that others have their turn between

    private final Engine engine;

    /** The stream of the draws of every image. */
    public static Noise noise() {
        return new Noise(0, 0);
    }

    public ImageEncoder(Engine engine) {
        this.engine = engine;
    }

    /**
     * Encodes without waiting; what is chained to the answer may run on the model's thread.
     *
     * @param images (count, channels, height, width) in [0,1]; nobody writes into it before the answer is there
     */
    public CompletableFuture<List<EncodedImage>> encode(float[] images, int count) {
        return next(images, count, 0, new ArrayList<>());
    }

    /** The images from one on, once those before it are there: a long request waits for its turn again for each part. */
    private CompletableFuture<List<EncodedImage>> next(float[] images, int count, int from, List<EncodedImage> done) {
        if (from == count) {
            return CompletableFuture.completedFuture(done);
        }
        int size = images.length / count;
        int to = Math.min(count, from + IMAGES);
        float[] part = to - from == count ? images : Arrays.copyOfRange(images, from * size, to * size);
        return engine.encode(part, to - from, Lane.BULK)
                .thenCompose(posteriors -> score(posteriors, part))
                .thenCompose(scored -> {
                    done.addAll(scored);
                    return next(images, count, to, done);
                });
    }

    private CompletableFuture<List<EncodedImage>> score(PosteriorBatch posteriors, float[] images) {
        if (!engine.card().hasLikelihood()) {
            return CompletableFuture.completedFuture(IntStream.range(0, posteriors.count())
                    .mapToObj(i -> new EncodedImage(posteriors.get(i), null))
                    .toList());
        }
        int count = posteriors.count();
        int dim = posteriors.dim();
        int draws = posteriors.hasDensity() ? DRAWS : 1;
        float[] z = new float[count * draws * dim];
        for (int i = 0; i < count; i++) {
            Noise noise = noise();
            Posterior q = posteriors.get(i);
            for (int row = i * draws; row < (i + 1) * draws; row++) {
                q.draw(noise, z, row);
            }
        }
        return engine.logLikelihood(z, draws, images, count, Lane.BULK)
                .thenApply(scores -> encoded(posteriors, z, scores, draws));
    }

    private List<EncodedImage> encoded(PosteriorBatch posteriors, float[] z, float[] scores, int draws) {
        List<EncodedImage> all = new ArrayList<>();
        for (int i = 0; i < posteriors.count(); i++) {
            Posterior q = posteriors.get(i);
            Elbo.Draws bound = new Elbo.Draws(q, engine.prior());
            for (int row = i * draws; row < (i + 1) * draws; row++) {
                bound.add(z, row, scores[row]);
            }
            all.add(new EncodedImage(q, bound.bound()));
        }
        return all;
    }
}
