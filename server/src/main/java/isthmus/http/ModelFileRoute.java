package isthmus.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.inference.ModelStore;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that a model may have, such as {@code atlas.npz}, as it lies on the disk, under its hash. A file that is replaced while the server runs is no
 * longer the one that the card names, and is not sent under its name. Any thread.
 */
final class ModelFileRoute implements Handler {
    private final String name;
    private final ModelStore models;
    private final AnswerSender sender;
    private final Map<Path, KnownFile> known = new ConcurrentHashMap<>();

    /** @param name as the card has it */
    ModelFileRoute(String name, ModelStore models, AnswerSender sender) {
        this.name = name;
        this.models = models;
        this.sender = sender;
    }

    /** By which a file is known to be the same without reading it. */
    private record Stamp(long size, FileTime modified, Object key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    private record KnownFile(Stamp stamp, String sha256) {}

    @Override
    public void handle(Context context) throws IOException {
        ModelFolder folder = models.folder(context.pathParam("id"));
        String hash = folder.card().files().get(name);
        if (hash == null) {
            throw Failure.notFound(folder.card().id(), "a model with " + name, "one without");
        }
        String tag = '"' + hash + '"';
        context.header("Cache-Control", "no-cache");
        if (tag.equals(context.header("If-None-Match"))) {
            context.header("ETag", tag).status(304);
            return;
        }
        Path file = folder.path().resolve(name);
        try (FileChannel open = FileChannel.open(file)) {
            // Mapped rather than read: slow clients share the operating system's memory and hold none of the heap.
            ByteBuffer content = open.map(FileChannel.MapMode.READ_ONLY, 0, open.size());
            check(folder.card(), file, hash);
            context.header("ETag", tag)
                    .header("Content-Length", Long.toString(content.remaining()))
                    .contentType("application/zip");
            context.future(() -> sender.send(context, content));
        } catch (NoSuchFileException e) {
            throw Failure.notFound(folder.card().id(), "its %s in the models' folder".formatted(name), "none any more");
        }
    }

    /** Whether the file, which is open already, is the one that the card names. */
    private void check(ModelCard card, Path file, String hash) throws IOException {
        Stamp stamp = Stamp.of(file);
        KnownFile seen = known.get(file);
        if (seen == null || !seen.stamp().equals(stamp)) {
            seen = new KnownFile(stamp, Sha256.of(file));
            known.put(file, seen);
        }
        if (!seen.sha256().equals(hash)) {
            throw Failure.of(
                    Kind.MODEL_CHANGED,
                    card.id(),
                    "the %s that its card names".formatted(name),
                    "one that was written since");
        }
    }
}
