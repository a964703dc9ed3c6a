package isthmus.importing.jobs;

import isthmus.Failure;
import isthmus.importing.Layout;
import isthmus.importing.Scale;
import isthmus.importing.Spread;
import isthmus.importing.Stated;
import isthmus.model.CardFile;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * What the person who imports says of a model, in the words of the command line's options; null where it is to be found
 * out. Immutable; any thread.
 */
public record StatedReading(
        String scale,
        String layout,
        String output,
        String spread,
        String likelihood,
        Double sigma,
        String kind,
        Integer channels,
        Integer height,
        Integer width,
        Integer latentDim) {
    static final StatedReading NOTHING =
            new StatedReading(null, null, null, null, null, null, null, null, null, null, null);

    /** Names of the fields, by the options that sentences name. */
    static final List<String> OPTIONS = List.of(
            "scale",
            "layout",
            "output",
            "spread",
            "likelihood",
            "sigma",
            "kind",
            "channels",
            "height",
            "width",
            "latent-dim");

    private static final List<String> OUTPUTS = List.of("logits", "mean", "signed", "normalised");

    Kind itsKind() {
        return kind == null ? Kind.VAE : CardFile.named(Kind.class, "--kind", kind);
    }

    /** The same, checked. */
    Stated checked() {
        if ((height == null) != (width == null)) {
            throw Failure.badInput("", "--height and --width together", "one of them");
        }
        for (Integer number : Arrays.asList(channels, height, width, latentDim)) {
            if (number != null && number < 1) {
                throw Failure.badInput("", "positive numbers for sizes", number);
            }
        }
        if (output != null && !OUTPUTS.contains(output)) {
            throw Failure.badInput("--output", "one of " + String.join(", ", OUTPUTS), output);
        }
        if (sigma != null && !(sigma > 0)) {
            throw Failure.badInput("--sigma", "a number above 0", sigma);
        }
        return new Stated(
                channels,
                height,
                width,
                latentDim,
                scale == null ? null : Scale.named(scale),
                layout == null ? null : Layout.named(layout),
                output,
                spread == null ? null : Spread.named(spread),
                likelihood == null ? null : CardFile.named(Family.class, "--likelihood", likelihood),
                sigma,
                itsKind() == Kind.AE);
    }
}
