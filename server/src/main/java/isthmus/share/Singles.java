package isthmus.share;

import isthmus.Failure;

/** The parts of a float32, and the float16 that is the same number. Any thread. */
final class Singles {
    /** Bits of a float32's fraction. */
    static final int FRACTION = 23;

    private static final int REBASE = 112; // a float32's exponent less a float16's
    private static final int CUT = 13; // bits of fraction that a float16 lacks

    private Singles() {}

    static int exponent(float number) {
        return (Float.floatToRawIntBits(number) >>> FRACTION) & 0xff;
    }

    /** Whether it is 0, or a float16 of full precision. */
    static boolean isHalf(float number) {
        int exponent = exponent(number) - REBASE;
        boolean short16 = (Float.floatToRawIntBits(number) & ((1 << CUT) - 1)) == 0;
        return number == 0 || (exponent >= 1 && exponent <= 30 && short16);
    }

    /** The float16 that is the same number, where there is one. */
    static int half(float number) {
        int pattern = Float.floatToRawIntBits(number);
        int sign = (pattern >>> 31) << 15;
        int size = pattern & Integer.MAX_VALUE;
        return size == 0 ? sign : sign | ((size >> CUT) - (REBASE << (FRACTION - CUT)));
    }

    static float ofHalf(String name, int half) {
        int sign = (half >> 15) << 31;
        int size = half & 0x7fff;
        int exponent = size >> (FRACTION - CUT);
        if (exponent == 31 || (exponent == 0 && size != 0)) {
            throw Failure.badInput(
                    "%s: expected a float16 that is 0 or of full precision, found another".formatted(name));
        }
        return Float.intBitsToFloat(size == 0 ? sign : sign | ((size << CUT) + (REBASE << FRACTION)));
    }
}
