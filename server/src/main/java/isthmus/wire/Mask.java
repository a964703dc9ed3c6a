package isthmus.wire;

import isthmus.Failure;
import isthmus.image.Shape;
import java.util.Arrays;

/**
 * Which pixels of an image are unknown. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param sides height and width, or channels, height and width
 * @param unknown by value, not 0 where it is unknown
 */
public record Mask(int[] sides, byte[] unknown) {
    public Mask {
        if (sides.length != 2 && sides.length != 3) {
            throw Failure.badInput(
                    "", "an array u1 (height, width) or (channels, height, width)", Arrays.toString(sides));
        }
    }

    /** The same as 1 for each value of an image that is known and 0 for others, (channels, height, width). */
    public float[] known(Shape shape) {
        int[] expected = {shape.channels(), shape.height(), shape.width()};
        int[] plane = {shape.height(), shape.width()};
        if (!Arrays.equals(sides, sides.length == 3 ? expected : plane)) {
            throw Failure.badInput("mask", "one of " + shape + " or its plane", Arrays.toString(sides));
        }
        float[] known = new float[shape.size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = unknown[i % unknown.length] == 0 ? 1 : 0;
        }
        return known;
    }
}
