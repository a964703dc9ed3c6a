package isthmus.importing;

import isthmus.Failure;
import isthmus.convert.PixelRange;
import isthmus.image.Shape;
import isthmus.model.CardFile;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

    private static final List<String> WORDS = List.of("logits", "mean", "signed", NORMALISED);

    public Stated {
        if ((height == null) != (width == null)) {
            throw Failure.badInput("", "--height and --width together", "one of them");
        }
        for (Integer number : Arrays.asList(channels, height, width, dim)) {
            if (number != null && number < 1) {
                throw Failure.badInput("", "positive numbers for sizes", number);
            }
        }
        if (output != null && !WORDS.contains(output) && !output.contains("/")) {
            throw Failure.badInput(
                    "--output", "one of %s or MEAN/DEVIATION".formatted(String.join(", ", WORDS)), output);
        }
        if (output != null && output.contains("/")) {
            Scale.named(output);
        }
        if (sigma != null && !(sigma > 0)) {
            throw Failure.badInput("--sigma", "a number above 0", sigma);
        }
    }

    /** The same from the words of options, each null where nothing is said. */
    public static Stated of(
            Integer channels,
            Integer height,
            Integer width,
            Integer dim,
            String scale,
            String layout,
            String output,
            String spread,
            String likelihood,
            Double sigma,
            Kind kind) {
        return new Stated(
                channels,
                height,
                width,
                dim,
                scale == null ? null : Scale.named(scale),
                layout == null ? null : Layout.named(layout),
                output,
                spread == null ? null : Spread.named(spread),
                likelihood == null ? null : CardFile.named(Family.class, "--likelihood", likelihood),
                sigma,
                kind == Kind.AE);
    }

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
