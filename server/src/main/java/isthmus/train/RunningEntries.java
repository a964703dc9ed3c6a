package isthmus.train;

import isthmus.latent.Noise;
import java.util.Arrays;

/**
 * The entries of a discrete code, each the running mean of the vectors that chose it (van den Oord and others 2017,
 * appendix A.1): N ← γ N + (1 − γ) n, m ← γ m + (1 − γ) Σ e, entry = m / N. An entry that hardly any vector chooses begins
 * anew at one of them. One thread.
 */
final class RunningEntries {
    private static final double UNUSED = 0.03; // share of an even use, below which an entry begins anew

    private final int dim;
    private final double decay;
    private final Noise noise;
    private final double[] counts; // N, (entries)
    private final double[] sums; // m, (entries, dim)
    private final float[] entries; // (entries, dim)

    /** @param vectors (rows, dim), of which entries are drawn to begin with */
    RunningEntries(int count, int dim, double decay, float[] vectors, Noise noise) {
        this.dim = dim;
        this.decay = decay;
        this.noise = noise;
        counts = new double[count];
        sums = new double[count * dim];
        entries = new float[count * dim];
        double even = (double) vectors.length / dim / count;
        for (int k = 0; k < count; k++) {
            begin(k, even, vectors);
        }
    }

    private void begin(int k, double count, float[] vectors) {
        int row = noise.nextInt(vectors.length / dim);
        counts[k] = count;
        for (int d = 0; d < dim; d++) {
            entries[k * dim + d] = vectors[row * dim + d];
            sums[k * dim + d] = count * vectors[row * dim + d];
        }
    }

    /**
     * One step.
     *
     * @param chosen (entries) how many vectors of a batch chose each
     * @param totals (entries, dim) their sums
     * @param vectors (rows, dim) of the batch
     */
    void update(float[] chosen, float[] totals, float[] vectors) {
        double even = (double) vectors.length / dim / counts.length;
        for (int k = 0; k < counts.length; k++) {
            counts[k] = decay * counts[k] + (1 - decay) * chosen[k];
            for (int d = 0, at = k * dim; d < dim; d++, at++) {
                sums[at] = decay * sums[at] + (1 - decay) * totals[at];
                entries[at] = (float) (sums[at] / counts[k]);
            }
            if (counts[k] < UNUSED * even) {
                begin(k, even, vectors);
            }
        }
    }

    /** A copy of the entries, (entries, dim). */
    float[] entries() {
        return Arrays.copyOf(entries, entries.length);
    }
}
