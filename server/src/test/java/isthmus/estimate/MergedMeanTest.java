package isthmus.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Noise;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MergedMeanTest {
    /** Numbers of very different sizes and of both signs, of which a plain sum keeps little. */
    private static double[] numbers(int count) {
        Noise noise = new Noise(5, 0);
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = noise.normal() * Math.pow(2, noise.nextInt(120) - 60);
        }
        numbers[1] = Double.MIN_VALUE;
        numbers[2] = -Double.MAX_VALUE;
        numbers[3] = Double.MAX_VALUE;
        numbers[4] = -0.0;
        return numbers;
    }

    @Test
    void aSumIsThatOfRationalArithmeticInAnyOrderAndInAnyParts() {
        double[] numbers = numbers(500);
        BigDecimal exact = BigDecimal.ZERO;
        for (double number : numbers) {
            exact = exact.add(new BigDecimal(number));
        }
        Noise noise = new Noise(6, 0);
        for (int parts = 1; parts < 20; parts++) {
            ExactSum whole = new ExactSum();
            ExactSum part = new ExactSum();
            int[] order = noise.permutation(numbers.length);
            for (int i = 0; i < order.length; i++) {
                part.add(numbers[order[i]]);
                if (i % parts == 0 || i == order.length - 1) {
                    whole.add(part);
                    part = new ExactSum();
                }
            }
            assertEquals(0, exact.compareTo(whole.value()), parts + " parts");
        }
        assertEquals(0, new ExactSum().value().signum());
        assertThrows(IllegalArgumentException.class, () -> new ExactSum().add(Double.NaN));
    }

    @Test
    void aNegativeSumIsRightToo() {
        ExactSum sum = new ExactSum();
        sum.add(1e300);
        sum.add(-1e300);
        sum.add(-3 * Math.ulp(1.0));
        assertEquals(new BigDecimal(-3 * Math.ulp(1.0)), sum.value());
    }

    @Test
    void meanAndErrorAreThoseOfTheNumbersAndTheSameToTheLastBitHoweverTheyAreDivided() {
        Noise noise = new Noise(7, 0);
        double[] values = new double[1000];
        RunningMean running = new RunningMean();
        MergedMean whole = new MergedMean();
        for (int i = 0; i < values.length; i++) {
            values[i] = -93 + 20 * noise.normal();
            running.add(values[i]);
            whole.add(values[i]);
        }
        assertEquals(running.mean(), whole.mean(), 1e-12);
        assertEquals(running.error(), whole.error(), 1e-12);
        assertEquals(running.variance(), whole.variance(), 1e-10);
        for (int parts : new int[] {2, 3, 7, 500}) {
            MergedMean merged = new MergedMean();
            for (int part = parts - 1; part >= 0; part--) {
                MergedMean some = new MergedMean();
                for (int i = part; i < values.length; i += parts) {
                    some.add(values[i]);
                }
                merged.add(some);
            }
            assertEquals(whole.estimate(), merged.estimate());
            assertEquals(whole.count(), merged.count());
        }
    }

    @Test
    void ofOneNumberOrNoneThereIsNoError() {
        MergedMean mean = new MergedMean();
        assertTrue(Double.isNaN(mean.mean()));
        mean.add(2);
        assertEquals(2, mean.mean());
        assertEquals(0, mean.variance());
        assertTrue(Double.isNaN(mean.error()));
    }
}
