package isthmus.inference.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import isthmus.latent.Noise;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The speed of a network alone: the same batch, already in native memory, again and again, with nothing read and nothing
 * taken out. What a command or the server reaches is held against it. Opens, runs and closes the network on the calling
 * thread.
 */
public final class BareNetwork implements AutoCloseable {
    private static final int LEAST = 3; // batches, however slow

    private final TorchModule network;
    private final NDManager scope;
    private final PtNDArray input; // (batch, …)
    private final int batch;

    /** An encoder, in the largest batches in which {@link TorchModel} runs. */
    public static BareNetwork encoder(Path file, isthmus.image.Shape shape) {
        int batch = BatchSizes.forImages(shape.size()).largest();
        float[] images = new Noise(0, 0).uniforms(batch * shape.size());
        return new BareNetwork(file, images, new Shape(batch, shape.channels(), shape.height(), shape.width()));
    }

    /** A decoder of codes of {@code dim} numbers, in batches of a size. */
    public static BareNetwork decoder(Path file, int dim, int batch) {
        return new BareNetwork(file, new Noise(0, 0).normals(batch * dim), new Shape(batch, dim));
    }

    private BareNetwork(Path file, float[] values, Shape shape) {
        batch = (int) shape.get(0);
        network = new TorchModule(file);
        scope = network.scope();
        input = (PtNDArray) scope.create(values, shape);
        run();
    }

    private void run() {
        network.run(input, 2).forEach(PtNDArray::close);
    }

    /** Runs as many batches as hold so many rows, and gives how many rows they held. */
    public long run(int least) {
        long rows = 0;
        while (rows < least) {
            run();
            rows += batch;
        }
        return rows;
    }

    /** Runs for about so long, and gives rows a second. */
    public double rowsPerSecond(double seconds) {
        long[] times = nanoseconds(seconds);
        return (double) times.length * batch / (Arrays.stream(times).sum() / 1e9);
    }

    /** Runs for about so long, and gives the time of each batch. */
    public long[] nanoseconds(double seconds) {
        return nanoseconds(seconds, 0);
    }

    /**
     * Likewise, with a pause of some seconds before each batch, in which the thread sleeps and the processor's caches go to
     * others: what a network costs that somebody asks now and then.
     */
    public long[] nanoseconds(double seconds, double pause) {
        long[] times = new long[1024];
        int count = 0;
        long start = System.nanoTime();
        long last = start;
        while (last - start < seconds * 1e9 || count < LEAST) {
            if (pause > 0) {
                LockSupport.parkNanos((long) (pause * 1e9));
                last = System.nanoTime();
            }
            run();
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            long now = System.nanoTime();
            times[count++] = now - last;
            last = now;
        }
        return Arrays.copyOf(times, count);
    }

    @Override
    public void close() {
        scope.close();
        network.close();
    }
}
