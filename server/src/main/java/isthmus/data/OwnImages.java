package isthmus.data;

import isthmus.Failure;
import isthmus.image.Fit;
import isthmus.image.FitTarget;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import isthmus.image.Shape;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The images that an atlas was made of, of a folder or an idx file of a person's own, at a model's input. Failures name
 * files within the folder, never where it is, for clients are told them. Any thread; reading takes a moment.
 */
public final class OwnImages {
    private final OwnData from;
    private final String name;
    private final DataPart part;
    private final FitTarget target;
    private final Map<Integer, String> files;
    private DataSet read; // guarded by this; null until it is read, and for a folder

    /**
     * @param name of the data set
     * @param files paths within the folder by index in the data set; empty for an idx file
     */
    public OwnImages(
            OwnData from, String name, DataPart part, Shape shape, boolean brightFigure, Map<Integer, String> files) {
        this.from = from;
        this.name = name;
        this.part = part;
        target = from.fitting() == null ? null : new FitTarget(shape, brightFigure, from.fit(), from.fitting());
        this.files = Map.copyOf(files);
    }

    public OwnData from() {
        return from;
    }

    /** Refuses, with what is missing, where they are no longer there. */
    public void check() {
        Path path = path(from.path());
        boolean there = target == null ? Files.isRegularFile(path) : Files.isDirectory(path);
        if (!there) {
            throw Failure.notFound(
                            name, target == null ? "its idx file where it was" : "its folder where it was", "none")
                    .hint("encode it again where it is now");
        }
    }

    /**
     * One image, (channels, height, width).
     *
     * @param index in the data set
     */
    public byte[] image(int index) {
        return target == null ? ofIdx(index) : ofFolder(index);
    }

    private byte[] ofFolder(int index) {
        String file = files.getOrDefault(index, "");
        Path folder = path(from.path()).toAbsolutePath().normalize();
        Path picture = folder.resolve(path(file)).normalize();
        if (file.isEmpty() || !picture.startsWith(folder)) {
            throw missing("image " + index);
        }
        try {
            return Fit.fit(Picture.read(picture, PictureLimits.DEFAULT), target)
                    .pixels()
                    .values();
        } catch (Failure e) {
            throw missing(file).causedBy(e);
        }
    }

    private byte[] ofIdx(int index) {
        DataSet all = idx();
        int row = Arrays.binarySearch(all.index(), index);
        if (row < 0) {
            throw missing("image " + index);
        }
        int size = all.shape().size();
        return Arrays.copyOfRange(all.pixels(), row * size, (row + 1) * size);
    }

    private synchronized DataSet idx() {
        if (read == null) {
            try {
                read = DataSets.load(from.path(), part, new DataFolders(null, null, null));
            } catch (Failure e) {
                throw missing("its idx file").causedBy(e);
            }
        }
        return read;
    }

    private Failure missing(String what) {
        return Failure.notFound(name, what + " as it was encoded", "none that can be read");
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return Path.of("");
        }
    }
}
