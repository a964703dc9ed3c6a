package isthmus.data;

import isthmus.Failure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The picture files of a folder in a fixed order, with a label each. Immutable; any thread.
 *
 * @param root the folder
 * @param files sorted by their paths within the folder
 * @param labels (files) the name of each file's label; empty where there are no subfolders
 * @param labelNames sorted
 */
record FolderFiles(Path root, List<Path> files, List<String> labels, List<String> labelNames) {
    private static final int MAX_LABELS = 256; // a label is a byte

    /**
     * Finds pictures in a folder and all its subfolders. The label of a file is the top-level subfolder that it is in, or the
     * folder itself. Hidden files and those without a picture's extension are ignored.
     */
    static FolderFiles of(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root.toRealPath())) {
            Path real = root.toRealPath();
            files = walk.filter(Files::isRegularFile)
                    .map(real::relativize)
                    .filter(FolderFiles::isPicture)
                    .sorted(Comparator.comparing(FolderFiles::key))
                    .map(root::resolve)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw Failure.badInput(folder.toString(), "a folder that can be read", e)
                    .causedBy(e);
        }
        if (files.isEmpty()) {
            throw Failure.badInput(folder.toString(), "PNG, JPEG, WebP, GIF or BMP pictures in the folder", "none");
        }
        if (files.stream().allMatch(file -> file.getParent().equals(root))) {
            return new FolderFiles(root, files, List.of(), List.of());
        }
        List<String> labels = new ArrayList<>();
        for (Path file : files) {
            Path within = root.relativize(file);
            labels.add(
                    within.getNameCount() == 1 ? name(root) : within.getName(0).toString());
        }
        List<String> names = List.copyOf(new TreeSet<>(labels));
        if (names.size() > MAX_LABELS) {
            throw Failure.badInput(
                    folder.toString(),
                    "at most %d subfolders, for their names are labels".formatted(MAX_LABELS),
                    names.size());
        }
        return new FolderFiles(root, files, labels, names);
    }

    /** A file's path within the folder, in one line, with slashes on any system. */
    String within(int file) {
        return slashed(root.relativize(files.get(file))).replace('\n', ' ');
    }

    /** The name of a folder, also of one given as a dot. */
    static String name(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return last == null ? "root" : last.toString();
    }

    private static boolean isPicture(Path within) {
        return PictureNames.isPicture(slashed(within));
    }

    private static String key(Path within) {
        return PictureNames.key(slashed(within));
    }

    private static String slashed(Path within) {
        return within.toString().replace(File.separatorChar, '/');
    }
}
