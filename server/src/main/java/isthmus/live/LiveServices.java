package isthmus.live;

import isthmus.Meters;
import isthmus.Settings;
import isthmus.atlas.Holes;
import isthmus.atlas.ImageSupport;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import isthmus.latent.Prior;
import isthmus.latent.Tile;
import isthmus.model.SupportLevels;
import isthmus.report.ChunkedModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What all sessions share. Any thread.
 *
 * @param work for what is computed beside the networks
 * @param reports for jobs that wait for the networks' answers
 * @param answers on which frames are filled and sent, so that a model goes on with its next batch
 */
record LiveServices(
        Settings settings,
        ServedModels models,
        TileCache tiles,
        UnfinishedMessages unfinished,
        WorkQueue work,
        WorkQueue reports,
        Executor answers,
        Meters meters) {
    private static final int HOLE_DRAWS = 400; // of the prior
    private static final int BATCH_BYTES = 16 << 20; // of the float images that one job decodes

    /** How many images one job decodes: as many as wanted, or fewer where they are large. */
    static int batch(Shape shape, int wanted) {
        return Math.max(1, Math.min(wanted, BATCH_BYTES / Float.BYTES / shape.size()));
    }

    /** By what the data support codes of a model that has an atlas; decoded once a version, for whoever asks first. */
    CompletableFuture<ImageSupport> support(LeasedModel model) {
        // With a lease of its own, since others may wait for it when the one who asked has left.
        return model.served()
                .support(() -> SupportDecoding.begin(
                        model.again(), answers, model.served().atlas()));
    }

    /** By what a sample of the rows of its atlas of columns supports codes, likewise. */
    CompletableFuture<ImageSupport> support(LeasedModel model, SampledRows sample) {
        return sample.support(() -> SupportDecoding.begin(model.again(), answers, sample.atlas()));
    }

    /** How much of the prior the data do not support; null where the card does not tell when. Waits for the model. */
    Holes holes(LeasedModel model, ChunkedModel chunked) {
        return holes(model, chunked, model.served().prior());
    }

    /** How much of what a prior would draw the data do not support, likewise. */
    Holes holes(LeasedModel model, ChunkedModel chunked, Prior prior) {
        ServedModel served = model.served();
        SupportLevels levels = SupportLevels.of(served.card());
        if (levels == null || !served.hasRows()) {
            return null;
        }
        float[] codes = prior.draws(Noise.named(0, "holes"), HOLE_DRAWS);
        float[] images = chunked.decode(codes, HOLE_DRAWS);
        return Holes.of(support(model).join().differences(codes, images), levels.edge());
    }

    /** A tile of a plane, (64, channels, cell height, cell width) as u1; cancelling it harms nobody else who waits for it. */
    CompletableFuture<byte[]> tile(LeasedModel model, Plane plane, Tile tile) {
        return tiles.get(new TileCache.Key(model.served().version(), plane, tile), () -> {
            LeasedModel own = model.again(); // since others may wait for the tile when the one who asked has left
            try {
                return TileDecoding.begin(own.engine(), own.served().shape(), tile.codes(plane), answers, own::close);
            } catch (RuntimeException e) {
                own.close();
                throw e;
            }
        });
    }
}
