package isthmus.model;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model's folder, found whole on disk: every file that its card names is there with the hash that the card states, and
 * its atlas fits its card. Whether the networks in it run is for the engine to find out. Immutable; any thread.
 *
 * @param atlas null where the folder has none
 */
public record ModelFolder(Path path, ModelCard card, Atlas atlas) {
    public static final String CARD = "card.json";

    private static final List<String> NETWORKS = List.of(ModelCard.ENCODER, ModelCard.DECODER);

    public Path encoder() {
        return path.resolve(ModelCard.ENCODER);
    }

    public Path decoder() {
        return path.resolve(ModelCard.DECODER);
    }

    /** Reads and checks a folder; refuses by naming file, what was expected and what was found. */
    public static ModelFolder read(Path path) throws IOException {
        ModelFolder networks = readNetworks(path);
        ModelCard card = networks.card;
        for (Map.Entry<String, String> file : card.files().entrySet()) {
            if (!NETWORKS.contains(file.getKey())) {
                checkHash(path.resolve(file.getKey()), file.getValue());
            }
        }
        Path atlasPath = path.resolve(ModelCard.ATLAS);
        if (card.atlas() == null) {
            if (Files.exists(atlasPath)) {
                throw Failure.badInput(atlasPath + ": expected its sha256 in card.json, found none");
            }
            return networks;
        }
        Atlas atlas = AtlasFile.read(atlasPath);
        checkFit(atlasPath, atlas, card);
        return new ModelFolder(path, card, atlas);
    }

    /** Reads and checks the card and the two networks alone, for whoever is about to write another atlas. */
    public static ModelFolder readNetworks(Path path) throws IOException {
        Path cardPath = path.resolve(CARD);
        if (!Files.isRegularFile(cardPath)) {
            throw Failure.badInput(cardPath + ": expected the model's card, found no such file");
        }
        ModelCard card = CardFile.read(cardPath);
        String name = path.toAbsolutePath().normalize().getFileName().toString();
        if (!card.id().equals(name)) {
            throw Failure.badInput(
                    "%s: id: expected the folder's name, %s, found %s".formatted(cardPath, name, card.id()));
        }
        for (String network : NETWORKS) {
            checkHash(path.resolve(network), card.files().get(network));
        }
        return new ModelFolder(path, card, null);
    }

    private static void checkHash(Path file, String expected) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw Failure.badInput(file + ": expected the file that card.json names, found no such file");
        }
        String found = Sha256.of(file);
        if (!found.equals(expected)) {
            throw Failure.badInput("%s: expected sha256 %s, found %s".formatted(file, expected, found));
        }
    }

    private static void checkFit(Path path, Atlas atlas, ModelCard card) {
        if (atlas.count() != card.atlas().count()) {
            throw Failure.badInput("%s: expected the card's %d rows, found %d"
                    .formatted(path, card.atlas().count(), atlas.count()));
        }
        if (atlas.dim() != card.latent().dim()) {
            throw Failure.badInput("%s: mu: expected the card's %d latent dimensions, found %d"
                    .formatted(path, card.latent().dim(), atlas.dim()));
        }
        int variances = card.posterior().hasDensity() ? atlas.count() : 0;
        int found = atlas.posteriors()
                .logVariances()
                .map(all -> all.length / atlas.dim())
                .orElse(0);
        if (found != variances) {
            throw Failure.badInput(path + ": logvar", variances + " rows", found);
        }
        int highest = Math.max(0, card.labels().size() - 1);
        for (int i = 0; i < atlas.count(); i++) {
            int label = atlas.label()[i] & 0xFF;
            if (label > highest) {
                throw Failure.badInput("%s: label: expected 0 to %d, as the card names %d labels, found %d in row %d"
                        .formatted(path, highest, card.labels().size(), label, i));
            }
        }
    }
}
