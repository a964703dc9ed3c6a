package isthmus.convert.graph;

import isthmus.Failure;
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

    /** The sides that a file states, checked. */
    public static int[] shape(long... sides) {
        long size = 1;
        for (long side : sides) {
            size = side < 0 || side > Integer.MAX_VALUE ? Long.MAX_VALUE : Math.max(size, 1) * side;
            if (size > Integer.MAX_VALUE) {
                throw Failure.badInput(
                        "",
                        "fixed sides, of at most %d numbers in all".formatted(Integer.MAX_VALUE),
                        Arrays.toString(sides));
            }
        }
        return Arrays.stream(sides).mapToInt(side -> (int) side).toArray();
    }

    public boolean isInteger() {
        return integers != null;
    }

    public int size() {
        return Tensor.size(shape);
    }
}
