package isthmus;

/** Numbers in half precision, which Java has from version 20 on. Any thread. */
public final class Half {
    private static final int INFINITY = 0x7c00;
    private static final int NOT_A_NUMBER = 0x7e00;
    private static final int BIASES = (127 - 15) << 23; // between the exponents of both, in a float's place
    private static final int LEAST_NORMAL = BIASES + (1 << 23); // bits of the float
    private static final int TOO_LARGE = 0x477ff000; // bits of the least float that rounds to infinity
    private static final int DROPPED = 13; // bits of the fraction

    private Half() {}

    /** The bits of the nearest number in half precision; of two as near, the even one. */
    public static short of(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int size = bits & 0x7fffffff;
        if (Float.isNaN(value)) {
            return (short) (sign | NOT_A_NUMBER);
        }
        if (size >= TOO_LARGE) {
            return (short) (sign | INFINITY);
        }
        if (size < LEAST_NORMAL) {
            return (short) (sign | (int) Math.rint(Math.abs((double) value) * 0x1p24));
        }
        int even = (size >>> DROPPED) & 1;
        int rounded = size - BIASES + (1 << (DROPPED - 1)) - 1 + even;
        return (short) (sign | (rounded >>> DROPPED));
    }

    /** The number of these bits, exactly. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half & INFINITY;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
        }
        int wide = exponent == INFINITY ? 0x7f800000 : (exponent << DROPPED) + BIASES;
        return Float.intBitsToFloat(sign | wide | (fraction << DROPPED));
    }
}
