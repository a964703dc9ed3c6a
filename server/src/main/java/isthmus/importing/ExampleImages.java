package isthmus.importing;

import isthmus.convert.Examples;
import isthmus.image.Shape;
import java.util.List;
import java.util.Optional;

/**
 * The images that a file carries as its examples, in [0, 1]. Immutable by agreement; any thread.
 *
 * @param values (count, channels, height, width)
 */
public record ExampleImages(Shape shape, float[] values) {
    private static final int MOST_CHANNELS = 4;
    private static final double LARGEST_BYTE = 255;

    /**
     * @param scale in which the file's network takes images, where it is known
     * @return empty where the examples are not images in a scale that their range tells
     */
    static Optional<ExampleImages> of(Examples examples, Optional<Scale> scale, Optional<Shape> shape) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : examples.inputs()) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        Optional<Scale> found = scale.isPresent() ? scale : byRange(low, high);
        for (Shape tried : shapes(examples.shape(), shape)) {
            List<Layout> layouts = Layout.of(sizes(examples.shape()), tried);
            if (!layouts.isEmpty() && found.isPresent()) {
                float[] first = layouts.get(0).undo(examples.inputs(), tried);
                return Optional.of(new ExampleImages(tried, found.get().undo(first, tried)));
            }
        }
        return Optional.empty();
    }

    public int count() {
        return values.length / shape.size();
    }

    private static Optional<Scale> byRange(float low, float high) {
        if (low >= 0 && high <= 1) {
            return Optional.of(Scale.UNIT);
        }
        if (low >= -1 && high <= 1) {
            return Optional.of(Scale.SIGNED);
        }
        return low >= 0 && high <= LARGEST_BYTE ? Optional.of(Scale.BYTES) : Optional.empty();
    }

    private static List<Shape> shapes(int[] sides, Optional<Shape> known) {
        if (known.isPresent()) {
            return List.of(known.get());
        }
        if (sides.length == 4 && sides[1] <= MOST_CHANNELS) {
            return List.of(new Shape(sides[1], sides[2], sides[3]));
        }
        if (sides.length == 4 && sides[3] <= MOST_CHANNELS) {
            return List.of(new Shape(sides[3], sides[1], sides[2]));
        }
        return sides.length == 3 ? List.of(new Shape(1, sides[1], sides[2])) : List.of();
    }

    private static long[] sizes(int[] shape) {
        long[] sizes = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            sizes[i] = shape[i];
        }
        return sizes;
    }
}
