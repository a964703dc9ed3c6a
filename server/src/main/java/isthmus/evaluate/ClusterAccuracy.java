package isthmus.evaluate;

import isthmus.latent.Mixture;
import isthmus.latent.PosteriorBatch;
import java.util.Arrays;

/**
 * How well the components of a mixture prior tell classes that no training was told of: the share of images whose
 * component, the one from which the mean of q(z|x) came most probably, is that of their class, where components and
 * classes are paired one to one as is best for that. Any thread.
 */
public final class ClusterAccuracy {
    /** Most components and most classes that are paired. */
    public static final int MOST = 16;

    private ClusterAccuracy() {}

    /**
     * @param classes (count) labels from 0 on
     */
    public static double of(Mixture prior, PosteriorBatch posteriors, byte[] classes) {
        int components = prior.weights().length;
        int labels = 0;
        for (byte label : classes) {
            labels = Math.max(labels, (label & 0xFF) + 1);
        }
        if (components > MOST || labels > MOST) {
            throw new IllegalArgumentException(
                    "expected at most %d components and classes, found %d and %d".formatted(MOST, components, labels));
        }
        int[][] together = new int[components][labels];
        for (int i = 0; i < classes.length; i++) {
            together[likeliest(prior.shares(posteriors.get(i).mean(), 0))][classes[i] & 0xFF]++;
        }
        return (double) pairs(together, labels) / classes.length;
    }

    private static int likeliest(double[] shares) {
        int best = 0;
        for (int k = 1; k < shares.length; k++) {
            best = shares[k] > shares[best] ? k : best;
        }
        return best;
    }

    /** The most images that a pairing of rows and columns holds, by the sets of columns that are taken. */
    private static int pairs(int[][] together, int labels) {
        int[] best = new int[1 << labels]; // of the rows so far, with at most these columns
        for (int[] row : together) {
            int[] next = best.clone();
            for (int taken = 1; taken < next.length; taken++) {
                for (int label = 0; label < labels; label++) {
                    if ((taken >> label & 1) == 1) {
                        next[taken] = Math.max(next[taken], best[taken & ~(1 << label)] + row[label]);
                    }
                }
            }
            best = next;
        }
        return Arrays.stream(best).max().orElse(0);
    }
}
