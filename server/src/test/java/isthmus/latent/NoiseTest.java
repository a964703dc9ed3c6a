package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Known answers come from the same algorithm written in Python, itself checked against SplitMix64's published output. */
class NoiseTest {
    @Test
    void bitsAreTheKnownAnswers() {
        Noise noise = new Noise(42, 7);
        long[] bits = LongStream.generate(noise::nextLong).limit(4).toArray();
        assertArrayEquals(
                new long[] {0x20a28ed9e2b2bc4L, 0x17e03160b6345c52L, 0xb6f12c62a4f9e4f3L, 0xad7bf3ec796db8cdL}, bits);
    }

    @Test
    void uniformsAreTheKnownAnswers() {
        Noise noise = new Noise(42, 7);
        assertEquals(0.007967527401132046, noise.uniform());
        assertEquals(0.09326466189504978, noise.uniform());
        assertEquals(0.7146175137358806, noise.uniform());
    }

    @Test
    void normalsAreTheKnownAnswersAndBothOfAPairAreUsed() {
        Noise noise = new Noise(42, 7);
        double[] expected = {
            0.10538361898429975,
            0.06995118559747468,
            -0.6951532707829996,
            -1.4228885455016576,
            1.01755982613709,
            -0.5771449651828453
        };
        for (double value : expected) {
            assertEquals(value, noise.normal(), 1e-14);
        }
        Noise other = new Noise(-1, 0);
        assertEquals(-0.6461060354738939, other.normal(), 1e-14);
        assertEquals(2.8121948672163697, other.normal(), 1e-14);
        assertEquals(-1.2937795500661888, other.normal(), 1e-14);
    }

    @Test
    void aFilledArrayHoldsTheSameDrawsAsSingleCalls() {
        Noise noise = new Noise(5, 1);
        Noise single = new Noise(5, 1);
        for (int count : new int[] {3, 4}) {
            for (float draw : noise.normals(count)) {
                assertEquals((float) single.normal(), draw);
            }
        }
        for (float draw : noise.uniforms(5)) {
            assertEquals((float) single.uniform(), draw);
        }
    }

    @Test
    void wholeNumbersAreTheKnownAnswersAndRedrawWhereOneWouldBeFavoured() {
        Noise small = new Noise(3, 1L << 40);
        assertArrayEquals(
                new int[] {204, 659, 654, 766, 8, 952, 694, 140},
                IntStream.generate(() -> small.nextInt(1000)).limit(8).toArray());
        Noise large = new Noise(9, 9);
        assertArrayEquals(
                new int[] {1873827705, 1081823483, 298046395},
                IntStream.generate(() -> large.nextInt(Integer.MAX_VALUE))
                        .limit(3)
                        .toArray());
        // A bound of 3·2²⁹ refuses a quarter of all draws, so a missing redraw shows at once.
        assertArrayEquals(
                new int[] {1539205992, 703307668, 1348322992, 1184515191, 97895439, 529378910},
                IntStream.generate(() -> large.nextInt(3 << 29)).limit(6).toArray());
        assertThrows(IllegalArgumentException.class, () -> large.nextInt(0));
    }

    @Test
    void aPermutationIsTheKnownAnswerAndHoldsEveryNumberOnce() {
        assertArrayEquals(new int[] {8, 0, 2, 5, 4, 7, 1, 3, 9, 6}, new Noise(3, 5).permutation(10));
        int[] order = new Noise(8, 8).permutation(1000);
        assertArrayEquals(
                IntStream.range(0, 1000).toArray(), IntStream.of(order).sorted().toArray());
    }

    @Test
    void namedAndNestedStreamsAreTheKnownAnswers() {
        Noise named = Noise.named(42, "binarised test");
        assertEquals(0xea39c6903f063652L, named.nextLong());
        assertEquals(0x824555c0034bea9cL, named.nextLong());
        Noise parent = new Noise(42, 7);
        parent.normal();
        Noise nested = parent.stream(3);
        assertEquals(0x88bd49dccdbbe7ceL, nested.nextLong());
        assertEquals(0xdd5cbab7d62d15aaL, nested.nextLong());
    }

    @Test
    void momentsAreThoseOfAStandardNormal() {
        int n = 400_000;
        Noise noise = new Noise(1, 1);
        double[] sums = new double[5]; // powers 0 to 4
        int beyondTwo = 0;
        for (int i = 0; i < n; i++) {
            double x = noise.normal();
            double power = 1;
            for (int p = 0; p <= 4; p++, power *= x) {
                sums[p] += power / n;
            }
            beyondTwo += Math.abs(x) > 2 ? 1 : 0;
        }
        // Five standard errors each: Var x = 1, Var x² = 2, Var x³ = 15, Var x⁴ = 96.
        double five = 5 / Math.sqrt(n);
        assertEquals(0, sums[1], five);
        assertEquals(1, sums[2], five * Math.sqrt(2));
        assertEquals(0, sums[3], five * Math.sqrt(15));
        assertEquals(3, sums[4], five * Math.sqrt(96));
        assertEquals(0.0455003, (double) beyondTwo / n, five * 0.21);
    }

    @Test
    void neighbouringStreamsAreUncorrelated() {
        int streams = 2000;
        int draws = 50;
        double worst = 0;
        double overall = 0;
        float[] previous = new Noise(7, 0).normals(draws);
        for (int s = 1; s <= streams; s++) {
            float[] next = new Noise(7, s).normals(draws);
            double product = 0;
            for (int i = 0; i < draws; i++) {
                product += previous[i] * next[i];
            }
            overall += product;
            worst = Math.max(worst, Math.abs(product) / Math.sqrt(draws));
            previous = next;
        }
        assertEquals(0, overall / Math.sqrt((double) streams * draws), 5);
        assertTrue(worst < 6, "two neighbouring streams share their draws: " + worst);
    }

    @Test
    void seedsAndStreamsAreNotInterchangeable() {
        assertTrue(new Noise(1, 2).nextLong() != new Noise(2, 1).nextLong());
        assertTrue(new Noise(0, 0).nextLong() != new Noise(0, 1).nextLong());
        assertTrue(new Noise(0, 0).nextLong() != new Noise(1, 0).nextLong());
    }
}
