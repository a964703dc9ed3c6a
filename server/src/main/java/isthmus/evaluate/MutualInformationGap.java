package isthmus.evaluate;

import isthmus.Failure;
import java.util.Arrays;

/**
 * The mutual information gap of Chen, Li, Grosse and Duvenaud (2018): for each generating factor, the mutual
 * information of the most informative latent dimension minus that of the second, divided by the factor's entropy. 1 where
 * each factor has a dimension to itself, 0 where none has. The posterior mean is put into 20 bins of equal width between
 * its minimum and maximum, as is common; factors that do not vary are left out. Any thread.
 */
public final class MutualInformationGap {
    public static final int BINS = 20;

    private MutualInformationGap() {}

    /**
     * The mean over the factors that vary.
     *
     * @param mu (count, dim)
     * @param factors (count, factors) class indices
     */
    public static double of(float[] mu, int dim, byte[][] factors) {
        int count = factors.length;
        if (count == 0 || mu.length != count * dim) {
            throw Failure.badInput(
                    "",
                    "the codes of " + count + " images of known factors",
                    "%d numbers of %d dimensions".formatted(mu.length, dim));
        }
        int[][] bins = new int[dim][];
        for (int d = 0; d < dim; d++) {
            bins[d] = binned(mu, count, dim, d);
        }
        double[] gaps = new double[factors[0].length];
        for (int f = 0; f < gaps.length; f++) {
            int factor = f;
            int[] classes = new int[count];
            Arrays.setAll(classes, i -> factors[i][factor] & 0xFF);
            double entropy = information(classes, classes);
            double greatest = 0;
            double second = 0;
            for (int[] code : bins) {
                double information = information(code, classes);
                second = Math.max(second, Math.min(greatest, information));
                greatest = Math.max(greatest, information);
            }
            gaps[f] = entropy == 0 ? Double.NaN : (greatest - second) / entropy;
        }
        return Arrays.stream(gaps)
                .filter(gap -> !Double.isNaN(gap))
                .average()
                .orElseThrow(() -> Failure.badInput("", "factors that vary", "none"));
    }

    private static int[] binned(float[] mu, int count, int dim, int d) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, mu[i * dim + d]);
            greatest = Math.max(greatest, mu[i * dim + d]);
        }
        int[] bins = new int[count];
        for (int i = 0; i < count && greatest > least; i++) {
            double share = ((double) mu[i * dim + d] - least) / ((double) greatest - least);
            bins[i] = Math.min(BINS - 1, (int) (share * BINS));
        }
        return bins;
    }

    /** Mutual information in nats of two labellings, each below 256; the entropy where they are the same. */
    private static double information(int[] a, int[] b) {
        int[][] joint = new int[256][256];
        int[] ofA = new int[256];
        int[] ofB = new int[256];
        for (int i = 0; i < a.length; i++) {
            joint[a[i]][b[i]]++;
            ofA[a[i]]++;
            ofB[b[i]]++;
        }
        double n = a.length;
        double sum = 0;
        for (int i = 0; i < 256; i++) {
            for (int j = 0; j < 256; j++) {
                double times = joint[i][j];
                sum += times == 0 ? 0 : times / n * Math.log(times * n / ((double) ofA[i] * ofB[j]));
            }
        }
        return sum;
    }
}
