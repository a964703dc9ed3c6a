package isthmus.evaluate;

import isthmus.Failure;
import java.util.Arrays;

/**
 * The mutual information gap of posterior means in bins, as many papers report it: the mean is put into 20 bins of equal
 * width between its minimum and maximum. It counts what the means tell, however wide the posteriors are, and depends on
 * the bins; {@link MutualInformationGap} has neither fault. Any thread.
 */
public final class BinnedInformationGap {
    public static final int BINS = 20;

    private BinnedInformationGap() {}

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
        double[][] information = new double[factors[0].length][dim];
        for (int f = 0; f < information.length; f++) {
            int factor = f;
            int[] classes = new int[count];
            Arrays.setAll(classes, i -> factors[i][factor] & 0xFF);
            for (int d = 0; d < dim; d++) {
                information[f][d] = information(bins[d], classes);
            }
        }
        return MutualInformationGap.mean(information, MutualInformationGap.entropies(factors));
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

    /** Mutual information in nats of two labellings, each below 256. */
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
