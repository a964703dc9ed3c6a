package isthmus.live;

import isthmus.atlas.Atlas;
import isthmus.image.CellSampling;
import isthmus.image.Shape;
import isthmus.inference.Lane;
import isthmus.latent.Path;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.model.ModelCard;
import isthmus.wire.PlaneChoice;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

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

    /** A tile, decoded now or before, (64, channels, height, width) of {@link CellSampling} as u1. */
    public CompletableFuture<byte[]> tile(Plane plane, Tile tile) {
        return services.tile(model, plane, tile);
    }

    /**
     * How little the data support the images of a tile, (64) in grey levels, 0 where that is not wanted; null where the model
     * has no atlas, or tiles hold its images averaged. Decodes the atlas where nobody has asked yet.
     *
     * @param images the tile's, as {@link #tile} gives them
     * @param wanted by number of the cell: each takes a search through the atlas
     */
    public CompletableFuture<float[]> differences(Plane plane, Tile tile, byte[] images, IntPredicate wanted) {
        Shape shape = model.served().shape();
        if (!model.served().hasAtlas() || !CellSampling.of(shape).cell().equals(shape)) {
            return CompletableFuture.completedFuture(null);
        }
        int[] cells = IntStream.range(0, Tile.CELLS).filter(wanted).toArray();
        return services.support(model)
                .thenCompose(support -> work(() -> {
                    float[] all = tile.codes(plane); // (64, dim)
                    int dim = all.length / Tile.CELLS;
                    float[] codes = new float[cells.length * dim];
                    float[] decoded = new float[cells.length * shape.size()];
                    for (int i = 0; i < cells.length; i++) {
                        System.arraycopy(all, cells[i] * dim, codes, i * dim, dim);
                        for (int p = 0; p < shape.size(); p++) {
                            decoded[i * shape.size() + p] = (images[cells[i] * shape.size() + p] & 0xFF) / 255f;
                        }
                    }
                    float[] found = support.differences(codes, decoded);
                    float[] differences = new float[Tile.CELLS];
                    for (int i = 0; i < cells.length; i++) {
                        differences[cells[i]] = found[i];
                    }
                    return differences;
                }));
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
