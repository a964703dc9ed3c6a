package isthmus.importing.jobs;

import isthmus.importing.Stated;
import isthmus.model.CardFile;
import isthmus.model.ModelCard.Kind;
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

    Kind itsKind() {
        return kind == null ? Kind.VAE : CardFile.named(Kind.class, "--kind", kind);
    }

    /** The same, checked. */
    Stated checked() {
        return Stated.of(
                channels, height, width, latentDim, scale, layout, output, spread, likelihood, sigma, itsKind());
    }
}
