package isthmus.convert.pt2;

import isthmus.Failure;
import isthmus.convert.graph.Constant;
import isthmus.torchscript.Tensor;
import java.util.Arrays;

/**
 * Where the numbers of a tensor lie in its storage. Immutable; any thread.
 *
 * @param strides steps in the storage along each side, counted in numbers
 * @param offset of the first number
 */
record Layout(int[] shape, int[] strides, int offset) {
    Layout {
        Constant.shape(Arrays.stream(shape).asLongStream().toArray());
        if (strides.length != shape.length
                || offset < 0
                || Arrays.stream(strides).anyMatch(stride -> stride < 0)) {
            throw Failure.badInput(
                    "",
                    "a stride from 0 on for each side, and an offset from 0 on",
                    "%s and %d".formatted(Arrays.toString(strides), offset));
        }
    }

    /** How many numbers the tensor has. */
    int size() {
        return Tensor.size(shape);
    }

    /** How many numbers the storage has at the least. */
    long reach() {
        if (size() == 0) {
            return offset;
        }
        long last = offset;
        for (int side = 0; side < shape.length; side++) {
            last = Math.min(last + (shape[side] - 1L) * strides[side], Long.MAX_VALUE >> 1); // which no storage reaches
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
