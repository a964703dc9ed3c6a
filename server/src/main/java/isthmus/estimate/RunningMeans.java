package isthmus.estimate;

import java.util.Arrays;
import java.util.stream.Stream;

/** A {@link RunningMean} of each dimension of a stream of vectors. One thread at a time. */
public final class RunningMeans {
    private final RunningMean[] all; // (dim)

    public RunningMeans(int dim) {
        all = Stream.generate(RunningMean::new).limit(dim).toArray(RunningMean[]::new);
    }

    public void add(double[] vector) {
        for (int d = 0; d < all.length; d++) {
            all[d].add(vector[d]);
        }
    }

    /** Adds one row of vectors, (rows, dim). */
    public void add(float[] vectors, int row) {
        for (int d = 0; d < all.length; d++) {
            all[d].add(vectors[row * all.length + d]);
        }
    }

    /** (dim) */
    public double[] means() {
        return Arrays.stream(all).mapToDouble(RunningMean::mean).toArray();
    }

    /** (dim) */
    public double[] variances() {
        return Arrays.stream(all).mapToDouble(RunningMean::variance).toArray();
    }
}
