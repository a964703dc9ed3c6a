package isthmus.share;

import java.io.ByteArrayOutputStream;

/** Bits one after the other, the most significant first, and the numbers that links write with them. One thread. */
final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int last; // bits that make no byte yet
    private int held; // how many

    /**
     * @param value a whole number of so many bits
     * @param count 64 at most
     */
    void bits(long value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            last = (last << 1) | (int) ((value >>> i) & 1);
            if (++held == Byte.SIZE) {
                bytes.write(last);
                last = 0;
                held = 0;
            }
        }
    }

    void flag(boolean value) {
        bits(value ? 1 : 0, 1);
    }

    /** A whole number from 0: seven bits at a time, the lowest first, each with whether more come. */
    void whole(long value) {
        long rest = value;
        for (; rest >= 128; rest /= 128) {
            flag(true);
            bits(rest % 128, 7);
        }
        flag(false);
        bits(rest, 7);
    }

    /** As a float where it is one, or else as it is. */
    void real(double value) {
        boolean wide = Double.doubleToRawLongBits((float) value) != Double.doubleToRawLongBits(value);
        flag(wide);
        if (wide) {
            bits(Double.doubleToRawLongBits(value), Double.SIZE);
        } else {
            bits(Float.floatToRawIntBits((float) value), Float.SIZE);
        }
    }

    /**
     * As float16 where each number is one, or else as float32 with short exponents.
     *
     * @param exponents of the points before
     */
    void singles(float[] numbers, Exponents exponents) {
        boolean half = true;
        int[] distances = new int[numbers.length];
        for (int d = 0; d < numbers.length; d++) {
            half &= Singles.isHalf(numbers[d]);
            distances[d] = exponents.distance(d, Singles.exponent(numbers[d]));
        }
        flag(!half);
        int keen = Exponents.keenest(distances);
        if (!half) {
            bits(keen, 2);
        }
        for (int d = 0; d < numbers.length; d++) {
            if (half) {
                bits(Singles.half(numbers[d]), 16);
            } else {
                bits(Float.floatToRawIntBits(numbers[d]) >>> 31, 1);
                exponent(Singles.exponent(numbers[d]), distances[d], keen);
                bits(Float.floatToRawIntBits(numbers[d]), Singles.FRACTION);
            }
            exponents.learn(d, Singles.exponent(numbers[d]));
        }
    }

    private void exponent(int exponent, int distance, int keen) {
        int run = distance >> keen;
        if (run < Exponents.LONGEST_RUN) {
            bits((2L << run) - 2, run + 1); // ones, and the zero that ends them
            bits(distance, keen);
        } else {
            bits(-1, Exponents.LONGEST_RUN);
            bits(exponent, 8);
        }
    }

    /** All of them, filled up with zeros to whole bytes. Nothing is written after it. */
    byte[] bytes() {
        if (held > 0) {
            bits(0, Byte.SIZE - held);
        }
        return bytes.toByteArray();
    }
}
