package isthmus.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.Failure;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BinnedInformationGapTest {
    /** Every pairing of a factor of 4 classes and one of 5, beside one that does not vary, three times over. */
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

    @Test
    void theGapIsTheKnownShareOfTheEntropy() {
        byte[][] factors = factors();
        float[] mu = new float[60 * 4];
        for (int i = 0; i < 60; i++) {
            mu[i * 4] = i / 20; // says nothing of either factor
            mu[i * 4 + 1] = -3 * factors[i][0]; // all of the first factor: log 4
            mu[i * 4 + 2] = 0.1f * (factors[i][0] / 2); // half of the first factor: log 2
            mu[i * 4 + 3] = 5 + 0.5f * factors[i][1]; // all of the second factor, alone
        }
        assertEquals(0.5, BinnedInformationGap.of(mu, 4, alone(factors, 0)), 1e-12);
        assertEquals(1, BinnedInformationGap.of(mu, 4, alone(factors, 1)), 1e-12);
        assertEquals(0.75, BinnedInformationGap.of(mu, 4, factors), 1e-12, "a factor that does not vary is left out");
    }

    @Test
    void twoDimensionsThatTellTheSameLeaveNoGap() {
        byte[][] factors = factors();
        float[] mu = new float[60 * 2];
        for (int i = 0; i < 60; i++) {
            mu[i * 2] = factors[i][0] + 10 * factors[i][1];
            mu[i * 2 + 1] = 2 - mu[i * 2];
        }
        assertEquals(0, BinnedInformationGap.of(mu, 2, factors), 1e-12);
    }

    @Test
    void valuesShareABinWhenTheirTwentiethOfTheRangeIsTheSame() {
        // Two classes 0.04 of the range apart, once inside a bin of width 0.05 and once across its edge.
        byte[][] factors = {{0}, {1}, {0}, {1}};
        float[] together = {0.005f, 0.045f, 0, 1};
        float[] apart = {0.03f, 0.07f, 0, 1};
        // Together: bins {0: classes 0, 1, 0; 19: class 1}.
        double information = Math.log(2) - 0.75 * (Math.log(3) - 2.0 / 3 * Math.log(2));
        assertEquals(information / Math.log(2), BinnedInformationGap.of(together, 1, factors), 1e-12);
        assertEquals(1, BinnedInformationGap.of(apart, 1, factors), 1e-12);
    }

    @Test
    void codesWithoutFactorsAreRefused() {
        assertThrows(Failure.class, () -> BinnedInformationGap.of(new float[6], 2, new byte[0][]));
        assertThrows(Failure.class, () -> BinnedInformationGap.of(new float[6], 2, new byte[2][1]));
        assertThrows(Failure.class, () -> BinnedInformationGap.of(new float[2], 1, new byte[][] {{3}, {3}}));
    }
}
