package isthmus.importing;

import isthmus.convert.PixelRange;
import isthmus.image.Shape;
import isthmus.model.ModelCard.Family;
import java.util.Optional;
import java.util.Set;

/**
 * What the person who imports says of a model; null where it is to be found out. Immutable; any thread.
 *
 * @param channels of an image
 * @param height of an image, with its width
 * @param dim latent dimensions
 * @param scale of the encoder's images
 * @param layout of the encoder's images
 * @param output what the decoder gives: {@code logits}, {@code mean}, {@code signed}, {@code normalised}, or a scale as
 *     {@link Scale#named} takes it
 * @param spread what the encoder gives beside the mean
 * @param family of the likelihood
 * @param sigma standard deviation of a pixel, for a gaussian
 * @param autoencoder whether it is known that the encoder gives no variances
 */
public record Stated(
        Integer channels,
        Integer height,
        Integer width,
        Integer dim,
        Scale scale,
        Layout layout,
        String output,
        Spread spread,
        Family family,
        Double sigma,
        boolean autoencoder) {
    /** In the encoder's scale. */
    private static final String NORMALISED = "normalised";

    private static final Set<String> WORDS = Set.of("logits", "mean", "signed", NORMALISED);

    /** The same, with the scale of images that a file's format fixes, as far as none is stated. */
    Stated withPixels(PixelRange pixels) {
        boolean signed = pixels.equals(PixelRange.SIGNED);
        return new Stated(
                channels,
                height,
                width,
                dim,
                scale != null ? scale : signed ? Scale.SIGNED : Scale.UNIT,
                layout,
                output != null ? output : signed ? "signed" : "mean",
                spread,
                family,
                sigma,
                autoencoder);
    }

    /** The scale of the decoder's images where it is stated by itself. */
    Optional<Scale> outputScale() {
        return output == null || WORDS.contains(output) ? Optional.empty() : Optional.of(Scale.named(output));
    }

    /** Whether an image may have this shape. */
    boolean allows(Shape shape) {
        return (channels == null || channels == shape.channels())
                && (height == null || height == shape.height())
                && (width == null || width == shape.width());
    }

    boolean allows(Layout candidate) {
        return layout == null || layout == candidate;
    }

    /** Whether the decoder's numbers may be logits, or else values in this scale. */
    boolean allows(boolean logits, Scale scale) {
        if (output == null) {
            return true;
        }
        return switch (output) {
            case "logits" -> logits;
            case "mean" -> !logits && scale.isUnit();
            case "signed" -> !logits && scale.equals(Scale.SIGNED);
            case NORMALISED -> !logits && !scale.isUnit();
            default -> !logits && scale.equals(Scale.named(output));
        };
    }
}
