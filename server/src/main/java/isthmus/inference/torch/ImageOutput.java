package isthmus.inference.torch;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Which outputs of a decoder are images. Any thread. */
final class ImageOutput {
    private ImageOutput() {}

    /** Whether an output is so many images, flat or with the image's sides in their order; a side of 1 says nothing. */
    static boolean fits(Shape found, int count, isthmus.image.Shape image) {
        if (found.dimension() < 2 || found.get(0) != count || found.size() != (long) count * image.size()) {
            return false;
        }
        long[] sides = {image.channels(), image.height(), image.width()};
        return found.dimension() == 2 || Arrays.equals(large(found.slice(1).getShape()), large(sides));
    }

    private static long[] large(long[] sides) {
        return LongStream.of(sides).filter(side -> side != 1).toArray();
    }
}
