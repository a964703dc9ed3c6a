package isthmus.live;

import isthmus.Meters;
import isthmus.Settings;
import isthmus.inference.Lane;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.model.ModelCard;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What every session shares. Any thread.
 *
 * @param work for what has to be computed beside the networks
 * @param reports for what waits for the networks meanwhile
 * @param answers on which frames are filled and sent, so that a model goes on with its work meanwhile
 */
record LiveServices(
        Settings settings,
        ServedModels spaces,
        TileCache tiles,
        WorkQueue work,
        WorkQueue reports,
        Executor answers,
        Meters meters) {
    /** A tile of a plane, (64, channels, height, width) as u1; cancelling it harms nobody else who waits for it. */
    CompletableFuture<byte[]> tile(ServedModel space, Plane plane, Tile tile) {
        String decoder = space.card().files().get(ModelCard.DECODER);
        return tiles.get(
                new TileCache.Key(decoder, plane, tile),
                () -> space.engine().decodeBytes(tile.codes(plane), Tile.CELLS, Lane.TILES, new Object()));
    }
}
