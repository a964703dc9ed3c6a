package isthmus.share;

import isthmus.Failure;

/** Reads what a {@link BitWriter} wrote; what it cannot have written is refused by name. One thread. */
final class BitReader {
    private final byte[] bytes;
    private int at; // bits

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Bits that are left. */
    int left() {
        return bytes.length * Byte.SIZE - at;
    }

    /**
     * @param count 64 at most
     */
    long bits(int count) {
        if (count > left()) {
            throw Failure.badInput("expected more of it, found its end");
        }
        long value = 0;
        for (int i = 0; i < count; i++, at++) {
            value = (value << 1) | (bytes[at >> 3] >> (7 - (at & 7)) & 1);
        }
        return value;
    }

    boolean flag() {
        return bits(1) == 1;
    }

    long whole(String name, long least, long most) {
        long value = 0;
        boolean more = true;
        for (long scale = 1; more && value <= most; scale *= 128) {
            more = flag();
            value += scale * bits(7);
        }
        if (value < least || value > most) {
            throw Failure.badInput(
                    "%s: expected a whole number from %d to %d, found another".formatted(name, least, most));
        }
        return value;
    }

    double real(String name) {
        double value = flag() ? Double.longBitsToDouble(bits(Double.SIZE)) : Float.intBitsToFloat((int) bits(32));
        if (!Double.isFinite(value)) {
            throw Failure.badInput("%s: expected finite numbers, found %s".formatted(name, value));
        }
        return value;
    }

    /**
     * @param exponents of the points before
     */
    float[] singles(String name, int count, Exponents exponents) {
        if (16L * count > left()) {
            throw Failure.badInput("%s: expected %d numbers, found the end".formatted(name, count));
        }
        float[] numbers = new float[count];
        boolean half = !flag();
        int keen = half ? 0 : (int) bits(2);
        for (int d = 0; d < count; d++) {
            numbers[d] = half ? Singles.ofHalf(name, (int) bits(16)) : single(name, d, exponents, keen);
            if (!Float.isFinite(numbers[d])) {
                throw Failure.badInput("%s: expected finite numbers, found %s".formatted(name, numbers[d]));
            }
            exponents.learn(d, Singles.exponent(numbers[d]));
        }
        return numbers;
    }

    private float single(String name, int d, Exponents exponents, int keen) {
        int sign = (int) bits(1) << 31;
        int run = 0;
        while (run < Exponents.LONGEST_RUN && flag()) {
            run++;
        }
        int exponent = run < Exponents.LONGEST_RUN ? exponents.at(d, (run << keen) + (int) bits(keen)) : (int) bits(8);
        if (exponent < 0 || exponent > 255) {
            throw Failure.badInput("%s: expected an exponent from 0 to 255, found %d".formatted(name, exponent));
        }
        return Float.intBitsToFloat(sign | (exponent << Singles.FRACTION) | (int) bits(Singles.FRACTION));
    }
}
