package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LogSumExpTest {
    private static LogSumExp of(double... terms) {
        LogSumExp sum = new LogSumExp();
        for (double term : terms) {
            sum.add(term);
        }
        return sum;
    }

    @Test
    void smallTermsAreSummedAsWritten() {
        assertEquals(
                Math.log(Math.exp(0.3) + Math.exp(-1.2) + Math.exp(0.9)),
                of(0.3, -1.2, 0.9).logSum(),
                1e-15);
        assertEquals(
                of(0.3, -1.2, 0.9).logSum() - Math.log(3), of(0.3, -1.2, 0.9).logMean(), 1e-15);
    }

    @Test
    void termsFarOutsideTheRangeOfExpKeepTheirSum() {
        assertEquals(-10_000 + Math.log(1 + Math.exp(-1)), of(-10_001, -10_000).logSum(), 1e-10);
        assertEquals(10_000 + Math.log(1 + Math.exp(-1)), of(10_000, 9_999).logSum(), 1e-10);
        assertEquals(500, of(-2000, 500, -2000).logSum(), 1e-12);
    }

    @Test
    void aTermOfNothingAddsNothing() {
        double nothing = Double.NEGATIVE_INFINITY;
        assertEquals(nothing, of(nothing, nothing).logSum());
        assertEquals(2.5, of(nothing, nothing, 2.5, nothing).logSum());
        assertEquals(2.5 - Math.log(4), of(nothing, nothing, 2.5, nothing).logMean(), 1e-15);
    }

    @Test
    void equalTermsCountInFullAndOneGreatTermCountsAsOne() {
        assertEquals(4, of(-7, -7, -7, -7).effectiveCount(), 1e-12);
        assertEquals(0, of(-7, -7, -7, -7).logMeanError(), 1e-7);
        assertEquals(1, of(-700, 0, -700).effectiveCount(), 1e-12);
        assertEquals(36.0 / 14, of(Math.log(1), Math.log(3), Math.log(2)).effectiveCount(), 1e-12);
    }

    @Test
    void theErrorIsTheSpreadOfRepeatedEstimates() {
        // Weights exp(0.7 x) of normal x: the mean is exp(0.245), so its log is known.
        int repeats = 400;
        int terms = 500;
        double squares = 0;
        double stated = 0;
        for (int r = 0; r < repeats; r++) {
            Noise noise = new Noise(21, r);
            LogSumExp sum = new LogSumExp();
            for (int t = 0; t < terms; t++) {
                sum.add(0.7 * noise.normal());
            }
            squares += Math.pow(sum.logMean() - 0.245, 2) / repeats;
            stated += sum.logMeanError() / repeats;
        }
        assertEquals(Math.sqrt(squares), stated, 0.12 * stated);
    }
}
