package isthmus.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.PosteriorBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterAccuracyTest {
    /** Components at −10, 0 and 10. */
    private static final Mixture PRIOR = new Mixture(List.of(at(-10), at(0), at(10)), new double[] {1, 1, 1});

    private static Gaussian at(float place) {
        return new Gaussian(new float[] {place}, new float[1]);
    }

    private static double accuracy(float[] means, byte[] classes) {
        return ClusterAccuracy.of(PRIOR, new PosteriorBatch(means.length, 1, means, new float[means.length]), classes);
    }

    @Test
    void theNamesOfClassesDoNotMatter() {
        assertEquals(1, accuracy(new float[] {-9, -11, 1, -1, 12}, new byte[] {2, 2, 0, 0, 1}));
    }

    @Test
    void eachClassHasOneComponentAndEachComponentOneClassEvenWhereTheGreatestCountsWouldShareOne() {
        // At −10: three of class 0, two of class 1. At 0: two of class 0, none of class 1. At 10: one of class 1.
        float[] means = {-10, -10, -10, -10, -10, 0, 0, 10};
        byte[] classes = {0, 0, 0, 1, 1, 0, 0, 1};
        // 3 + 1 and 2 + 2 are equal here; with one more of class 1 at −10, the pairing changes.
        assertEquals(4.0 / 8, accuracy(means, classes));
        assertEquals(
                5.0 / 9,
                accuracy(new float[] {-10, -10, -10, -10, -10, -10, 0, 0, 10}, new byte[] {0, 0, 0, 1, 1, 1, 0, 0, 1}));
    }

    @Test
    void moreComponentsThanClassesLeaveSomeWithoutAClass() {
        assertEquals(0.5, accuracy(new float[] {-10, 0, 10, 10}, new byte[] {0, 0, 0, 0}));
    }
}
