package isthmus.inference;

import isthmus.image.Shape;
import isthmus.model.CardFile;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory of models whose networks hold any bytes, for stores whose opener makes a {@link PlainModel}. */
final class StoreFolder {
    static final Shape SHAPE = new Shape(1, 1, PlainModel.DIM);

    final Path directory;

    StoreFolder(Path directory) {
        this.directory = directory;
    }

    /** Puts a model there at once, in place of the one that is there. */
    void put(String id, String title) throws IOException {
        Path aside = Files.createDirectories(directory.resolve("." + id));
        Files.writeString(aside.resolve(ModelCard.ENCODER), "encoder of " + title);
        Files.writeString(aside.resolve(ModelCard.DECODER), "decoder of " + title);
        Cards.write(aside, titled(id, title));
        remove(id);
        Files.move(aside, directory.resolve(id), StandardCopyOption.ATOMIC_MOVE);
    }

    private static ModelCard titled(String id, String title) {
        ModelCard card = Cards.card(id, SHAPE, PlainModel.DIM);
        return new ModelCard(
                id,
                title,
                "",
                card.kind(),
                card.input(),
                card.latent(),
                card.posterior(),
                card.prior(),
                card.likelihood(),
                card.output(),
                List.of(),
                Map.of(ModelCard.ENCODER, "0".repeat(64), ModelCard.DECODER, "0".repeat(64)),
                null,
                null,
                null);
    }

    /** Takes a model away at once; nothing where there is none. */
    void remove(String id) throws IOException {
        Path gone = directory.resolve(".gone-" + id);
        if (Files.exists(directory.resolve(id))) {
            Files.move(directory.resolve(id), gone, StandardCopyOption.ATOMIC_MOVE);
            try (Stream<Path> files = Files.walk(gone)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    ModelCard card(String id) throws IOException {
        return CardFile.read(directory.resolve(id).resolve(ModelFolder.CARD));
    }
}
