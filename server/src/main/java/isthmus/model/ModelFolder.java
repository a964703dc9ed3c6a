package isthmus.model;

import isthmus.Failure;
import isthmus.latent.Prior;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model's folder: its card was read, and every file that the card names was there. Hashes are checked when a
 * file is about to be used, by {@link #checked}. Immutable; any thread.
 *
 * @param version the first 16 hex digits of the SHA-256 of card.json, which has the hash of every file, and of what says of what the
 *     atlas of columns consists, where there is one
 * @param networkBytes size of the networks on disk
 * @param series null where the model belongs to none
 */
public record ModelFolder(Path path, ModelCard card, String version, long networkBytes, BetaSeries series) {
    public static final String CARD = "card.json";
    public static final String COLUMNS = "atlas/atlas.json"; // replaced whole with each change of the atlas of columns

    private static final List<String> NETWORKS = List.of(ModelCard.ENCODER, ModelCard.DECODER);
    private static final int VERSION_DIGITS = 16;
    private static final int LARGEST_CARD = 1 << 20; // bytes

    public String id() {
        return card.id();
    }

    public Path encoder() {
        return path.resolve(ModelCard.ENCODER);
    }

    public Path decoder() {
        return path.resolve(ModelCard.DECODER);
    }

    /** A file that the card names, after checking its hash. Reads the whole file. */
    public Path checked(String name) {
        Path file = path.resolve(name);
        String expected = card.files().get(name);
        String found;
        try {
            present(file);
            found = Sha256.of(file);
        } catch (IOException e) {
            throw Failure.badInput(file.toString(), "a readable file", e).causedBy(e);
        }
        if (!found.equals(expected)) {
            throw Failure.badInput(file.toString(), "sha256 " + expected, found);
        }
        return file;
    }

    /** p(z). Reads its file, where it has one. */
    public Prior prior() {
        int dim = card.latent().dim();
        return card.prior().hasFile()
                ? PriorFile.read(checked(ModelCard.PRIOR), card.prior().family(), dim)
                : card.prior().inCard(dim);
    }

    /** Reads the card and checks that each file that it names exists. */
    public static ModelFolder read(Path path) throws IOException {
        ModelFolder folder = readNetworks(path);
        for (String name : folder.card.files().keySet()) {
            present(path.resolve(name));
        }
        return folder;
    }

    /** As {@link #read}, but the atlas may be missing: it is about to be written. */
    public static ModelFolder readNetworks(Path path) throws IOException {
        Path cardPath = path.resolve(CARD);
        if (!Files.isRegularFile(cardPath)) {
            throw Failure.badInput(cardPath.toString(), "the model's card", "no such file");
        }
        if (Files.size(cardPath) > LARGEST_CARD) {
            throw Failure.badInput(cardPath.toString(), "at most 1 MiB", Files.size(cardPath) + " bytes");
        }
        byte[] text = Files.readAllBytes(cardPath);
        ModelCard card = CardFile.parse(cardPath, text);
        String name = path.toAbsolutePath().normalize().getFileName().toString();
        if (!card.id().equals(name)) {
            throw Failure.badInput(cardPath + ": id", "the folder's name, " + name, card.id());
        }
        long bytes = 0;
        for (String network : NETWORKS) {
            present(path.resolve(network));
            bytes += Files.size(path.resolve(network));
        }
        return new ModelFolder(path, card, versionOf(path, text), bytes, BetaSeries.of(path, card.provenance()));
    }

    /** The version that the folder has now. */
    public static String versionNow(Path path) throws IOException {
        return versionOf(path, Files.readAllBytes(path.resolve(CARD)));
    }

    private static String versionOf(Path path, byte[] card) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(card);
        if (Files.isRegularFile(path.resolve(COLUMNS))) {
            all.writeBytes(Files.readAllBytes(path.resolve(COLUMNS)));
        }
        return Sha256.of(all.toByteArray()).substring(0, VERSION_DIGITS);
    }

    private static void present(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Failure.badInput(file.toString(), "the file that card.json names", "no such file");
        }
    }
}
