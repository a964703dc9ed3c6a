package isthmus.share;

import isthmus.Failure;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Whole numbers below 2^31, 7 bits a byte from the lowest, the highest bit set where more follow. Any thread. */
final class Wholes {
    private static final int LAST_SHIFT = 28; // of the fifth byte, the last that a number may have

    private Wholes() {}

    static byte[] bytes(int[] numbers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int number : numbers) {
            int rest = number;
            for (; rest > 0x7f; rest >>>= 7) {
                bytes.write((rest & 0x7f) | 0x80);
            }
            bytes.write(rest);
        }
        return bytes.toByteArray();
    }

    static int[] read(byte[] bytes) {
        int[] numbers = new int[bytes.length];
        int count = 0;
        long number = 0;
        int shift = 0;
        for (byte next : bytes) {
            number += (next & 0x7fL) << shift;
            if (shift > LAST_SHIFT || number > Integer.MAX_VALUE || (next == 0 && shift > 0)) {
                throw Failure.badInput("", "numbers below 2147483648 without leading zeros", "another");
            }
            shift += 7;
            if (next >= 0) {
                numbers[count++] = (int) number;
                number = 0;
                shift = 0;
            }
        }
        if (shift > 0) {
            throw Failure.badInput("", "whole numbers", "the end of the section");
        }
        return Arrays.copyOf(numbers, count);
    }
}
