package isthmus.importing;

import isthmus.image.Shape;
import java.util.List;

/**
 * A way in which two networks fit each other, whatever their numbers mean. Immutable; any thread.
 *
 * @param shape of an image
 * @param layout of the encoder's images
 * @param codes parts of the encoder's answer that the decoder takes, and their shapes
 * @param random paths of outputs that differ from run to run
 * @param images outputs of the decoder that have the image's shape
 */
record Structure(Shape shape, Layout layout, List<Code> codes, List<String> random, List<Image> images) {
    /** @param row shape of one code as the decoder takes it */
    record Code(CodePart part, long[] row) {}

    record Image(String path, Layout layout) {}
}
