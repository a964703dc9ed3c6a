package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HalfTest {
    private static final int INFINITY = 0x7c00;

    /** By the definition of the format. */
    private static double value(int bits) {
        int exponent = bits >>> 10;
        int fraction = bits & 0x3ff;
        return exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25);
    }

    private static int half(double value) {
        return Half.of((float) value) & 0xffff;
    }

    @Test
    void eachNumberIsItselfAndWhatLiesBetweenGoesToTheNearestOrTheEvenOne() {
        for (int bits = 0; bits < INFINITY; bits++) {
            double here = value(bits);
            double middle = (here + value(bits + 1)) / 2;
            assertEquals(bits, half(here));
            assertEquals(here, Half.toFloat((short) bits));
            assertEquals(-here, Half.toFloat((short) (bits | 0x8000)));
            assertEquals(bits | 0x8000, half(-here));
            assertEquals(bits + (bits & 1), half(middle), "the middle above " + here);
            assertEquals(bits, Half.of(Math.nextDown((float) middle)) & 0xffff);
            assertEquals(bits + 1, Half.of(Math.nextUp((float) middle)) & 0xffff);
        }
        assertEquals(Float.POSITIVE_INFINITY, Half.toFloat((short) INFINITY));
        assertEquals(Float.NaN, Half.toFloat((short) 0x7e00));
        assertEquals(INFINITY, half(Double.POSITIVE_INFINITY));
        assertEquals(0x7e00, half(Double.NaN));
    }
}
