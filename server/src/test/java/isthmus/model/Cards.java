package isthmus.model;

import isthmus.image.Shape;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Input;
import isthmus.model.ModelCard.Kind;
import isthmus.model.ModelCard.Latent;
import isthmus.model.ModelCard.Likelihood;
import isthmus.model.ModelCard.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cards for tests. */
public final class Cards {
    public static final Likelihood BERNOULLI = new Likelihood(Family.BERNOULLI, null, false);

    private static final String NO_HASH = "0".repeat(64);

    private Cards() {}

    public static Likelihood gaussian(double sigma) {
        return new Likelihood(Family.GAUSSIAN, List.of(sigma), null);
    }

    /** A card of a VAE with logits whose hashes fit no file. */
    public static ModelCard card(String id, Shape shape, int dim) {
        return card(id, shape, dim, PosteriorFamily.DIAGONAL, BERNOULLI, Output.LOGITS);
    }

    public static ModelCard card(
            String id, Shape shape, int dim, PosteriorFamily posterior, Likelihood likelihood, Output output) {
        return new ModelCard(
                id,
                "A small model",
                "",
                Kind.VAE,
                new Input(shape.channels(), shape.height(), shape.width(), true),
                new Latent(dim, null),
                posterior,
                PriorCard.STANDARD,
                likelihood,
                output,
                List.of(),
                Map.of(ModelCard.ENCODER, NO_HASH, ModelCard.DECODER, NO_HASH),
                null,
                null,
                null);
    }

    /** The same card with a prior whose numbers are in a file, and the shape of a code where there is one. */
    public static ModelCard withPrior(ModelCard card, PriorCard.Family family, Integer... shape) {
        Map<String, String> files = new TreeMap<>(card.files());
        files.put(ModelCard.PRIOR, NO_HASH);
        return new ModelCard(
                card.id(),
                card.title(),
                card.description(),
                card.kind(),
                card.input(),
                shape.length == 0 ? card.latent() : new Latent(card.latent().dim(), List.of(shape)),
                card.posterior(),
                PriorCard.of(family),
                card.likelihood(),
                card.output(),
                card.labels(),
                files,
                card.atlas(),
                card.provenance(),
                card.figures());
    }

    /** Writes the card into the folder with the hashes of the files that are there. */
    public static ModelCard write(Path folder, ModelCard card) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String name : List.of(ModelCard.ENCODER, ModelCard.DECODER, ModelCard.ATLAS, ModelCard.PRIOR)) {
            if (Files.exists(folder.resolve(name))) {
                files.put(name, Sha256.of(folder.resolve(name)));
            }
        }
        ModelCard written = card.withAtlas(card.atlas(), card.labels(), files);
        CardFile.write(folder.resolve(ModelFolder.CARD), written);
        return written;
    }
}
