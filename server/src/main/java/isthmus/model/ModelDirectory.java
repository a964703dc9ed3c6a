package isthmus.model;

import isthmus.Failure;
import isthmus.model.Catalogue.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Scans a directory of models repeatedly, and reads only the cards of folders whose files changed since, by name, size and
 * time, which works on every file system. One thread at a time.
 */
public final class ModelDirectory {
    /** A file written within this time before it was read may change again with the same time stamp. */
    private static final Duration TIME_RESOLUTION = Duration.ofSeconds(2);

    private final Path directory;
    private Map<String, ScannedFolder> known = Map.of(); // by folder name, without refused ones

    public ModelDirectory(Path directory) {
        this.directory = directory;
    }

    private record Stamp(long size, FileTime modified, Object inode) {}

    /** A folder as read, with the stamps of its files, or none where a change might not show in them. */
    private record ScannedFolder(ModelFolder folder, List<Stamp> stamps) {}

    /** The present models; ignores files, hidden folders and that of data sets. */
    public Catalogue scan() {
        Map<String, ScannedFolder> next = new HashMap<>();
        List<ModelFolder> models = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Path path : folders()) {
            String id = path.getFileName().toString();
            try {
                ScannedFolder read = read(path, known.get(id));
                next.put(id, read);
                models.add(read.folder);
            } catch (Failure e) {
                refusals.add(new Refusal(id, e.getMessage()));
            } catch (Throwable e) { // a folder that exhausts the heap or the stack is refused alone
                refusals.add(new Refusal(id, "%s: expected readable files, found %s".formatted(path, e)));
            }
        }
        known = next;
        for (int i = 0; i < models.size(); i++) {
            if (models.get(i).id().equals(Catalogue.DEFAULT)) {
                Collections.rotate(models.subList(0, i + 1), 1);
            }
        }
        return new Catalogue(models, refusals);
    }

    private static ScannedFolder read(Path path, ScannedFolder before) throws IOException {
        if (before != null && before.stamps.equals(stamps(before.folder))) {
            return before;
        }
        Instant now = Instant.now();
        Stamp card = stamp(path.resolve(ModelFolder.CARD));
        ModelFolder folder = ModelFolder.read(path);
        List<Stamp> stamps = stamps(folder);
        boolean settled = card.equals(stamps.get(0))
                && stamps.stream().allMatch(stamp -> stamp.modified.toInstant().isBefore(now.minus(TIME_RESOLUTION)));
        return new ScannedFolder(folder, settled ? stamps : List.of());
    }

    private static List<Stamp> stamps(ModelFolder folder) throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        stamps.add(stamp(folder.path().resolve(ModelFolder.CARD)));
        stamps.add(stamp(folder.path().resolve(ModelFolder.COLUMNS)));
        for (String name : folder.card().files().keySet()) {
            stamps.add(stamp(folder.path().resolve(name)));
        }
        return stamps;
    }

    private static Stamp stamp(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Stamp(-1, FileTime.fromMillis(0), null);
        }
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.size(), now.lastModifiedTime(), now.fileKey());
    }

    private List<Path> folders() {
        if (!Files.isDirectory(directory)) {
            throw Failure.notFound(directory.toString(), "a directory of models", "none");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .filter(entry -> !entry.getFileName().toString().equals(Catalogue.DATA))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Failure.notFound(directory.toString(), "a directory of models", "an unreadable one (" + e + ")")
                    .causedBy(e);
        }
    }
}
