package isthmus.torchscript;

import java.util.Arrays;

/**
 * A named array of 64-bit integers in row-major order, as a TorchScript file holds it. Nothing is learned of it. The array
 * is shared, not copied.
 */
public record IntegerTensor(String name, int[] shape, long[] values) {
    public IntegerTensor {
        if (values.length != Tensor.size(shape)) {
            throw new IllegalArgumentException("tensor %s: expected %d values for shape %s, found %d"
                    .formatted(name, Tensor.size(shape), Arrays.toString(shape), values.length));
        }
    }
}
