package isthmus.convert.graph;

import isthmus.torchscript.Tensor;
import java.util.Arrays;

/**
 * Numbers that a graph holds: floats, or integers where the file has integers or truth values. The arrays are shared, not
 * copied.
 *
 * @param floats null where they are integers
 * @param integers null where they are floats
 */
public record Constant(int[] shape, float[] floats, long[] integers) {
    public Constant {
        int length = floats == null ? integers.length : floats.length;
        if (length != Tensor.size(shape)) {
            throw new IllegalArgumentException("expected %d values of shape %s, found %d"
                    .formatted(Tensor.size(shape), Arrays.toString(shape), length));
        }
    }

    public static Constant of(int[] shape, float... values) {
        return new Constant(shape, values, null);
    }

    public static Constant of(int[] shape, long... values) {
        return new Constant(shape, null, values);
    }

    public boolean isInteger() {
        return integers != null;
    }

    public int size() {
        return Tensor.size(shape);
    }
}
