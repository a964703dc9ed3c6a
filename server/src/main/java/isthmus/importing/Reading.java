package isthmus.importing;

import isthmus.image.Shape;
import java.util.Arrays;

/**
 * One way to understand two networks: what goes in, which outputs are the code, and what the decoder's numbers are.
 * Immutable; any thread.
 *
 * @param shape of an image
 * @param scale of the images that the encoder takes
 * @param layout of the same
 * @param mean which output is the mean of q(z|x)
 * @param code shape of one code, as both networks have it; its product is the number of latent dimensions
 * @param image path of the decoder's output that is the image
 * @param imageLayout of that output
 * @param logits whether that output is logits
 * @param imageScale of that output where it is none
 */
public record Reading(
        Shape shape,
        Scale scale,
        Layout layout,
        CodePart mean,
        long[] code,
        String image,
        Layout imageLayout,
        boolean logits,
        Scale imageScale) {

    int dim() {
        return (int) Arrays.stream(code).reduce(1, Math::multiplyExact);
    }

    /** The mean of p(x|z) in [0, 1] that a decoder's output says, (count, channels, height, width); a new array. */
    float[] images(float[] output) {
        float[] first = imageLayout.undo(output, shape);
        if (!logits) {
            return imageScale.undo(first, shape);
        }
        float[] mean = new float[first.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (1 / (1 + Math.exp(-first[i])));
        }
        return mean;
    }

    /** In words, for people. */
    @Override
    public String toString() {
        return "images in %s as %s; mean: %s; decoder: %s"
                .formatted(
                        scale,
                        layout,
                        mean,
                        (logits ? "logits" : "values in " + imageScale)
                                + (imageLayout == Layout.CHANNELS_FIRST || imageLayout == Layout.FLAT
                                        ? ""
                                        : " as " + imageLayout));
    }
}
