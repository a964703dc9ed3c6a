package isthmus.data;

import isthmus.Failure;
import isthmus.image.FitTarget;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds a data set by its name or path and loads one part of it. {@code fetch}, which downloads, and {@code load}, which
 * reads any path, are for commands only; a server uses {@code known}. Any thread.
 */
public final class DataSets {
    private DataSets() {}

    /**
     * Loads the part of {@code mnist}, {@code fashion-mnist}, {@code frey}, {@code dsprites}, {@code emoji}, or of a
     * path to an idx or npz file of images or to a folder of pictures, of which every tenth is the test part. Pictures are
     * fitted to the shape of the first; unreadable ones are left out and reported on the error stream.
     *
     * <p>{@link DataSet#index} is the row within the file. Where a data set keeps its parts in files of their own
     * (mnist, fashion-mnist), rows count from 0 in each part, and {@code all} is the training file followed by the
     * test file.
     */
    public static DataSet load(String name, DataPart part, DataFolders folders) {
        return load(name, part, folders, null);
    }

    /**
     * The same, with pictures of a folder fitted as they are wished to be.
     *
     * @param target null for the shape of the first
     */
    public static DataSet load(String name, DataPart part, DataFolders folders, FitTarget target) {
        var folder = folder(name);
        if (folder.isPresent()) {
            ImageFolder read = ImageFolder.read(folder.get(), part, Integer.MAX_VALUE, target, (done, all) -> {});
            read.skipped().forEach(skipped -> System.err.println("Left out: " + skipped.sentence()));
            return read.data();
        }
        var known = KnownData.named(name);
        if (known.isPresent()) {
            return load(known.get(), part, folders);
        }
        Path path = path(name);
        if (Files.isRegularFile(path) && path.toString().endsWith(NpzImages.SUFFIX)) {
            return NpzImages.read(path, part);
        }
        if (Files.isRegularFile(path)) {
            Path labels = path.resolveSibling(labelsBeside(path.getFileName().toString()));
            boolean labelled = !labels.equals(path) && Files.isRegularFile(labels);
            return IdxImages.read(
                    path.getFileName().toString(),
                    part,
                    List.of(new IdxImages.Files(path, labelled ? labels : null, SplitRule.EVERY_TENTH, DataPart.ALL)),
                    List.of());
        }
        throw unknown(name);
    }

    /** A part of a data set that is known by name, or a Failure that says how to get it. */
    public static DataSet known(String name, DataPart part, DataFolders folders) {
        return load(KnownData.required(name), part, folders);
    }

    /**
     * An idx file of images, and one of their labels.
     *
     * @param labels null for none
     */
    public record ImageFile(Path images, Path labels) {}

    /**
     * The files that a part of a known data set is in, all of whose rows are in the part, in order; or a Failure where its
     * files have others too.
     */
    public static List<ImageFile> wholeFiles(String name, DataPart part, DataFolders folders) {
        List<IdxImages.Files> files = new KnownFiles(KnownData.required(name), folders).of(part);
        for (IdxImages.Files file : files) {
            boolean whole = part == DataPart.ALL
                    ? file.holds() == DataPart.ALL
                    : file.split() == SplitRule.TRAIN_FILE || file.split() == SplitRule.TEST_FILE;
            if (!whole) {
                throw Failure.badInput(
                        name,
                        "a part that is kept in files of its own",
                        "%s, whose rows are some of %s".formatted(part, file.images()));
            }
        }
        return files.stream()
                .filter(file -> file.split().hasRowsOf(part))
                .map(file -> new ImageFile(file.images(), file.companion()))
                .toList();
    }

    /** The file of labels beside an idx file of images, by its name: {@code x-images-idx3} has {@code x-labels-idx1}. */
    public static String labelsBeside(String images) {
        int name = images.lastIndexOf('/') + 1;
        return images.substring(0, name)
                + images.substring(name).replace("images", "labels").replaceFirst("idx[34]", "idx1");
    }

    /** What is on this machine of each data set that is known by name. */
    public static List<Holding> holdings(DataFolders folders) {
        return KnownData.ALL.stream()
                .map(known -> new KnownFiles(known, folders).holding())
                .toList();
    }

    /** Downloads what is not on this machine of a data set that is known by name, and gives what there is then. */
    public static Holding fetch(String name, DataFolders folders) {
        KnownFiles files = new KnownFiles(KnownData.required(name), folders);
        files.fetch();
        return files.holding();
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

    /** Whether it is the name of a known data set. */
    public static boolean isKnown(String name) {
        return KnownData.named(name).isPresent();
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
                "one of %s or a path to an idx or npz file or a folder of pictures"
                        .formatted(String.join(", ", KnownData.names())),
                name);
    }

    static DataSet load(KnownData known, DataPart part, DataFolders folders) {
        return IdxImages.read(known.name(), part, new KnownFiles(known, folders).of(part), known.labelNames());
    }
}
