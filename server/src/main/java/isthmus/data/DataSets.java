package isthmus.data;

import isthmus.Failure;
import isthmus.data.KnownData.DataFile;
import isthmus.data.KnownData.Source;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds a data set by its name or path and loads one part of it. {@code load} downloads a known data set that is missing and
 * so is for commands only; a server uses {@code local}. Any thread.
 *
 * <p>Files that the user provides are read as they are, gzip or not; a download must have the published checksum.
 */
public final class DataSets {
    private DataSets() {}

    /**
     * Loads the part of {@code mnist}, {@code fashion-mnist}, {@code frey}, {@code dsprites}, {@code emoji}, or of a
     * path to an idx file of images or to a folder of pictures, of which every tenth is the test part. Pictures are
     * fitted to the shape of the first; unreadable ones are left out and reported on the error stream.
     *
     * <p>{@link DataSet#index} is the row within the file. Where a data set keeps its parts in files of their own
     * (mnist, fashion-mnist), rows count from 0 in each part, and {@code all} is the training file followed by the
     * test file.
     */
    public static DataSet load(String name, DataPart part, DataFolders folders) {
        var folder = folder(name);
        if (folder.isPresent()) {
            ImageFolder read = ImageFolder.read(folder.get(), part, Integer.MAX_VALUE, null, (done, all) -> {});
            read.skipped().forEach(skipped -> System.err.println("Left out: " + skipped.sentence()));
            return read.data();
        }
        var known = KnownData.named(name);
        if (known.isPresent()) {
            return load(known.get(), part, folders);
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

    /** A part of a known data set that is on this machine, or a Failure that says how to get it. */
    public static DataSet local(String name, DataPart part, DataFolders folders) {
        KnownData known = KnownData.named(name)
                .orElseThrow(() -> Failure.notFound(
                        name, "one of the data sets " + String.join(", ", KnownData.names()), "another"));
        for (DataFile file : known.files(part)) {
            if (localFile(known, file, folders).isEmpty()) {
                throw Failure.notFound(name, file.name() + " on this machine", "none")
                        .hint("start the server with --data DIR, where DIR/%s holds it".formatted(name)
                                + (known.mirrors().isEmpty() ? "" : ", or fetch it with the subcommand evaluate"));
            }
        }
        return load(known, part, folders);
    }

    /**
     * Which images are known to be test images, of any data set and without reading it: each of a part {@code test}, and
     * of a known data set's part {@code all} those of its test part.
     *
     * @param part as a card names it
     * @param index (count) of each image in the part, as {@link DataSet#index}
     */
    public static boolean[] testRows(String name, String part, int[] index) {
        boolean all = part.equals(DataPart.ALL.toString());
        Optional<KnownData> known = KnownData.named(name).filter(one -> all);
        boolean[] test = new boolean[index.length];
        for (int i = 0; i < test.length; i++) {
            int row = index[i];
            test[i] = part.equals(DataPart.TEST.toString())
                    || known.filter(one -> one.isTestRow(row)).isPresent();
        }
        return test;
    }

    /** What the generating factors of a data set are called: by number where nobody named them. */
    public static List<String> factorNames(DataSet set) {
        List<String> known =
                KnownData.named(set.name()).map(KnownData::factorNames).orElse(List.of());
        int count = set.factors() == null || set.count() == 0 ? 0 : set.factors()[0].length;
        return known.size() == count
                ? known
                : IntStream.rangeClosed(1, count).mapToObj(i -> "factor " + i).toList();
    }

    /** The folder of this path, unless it is the name of a known data set. */
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

    static DataSet load(KnownData known, DataPart part, DataFolders folders) {
        List<IdxImages.Files> files = known.sources().stream()
                .filter(source -> source.split().hasRowsOf(part))
                .map(source -> files(known, source, folders))
                .toList();
        return IdxImages.read(known.name(), part, files, known.labelNames());
    }

    private static IdxImages.Files files(KnownData known, Source source, DataFolders folders) {
        Path images = find(known, source.images(), folders);
        Path companion = source.companion() == null ? null : find(known, source.companion(), folders);
        return new IdxImages.Files(images, companion, source.split());
    }

    private static Optional<Path> localFile(KnownData known, DataFile file, DataFolders folders) {
        if (folders.given() != null) {
            Path given = folders.given().resolve(known.name());
            for (String name : List.of(file.name(), file.name().replaceFirst("\\.gz$", ""))) {
                if (Files.isRegularFile(given.resolve(name))) {
                    return Optional.of(given.resolve(name));
                }
            }
        }
        return Optional.of(cached(known, file, folders)).filter(Files::isRegularFile);
    }

    private static Path cached(KnownData known, DataFile file, DataFolders folders) {
        return folders.cache().resolve(known.name()).resolve(file.name());
    }

    private static Path find(KnownData known, DataFile file, DataFolders folders) {
        Optional<Path> local = localFile(known, file, folders);
        if (local.isPresent()) {
            return local.get();
        }
        Path cached = cached(known, file, folders);
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
                                folders.given() == null
                                        ? "DIR/" + known.name() + " and say --data DIR"
                                        : folders.given().resolve(known.name()),
                                cached.getParent()));
    }
}
