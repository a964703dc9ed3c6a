package isthmus.live;

import isthmus.atlas.Atlas;
import isthmus.inference.Engine;
import isthmus.inference.Lane;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.wire.PlaneChoice;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** What the map is made of, for pictures of it: the same tiles and planes that sockets answer with. Any thread. */
public final class MapData {
    private final LiveServices services;

    MapData(LiveServices services) {
        this.services = services;
    }

    /** A model's network, or a Failure that says what models there are. */
    public Engine engine(String model) {
        return services.models().of(model).engine();
    }

    /** The atlas of a model, or null. */
    public Atlas atlas(String model) {
        ServedModel space = services.models().of(model);
        return space.hasAtlas() ? space.atlas() : null;
    }

    /** The plane that is meant; null for the model's own. It may take long the first time. */
    public Plane plane(String model, PlaneChoice choice) {
        return services.models().of(model).plane(choice);
    }

    /** The view that holds 99% of the encoded means in each coordinate: left, bottom, right, top. */
    public double[] extent(String model, Plane plane) {
        return services.models().of(model).extent(plane);
    }

    /** The atlas's means in the plane, (count, 2). */
    public float[] projection(String model, Plane plane) {
        return services.models().of(model).projection(plane);
    }

    /** A tile, decoded now or before, (64, channels, height, width) of {@link isthmus.image.CellSampling} as u1. */
    public CompletableFuture<byte[]> tile(String model, Plane plane, Tile tile) {
        return services.tile(services.models().of(model), plane, tile);
    }

    /** Computes on the threads for what is not the network, or is refused as BUSY. */
    public <T> CompletableFuture<T> work(Callable<T> job) {
        return services.work().call(Lane.TILES, new Object(), 0, job);
    }
}
