package isthmus.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.Failure;
import isthmus.latent.PosteriorBatch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The 4,000 draws leave an error of about 0.005 of the entropy. */
class MutualInformationGapTest {
    private static final double DRAWN = 0.02;

    /** A factor of 4 values, one of 5 that is independent of it, and one that does not vary; 60 images. */
    private static byte[][] factors() {
        byte[][] factors = new byte[60][];
        for (int i = 0; i < 60; i++) {
            factors[i] = new byte[] {(byte) (i % 4), (byte) (i / 4 % 5), 7};
        }
        return factors;
    }

    private static byte[][] alone(byte[][] factors, int factor) {
        return Arrays.stream(factors).map(all -> new byte[] {all[factor]}).toArray(byte[][]::new);
    }

    private static PosteriorBatch narrow(float[] mu, int dim) {
        float[] logvar = new float[mu.length];
        Arrays.fill(logvar, -9);
        return new PosteriorBatch(mu.length / dim, dim, mu, logvar);
    }

    @Test
    void narrowPosteriorsThatAreWellApartTellAllOfAFactor() {
        byte[][] factors = factors();
        float[] mu = new float[60 * 4];
        for (int i = 0; i < 60; i++) {
            mu[i * 4] = i / 20; // says nothing of either factor
            mu[i * 4 + 1] = -3 * factors[i][0]; // all of the first factor: log 4
            mu[i * 4 + 2] = factors[i][0] / 2; // half of the first factor: log 2
            mu[i * 4 + 3] = 5 + factors[i][1]; // all of the second factor, alone
        }
        PosteriorBatch q = narrow(mu, 4);
        double[][] information = MutualInformationGap.information(q, factors, 1);
        assertEquals(Math.log(4), information[0][1], 1e-9);
        assertEquals(Math.log(2), information[0][2], 1e-9);
        assertEquals(0, information[0][0], 1e-9);
        assertEquals(0.5, MutualInformationGap.of(q, alone(factors, 0), 1), 1e-9);
        assertEquals(1, MutualInformationGap.of(q, alone(factors, 1), 1), 1e-9);
        assertEquals(0.75, MutualInformationGap.of(q, factors, 1), 1e-9, "a factor that does not vary is left out");
    }

    @Test
    void twoDimensionsThatTellTheSameLeaveNoGap() {
        byte[][] factors = factors();
        float[] mu = new float[60 * 2];
        for (int i = 0; i < 60; i++) {
            mu[i * 2] = factors[i][0] + 10 * factors[i][1];
            mu[i * 2 + 1] = 2 - mu[i * 2];
        }
        assertEquals(0, MutualInformationGap.of(narrow(mu, 2), factors, 1), 1e-9);
    }

    /** Density at z of a mixture in equal parts of normals of these means and one deviation. */
    private static double density(double z, double deviation, double... means) {
        double sum = 0;
        for (double mean : means) {
            sum += Math.exp(-Math.pow((z - mean) / deviation, 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));
        }
        return sum / means.length;
    }

    @Test
    void posteriorsThatOverlapTellWhatTheIntegralSays() {
        // Value 0: an image at −1 and one at 1 of deviation 0.5; value 1: both at 0.4 and of deviation 0.3.
        byte[][] factors = {{0}, {0}, {1}, {1}};
        float wide = (float) (2 * Math.log(0.5));
        float thin = (float) (2 * Math.log(0.3));
        // The second dimension is the prior for each image.
        PosteriorBatch q = new PosteriorBatch(
                4, 2, new float[] {-1, 0, 1, 0, 0.4f, 0, 0.4f, 0}, new float[] {wide, 0, wide, 0, thin, 0, thin, 0});
        double step = 1e-3;
        double expected = 0;
        for (double z = -6; z < 6; z += step) {
            double first = density(z, 0.5, -1, 1);
            double second = density(z, 0.3, 0.4);
            double both = (first + second) / 2;
            expected += step / 2 * (first * Math.log(first / both) + second * Math.log(second / both));
        }
        double gap = MutualInformationGap.of(q, factors, 1);
        assertEquals(expected / Math.log(2), gap, DRAWN);
        // The means alone would tell the values apart for certain.
        assertEquals(1, BinnedInformationGap.of(q.means(), 2, factors), 1e-12);
        assertEquals(gap, MutualInformationGap.of(q, factors, 1));
        assertNotEquals(gap, MutualInformationGap.of(q, factors, 2));
    }

    @Test
    void moreImagesThanDrawsAreDrawnFromAtRandom() {
        // Every tenth image has value 1: images at even distances would be of one value alone.
        int count = 8000;
        byte[][] factors = new byte[count][1];
        float[] mu = new float[count];
        for (int i = 0; i < count; i += 10) {
            factors[i][0] = 1;
            mu[i] = 5;
        }
        assertEquals(1, MutualInformationGap.of(narrow(mu, 1), factors, 1), 0.1); // 400 of 4,000 draws, more or less
    }

    @Test
    void codesWithoutFactorsOrDensitiesAreRefused() {
        PosteriorBatch q = narrow(new float[6], 2);
        assertThrows(Failure.class, () -> MutualInformationGap.of(q, new byte[0][], 1));
        assertThrows(Failure.class, () -> MutualInformationGap.of(q, new byte[2][1], 1));
        PosteriorBatch points = new PosteriorBatch(3, 2, new float[6], null);
        assertThrows(Failure.class, () -> MutualInformationGap.of(points, new byte[][] {{1}, {2}, {3}}, 1));
        assertThrows(Failure.class, () -> MutualInformationGap.of(q, new byte[][] {{3}, {3}, {3}}, 1));
    }
}
