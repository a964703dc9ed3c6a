package isthmus.torchscript;

import java.util.Arrays;

/**
 * A named array of floats in row-major order, as a TorchScript file holds it. The array is shared, not copied: who makes
 * a tensor gives its values away.
 *
 * @param half whether the file holds the values in half precision
 */
public record Tensor(String name, int[] shape, float[] values, boolean half) {
    public Tensor(String name, int[] shape, float[] values) {
        this(name, shape, values, false);
    }

    public Tensor {
        if (values.length != size(shape)) {
            throw new IllegalArgumentException("tensor %s: expected %d values for shape %s, found %d"
                    .formatted(name, size(shape), Arrays.toString(shape), values.length));
        }
    }

    /** The same values, to be held in half precision. */
    public Tensor inHalf() {
        return new Tensor(name, shape, values, true);
    }

    public static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
