package isthmus.convert.pt2;

import isthmus.Failure;
import java.util.Arrays;

/**
 * Where the numbers of a tensor lie in its storage. Immutable; any thread.
 *
 * @param strides steps in the storage along each side, counted in numbers
 * @param offset of the first number
 */
record Layout(int[] shape, int[] strides, int offset) {
    Layout {
        if (strides.length != shape.length
                || offset < 0
                || Arrays.stream(shape).anyMatch(side -> side < 0)
                || Arrays.stream(strides).anyMatch(stride -> stride < 0)) {
            throw Failure.badInput(
                    "",
                    "fixed sides, a stride for each and an offset",
                    "%s, %s and %d".formatted(Arrays.toString(shape), Arrays.toString(strides), offset));
        }
        long size = 1;
        for (int side : shape) {
            size = Math.max(size, 1) * side;
            if (size > Integer.MAX_VALUE) {
                throw Failure.badInput(
                        "", "at most %d numbers".formatted(Integer.MAX_VALUE), "shape " + Arrays.toString(shape));
            }
        }
    }

    /** How many numbers the tensor has. */
    int size() {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /** How many numbers the storage has at the least. */
    long reach() {
        if (size() == 0) {
            return 0;
        }
        long last = offset; // each product below 2^62; their sum is not longer than 2^63 before it is refused
        for (int side = 0; side < shape.length; side++) {
            last = Math.min(last + (shape[side] - 1L) * strides[side], 1L << 62);
        }
        return last + 1;
    }

    boolean isRowMajor() {
        for (int side = shape.length - 1, stride = 1; side >= 0; stride *= shape[side--]) {
            if (strides[side] != stride && shape[side] > 1) {
                return false;
            }
        }
        return true;
    }

    /** Where a number lies, by its place in row-major order. */
    int place(int index) {
        int place = offset;
        for (int side = shape.length - 1, rest = index; side >= 0; rest /= shape[side--]) {
            place += rest % shape[side] * strides[side];
        }
        return place;
    }
}
