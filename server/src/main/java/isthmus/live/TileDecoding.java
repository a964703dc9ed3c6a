package isthmus.live;

import isthmus.image.CellSampling;
import isthmus.image.Shape;
import isthmus.inference.Engine;
import isthmus.inference.Lane;
import isthmus.latent.Tile;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One tile of large images, decoded some cells at a time, each of which is averaged down as it comes. Any thread. */
final class TileDecoding {
    private final Engine engine;
    private final CellSampling sampling;
    private final float[] codes; // (64, dim)
    private final int batch; // images
    private final Executor executor;
    private final byte[] cells; // (64, channels, cell height, cell width)
    private final CompletableFuture<byte[]> tile = new CompletableFuture<>();

    private TileDecoding(Engine engine, Shape shape, float[] codes, Executor executor) {
        this.engine = engine;
        sampling = CellSampling.of(shape);
        this.codes = codes;
        batch = LiveServices.batch(shape, Tile.CELLS);
        this.executor = executor;
        cells = new byte[Tile.CELLS * sampling.cell().size()];
    }

    /**
     * Begins to decode a tile, (64, channels, cell height, cell width) as u1; cancelling it takes its jobs back.
     *
     * @param executor on which images are averaged, off the model's thread
     * @param release called when the engine is no longer needed
     */
    static CompletableFuture<byte[]> begin(
            Engine engine, Shape shape, float[] codes, Executor executor, Runnable release) {
        CompletableFuture<byte[]> tile;
        if (CellSampling.of(shape).cell().equals(shape)) {
            tile = engine.decodeBytes(codes, Tile.CELLS, Lane.TILES, new Object());
        } else {
            TileDecoding decoding = new TileDecoding(engine, shape, codes, executor);
            decoding.decode(0);
            tile = decoding.tile;
        }
        CompletableFuture<byte[]> unused = tile.whenComplete((done, error) -> release.run());
        return tile;
    }

    /** Decodes from a cell on. */
    private void decode(int from) {
        int dim = codes.length / Tile.CELLS;
        int to = Math.min(Tile.CELLS, from + batch);
        CompletableFuture<byte[]> job = engine.decodeBytes(
                Arrays.copyOfRange(codes, from * dim, to * dim), to - from, Lane.TILES, new Object());
        CompletableFuture<byte[]> unused = tile.whenComplete((done, error) -> {
            if (tile.isCancelled()) {
                job.cancel(false);
            }
        });
        CompletableFuture<Void> unusedToo = job.thenAcceptAsync(images -> sample(images, from, to), executor)
                .exceptionally(error -> {
                    tile.completeExceptionally(error);
                    return null;
                });
    }

    private void sample(byte[] images, int from, int to) {
        for (int i = from; i < to; i++) {
            sampling.sample(images, i - from, cells, i);
        }
        if (to == Tile.CELLS) {
            tile.complete(cells);
        } else if (!tile.isDone()) {
            decode(to);
        }
    }
}
