package isthmus.data;

import isthmus.Failure;
import isthmus.data.KnownData.DataFile;
import isthmus.data.KnownData.Source;
import isthmus.image.FitTarget;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds a data set by its name or path and loads one part of it. {@code load} is for command-line commands alone, for it
 * downloads a known data set that lies nowhere; a server asks for what is {@code atHand}. Any thread.
 *
 * <p>Files that a person put into a place are taken as they are, gzip or not, so long as their headers hold; a download
 * must have the published checksum.
 */
public final class DataSets {
    private DataSets() {}

    /** As {@link #load(String, DataPart, DataLocations)} with the user's own cache. */
    public static DataSet load(String name, DataPart part, Path dataDir) {
        return load(name, part, DataLocations.of(dataDir));
    }

    /**
     * Loads the part of {@code mnist}, {@code fashion-mnist}, {@code frey}, {@code dsprites}, {@code emoji}, or of a
     * path to an idx file of images or to a folder of pictures, of which every tenth is the test part. Pictures are
     * fitted to the shape of the first; those that cannot be read are told of on the error stream and left out.
     *
     * <p>{@link DataSet#index} is the row within the file. Where a data set keeps its parts in files of their own
     * (mnist, fashion-mnist), rows count from 0 in each part, and {@code all} is the training file with the test file
     * counted on after it.
     */
    public static DataSet load(String name, DataPart part, DataLocations places) {
        return load(name, part, places, null);
    }

    /**
     * As {@link #load(String, DataPart, DataLocations)}, with pictures of a folder fitted to a model's input.
     *
     * @param target null for the shape of the first picture
     */
    public static DataSet load(String name, DataPart part, DataLocations places, FitTarget target) {
        var folder = folder(name);
        if (folder.isPresent()) {
            ImageFolder read = ImageFolder.read(folder.get(), part, Integer.MAX_VALUE, target, (done, all) -> {});
            read.skipped().forEach(skipped -> System.err.println("Left out: " + skipped.sentence()));
            return read.data();
        }
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
                    List.of(new IdxImages.Files(path, labelled ? labels : null, SplitRule.EVERY_TENTH)),
                    List.of());
        }
        throw unknown(name);
    }

    /** The part of a known data set that lies on this machine, or a Failure that says how to get it there. */
    public static DataSet atHand(String name, DataPart part, DataLocations places) {
        KnownData known = KnownData.named(name)
                .orElseThrow(() -> Failure.notFound(
                        name, "one of the data sets " + String.join(", ", KnownData.names()), "another"));
        for (DataFile file : known.files(part)) {
            if (lying(known, file, places).isEmpty()) {
                throw Failure.notFound(name, file.name() + " on this machine", "none")
                        .hint("start the server with --data DIR, where DIR/%s holds it".formatted(name)
                                + (known.mirrors().isEmpty() ? "" : ", or fetch it with the subcommand evaluate"));
            }
        }
        return load(known, part, places);
    }

    /** The folder that a name stands for, if it is the path of one and not a known data set's name. */
    public static Optional<Path> folder(String name) {
        return KnownData.named(name).isEmpty() && Files.isDirectory(path(name))
                ? Optional.of(path(name))
                : Optional.empty();
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw unknown(name);
        }
    }

    private static Failure unknown(String name) {
        return Failure.notFound(
                "data set",
                "one of %s or a path to an idx file or a folder of pictures"
                        .formatted(String.join(", ", KnownData.names())),
                name);
    }

    static DataSet load(KnownData known, DataPart part, DataLocations places) {
        List<IdxImages.Files> files = known.sources().stream()
                .filter(source -> source.split().hasRowsOf(part))
                .map(source -> files(known, source, places))
                .toList();
        return IdxImages.read(known.name(), part, files, known.labelNames());
    }

    private static IdxImages.Files files(KnownData known, Source source, DataLocations places) {
        Path images = find(known, source.images(), places);
        Path companion = source.companion() == null ? null : find(known, source.companion(), places);
        return new IdxImages.Files(images, companion, source.split());
    }

    private static Optional<Path> lying(KnownData known, DataFile file, DataLocations places) {
        if (places.given() != null) {
            Path given = places.given().resolve(known.name());
            for (String name : List.of(file.name(), file.name().replaceFirst("\\.gz$", ""))) {
                if (Files.isRegularFile(given.resolve(name))) {
                    return Optional.of(given.resolve(name));
                }
            }
        }
        return Optional.of(cached(known, file, places)).filter(Files::isRegularFile);
    }

    private static Path cached(KnownData known, DataFile file, DataLocations places) {
        return places.cache().resolve(known.name()).resolve(file.name());
    }

    private static Path find(KnownData known, DataFile file, DataLocations places) {
        Optional<Path> lying = lying(known, file, places);
        if (lying.isPresent()) {
            return lying.get();
        }
        Path cached = cached(known, file, places);
        List<String> reasons = Download.fetch(file, known.mirrors(), cached);
        if (Files.isRegularFile(cached)) {
            return cached;
        }
        String why = reasons.isEmpty()
                ? "no public mirror has it in this form"
                : "no mirror gave it (" + String.join("; ", reasons) + ")";
        throw Failure.notFound(known.name(), file.name(), "none, and " + why)
                .hint("put it into %s or into %s"
                        .formatted(
                                places.given() == null
                                        ? "DIR/" + known.name() + " and say --data DIR"
                                        : places.given().resolve(known.name()),
                                cached.getParent()));
    }
}
