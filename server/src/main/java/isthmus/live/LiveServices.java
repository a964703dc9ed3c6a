package isthmus.live;

import isthmus.Meters;
import isthmus.Settings;
import isthmus.image.Shape;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.model.ModelCard;
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
    private static final int BATCH_BYTES = 16 << 20; // of the float images that one job decodes

    /** How many images one job decodes: as many as wanted, or fewer where they are large. */
    static int batch(Shape shape, int wanted) {
        return Math.max(1, Math.min(wanted, BATCH_BYTES / Float.BYTES / shape.size()));
    }

    /** A tile of a plane, (64, channels, cell height, cell width) as u1; cancelling it harms nobody else who waits for it. */
    CompletableFuture<byte[]> tile(ServedModel served, Plane plane, Tile tile) {
        String decoder = served.card().files().get(ModelCard.DECODER);
        return tiles.get(
                new TileCache.Key(decoder, plane, tile),
                () -> TileDecoding.begin(served.engine(), served.shape(), tile.codes(plane), answers));
    }
}
