package isthmus.live;

import isthmus.atlas.Atlas;
import isthmus.inference.Lane;
import isthmus.latent.Path;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.model.ModelCard;
import isthmus.wire.PlaneChoice;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * What the map of a model is made of, for pictures of it: the same tiles and planes that sockets answer with. The model
 * is lent until this is closed. Any thread.
 */
public final class MapData implements AutoCloseable {
    private static final Object CLIENT = "pictures of maps"; // so that they leave room to whoever looks at the maps

    private final LiveServices services;
    private final LeasedModel model;

    MapData(LiveServices services, LeasedModel model) {
        this.services = services;
        this.model = model;
    }

    public ModelCard card() {
        return model.served().card();
    }

    /** The model's atlas, or null. */
    public Atlas atlas() {
        return model.served().hasAtlas() ? model.served().atlas() : null;
    }

    /** The plane that is meant; null for the model's own. On a work thread, as it may take long the first time. */
    public Plane plane(PlaneChoice choice) {
        return model.served().plane(choice);
    }

    /** The view that holds 99% of the encoded means in each coordinate: left, bottom, right, top. On a work thread. */
    public double[] extent(Plane plane) {
        return model.served().extent(plane);
    }

    /** The atlas's means in the plane, (count, 2). On a work thread. */
    public float[] projection(Plane plane) {
        return model.served().projection(plane);
    }

    /** A tile, decoded now or before, (64, channels, height, width) of {@link isthmus.image.CellSampling} as u1. */
    public CompletableFuture<byte[]> tile(Plane plane, Tile tile) {
        return services.tile(model, plane, tile);
    }

    /** How many frames of a path are decoded as one batch. */
    public int pathBatch() {
        return LiveServices.batch(model.served().shape(), Path.PATH_BATCH);
    }

    /** Frames of a path, decoded as a batch that no other job joins, so that the same codes give the same bytes. */
    public CompletableFuture<float[]> path(float[] codes, int count) {
        return model.engine().decodeAlone(codes, count, Lane.PATH);
    }

    /** Computes on the threads for what is not the network, or is refused as BUSY. */
    public <T> CompletableFuture<T> work(Callable<T> job) {
        return services.work().call(Lane.TILES, CLIENT, 0, job);
    }

    @Override
    public void close() {
        model.close();
    }
}
