package isthmus.data;

import isthmus.Failure;
import isthmus.data.KnownData.DataFile;
import isthmus.data.KnownData.Source;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds a data set by its name or path and loads one part of it. Called from command-line commands alone, for a known
 * data set that lies nowhere is downloaded; any thread.
 *
 * <p>Files that a person put into a place are taken as they are, gzip or not, so long as their headers hold; a download
 * must have the published checksum.
 */
public final class DataSets {
    private DataSets() {}

    /** As {@link #load(String, Part, Places)} with the user's own cache. */
    public static DataSet load(String name, Part part, Path dataDir) {
        return load(name, part, Places.of(dataDir));
    }

    /**
     * Loads the part of {@code mnist}, {@code fashion-mnist}, {@code frey}, {@code dsprites}, {@code emoji}, or of a
     * path to an idx file of images, of which every tenth row is the test part.
     *
     * <p>{@link DataSet#index} is the row within the file. Where a data set keeps its parts in files of their own
     * (mnist, fashion-mnist), rows count from 0 in each part, and {@code all} is the training file with the test file
     * counted on after it.
     */
    public static DataSet load(String name, Part part, Places places) {
        var known = KnownData.named(name);
        if (known.isPresent()) {
            return load(known.get(), part, places);
        }
        Path path = path(name);
        if (Files.isRegularFile(path)) {
            Path labels = path.resolveSibling(
                    path.getFileName().toString().replace("images", "labels").replaceFirst("idx[34]", "idx1"));
            boolean labelled = !labels.equals(path) && Files.isRegularFile(labels);
            return IdxImages.read(
                    path.getFileName().toString(),
                    part,
                    List.of(new IdxImages.Files(path, labelled ? labels : null, Split.EVERY_TENTH)),
                    List.of());
        }
        throw unknown(name);
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw unknown(name);
        }
    }

    private static Failure unknown(String name) {
        return Failure.notFound("no data set %s; expected one of %s or a path to an idx file"
                .formatted(name, String.join(", ", KnownData.names())));
    }

    static DataSet load(KnownData known, Part part, Places places) {
        List<IdxImages.Files> files = known.sources().stream()
                .filter(source -> source.split().hasRowsOf(part))
                .map(source -> files(known, source, places))
                .toList();
        return IdxImages.read(known.name(), part, files, known.labelNames());
    }

    private static IdxImages.Files files(KnownData known, Source source, Places places) {
        Path images = find(known, source.images(), places);
        Path companion = source.companion() == null ? null : find(known, source.companion(), places);
        return new IdxImages.Files(images, companion, source.split());
    }

    private static Path find(KnownData known, DataFile file, Places places) {
        if (places.given() != null) {
            Path given = places.given().resolve(known.name());
            for (String name : List.of(file.name(), file.name().replaceFirst("\\.gz$", ""))) {
                if (Files.isRegularFile(given.resolve(name))) {
                    return given.resolve(name);
                }
            }
        }
        Path cached = places.cache().resolve(known.name()).resolve(file.name());
        if (Files.isRegularFile(cached)) {
            return cached;
        }
        List<String> reasons = Download.fetch(file, known.mirrors(), cached);
        if (Files.isRegularFile(cached)) {
            return cached;
        }
        throw Failure.notFound("%s: %s is missing and %s; put it into %s or into %s"
                .formatted(
                        known.name(),
                        file.name(),
                        reasons.isEmpty()
                                ? "no public mirror has it in this form"
                                : "no mirror gave it (" + String.join("; ", reasons) + ")",
                        places.given() == null
                                ? "DIR/" + known.name() + " and say --data DIR"
                                : places.given().resolve(known.name()),
                        cached.getParent()));
    }
}
