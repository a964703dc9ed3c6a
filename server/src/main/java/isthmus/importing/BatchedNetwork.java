package isthmus.importing;

import isthmus.Failure;
import isthmus.inference.torch.RawNetwork;
import isthmus.inference.torch.RawNetwork.Output;
import isthmus.inference.torch.RawNetwork.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A network of unknown origin that runs for any number of rows: in the precision that it takes, and padded where it runs in
 * one size of a batch alone. One thread.
 */
final class BatchedNetwork implements AutoCloseable {
    private static final int PAIR = 2; // more than 1, so that a batch is not taken for another axis
    private static final int[] OTHER_BATCHES = {1, 8, 16, 32, 64, 128, 4, 10, 100, 256};
    private static final double ROUNDING = 1e-4;
    private static final int MOST_VALUES = 1 << 22; // of the input of one run

    private final String name;
    private final RawNetwork network;
    private final OptionalInt authored;
    private final Runnable beforeRun;
    private Precision precision = Precision.FLOAT32;
    private int batch; // the only one in which it runs; 0 for any

    /**
     * @param name of the file in failures, which may be what it was rewritten from
     * @param authored size of the batch that the file's author fixed, where it is known
     * @param beforeRun called before each run; what it throws ends the work, but for a Failure
     */
    BatchedNetwork(String name, Path file, OptionalInt authored, Runnable beforeRun) {
        this.name = name;
        this.authored = authored;
        this.beforeRun = beforeRun;
        network = new RawNetwork(file);
    }

    Precision precision() {
        return precision;
    }

    /** The only batch in which the network runs; 0 for any. */
    int batch() {
        return batch;
    }

    /**
     * Looks for a precision and a batch in which the network runs on such rows, and keeps them.
     *
     * @param row shape of one row
     */
    void fit(long[] row) {
        Failure first = null;
        for (Precision tried : Precision.values()) {
            try {
                List<Output> pair = run(zeros(row, PAIR), sizes(PAIR, row), tried);
                precision = tried;
                batch = authored.isPresent() && mixesRows(row, pair) ? authored.getAsInt() : 0;
                return;
            } catch (Failure e) {
                first = first == null ? e : first;
            }
            if (!isOfType(first)) {
                break; // another precision does not help
            }
        }
        int size = zeros(row, 1).length;
        IntStream others = EngineComplaint.isOfSize(first) ? IntStream.of(OTHER_BATCHES) : IntStream.empty();
        for (int tried : IntStream.concat(authored.stream(), others).toArray()) {
            if ((long) tried * size > MOST_VALUES) {
                continue;
            }
            try {
                if (run(zeros(row, tried), sizes(tried, row), precision).get(0).shape()[0] == tried) {
                    batch = tried;
                    return;
                }
            } catch (Failure e) {
                // The first failure says what is the matter with any batch.
            }
        }
        throw first;
    }

    /** Whether a row's outputs change with the other row, or are not as many. */
    private boolean mixesRows(long[] row, List<Output> pair) {
        float[] other = zeros(row, PAIR);
        Arrays.fill(other, other.length / PAIR, other.length, 0f);
        List<Output> beside = run(other, sizes(PAIR, row), precision);
        for (int i = 0; i < pair.size(); i++) {
            Output one = pair.get(i);
            if (one.shape().length == 0 || one.shape()[0] != PAIR) {
                return true;
            }
            int length = one.values().length / PAIR;
            for (int v = 0; v < length; v++) {
                double apart = Math.abs(one.values()[v] - beside.get(i).values()[v]);
                if (!(apart <= ROUNDING * Math.max(1, Math.abs(one.values()[v])))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the engine complains of the numbers' type, and not of their shape. */
    private static boolean isOfType(Failure failure) {
        String found = failure.found();
        return found.contains("type") || found.contains("Half") || found.contains("Double") || found.contains("Float");
    }

    private List<Output> run(float[] values, long[] shape, Precision tried) {
        beforeRun.run();
        try {
            return network.run(values, shape, tried);
        } catch (Failure e) {
            throw EngineComplaint.explained(e, name);
        }
    }

    /**
     * All outputs for these rows, each with {@code count} rows; a Failure where one has another number of them or holds
     * what is no number.
     */
    List<Output> run(float[] values, long[] row, int count) {
        int width = values.length / count;
        int size = batch > 0 ? batch : Math.max(1, Math.min(count, MOST_VALUES / Math.max(1, width)));
        List<List<Output>> parts = new ArrayList<>();
        for (int from = 0; from < count; from += size) {
            float[] some = Arrays.copyOfRange(values, from * width, Math.min(count, from + size) * width);
            int rows = some.length / width;
            int run = batch > 0 ? batch : rows;
            List<Output> outputs = run(Arrays.copyOf(some, run * width), sizes(run, row), precision);
            parts.add(outputs.stream().map(output -> first(output, rows, run)).toList());
        }
        return IntStream.range(0, parts.get(0).size())
                .mapToObj(i -> joined(parts.stream().map(part -> part.get(i)).toList(), count))
                .toList();
    }

    private static Output first(Output output, int rows, int of) {
        long[] shape = output.shape();
        if (rows == of || shape.length == 0 || shape[0] != of) {
            return output;
        }
        long[] fewer = shape.clone();
        fewer[0] = rows;
        return new Output(output.path(), fewer, Arrays.copyOf(output.values(), output.values().length / of * rows));
    }

    private static Output joined(List<Output> parts, int count) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int length = parts.stream().mapToInt(part -> part.values().length).sum();
        float[] all = new float[length];
        int at = 0;
        for (Output part : parts) {
            System.arraycopy(part.values(), 0, all, at, part.values().length);
            at += part.values().length;
        }
        long[] shape = parts.get(0).shape().clone();
        if (shape.length > 0) {
            shape[0] = count;
        }
        return new Output(parts.get(0).path(), shape, all);
    }

    static long[] sizes(int count, long[] row) {
        long[] all = new long[row.length + 1];
        all[0] = count;
        System.arraycopy(row, 0, all, 1, row.length);
        return all;
    }

    private static float[] zeros(long[] row, int count) {
        float[] values = new float[count * (int) Arrays.stream(row).reduce(1, Math::multiplyExact)];
        Arrays.fill(values, 0.5f); // the middle of the values of images
        return values;
    }

    /** A failure of this file. */
    Failure failed(String expected, Object found) {
        return Failure.modelFailed(name, expected, found);
    }

    @Override
    public void close() {
        network.close();
    }
}
