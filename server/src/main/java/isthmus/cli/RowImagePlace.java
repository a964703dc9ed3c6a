package isthmus.cli;

import isthmus.Failure;
import isthmus.data.ImageFolder;
import isthmus.data.ImageSource;
import isthmus.image.DataFit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.model.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where the images of rows lie: as {@code encode --spark} wrote it beside their codes, or as somebody says. One thread. */
final class RowImagePlace {
    private static final int LOOKED = 101; // pictures that decide whether all are inverted

    private RowImagePlace() {}

    /**
     * Null where it is not known.
     *
     * @param places as they were given; empty for none
     * @param inputs Parquet of the codes
     */
    static ImageSource of(List<String> places, List<Path> inputs, ModelCard card) throws IOException {
        ImageSource written = written(inputs);
        if (places.isEmpty()) {
            return written;
        }
        List<String> absolute = places.stream()
                .map(place -> Path.of(place).toAbsolutePath().normalize().toString())
                .toList();
        Path first = Path.of(absolute.get(0));
        if (!Files.exists(first)) {
            throw Failure.notFound("--images", "a folder of pictures or an idx file", first);
        }
        boolean isFolder = Files.isDirectory(first);
        boolean isSame = written != null
                && (written.kind() == ImageSource.Kind.PARQUET
                        || isFolder == (written.kind() == ImageSource.Kind.FOLDER));
        if (isSame) {
            return written.in(absolute);
        }
        if (!isFolder) {
            return ImageSource.idx(absolute);
        }
        FitTarget target = new FitTarget(card.input().shape(), card.input().invert(), DataFit.UNKNOWN, Fitting.AUTO);
        Fitting voted = ImageFolder.sample(first, LOOKED, target).fitting();
        return ImageSource.folder(
                absolute.get(0), new FitTarget(target.shape(), target.brightFigure(), target.data(), voted));
    }

    /** As it is written beside Parquet. */
    private static ImageSource written(List<Path> inputs) throws IOException {
        Set<ImageSource> found = new HashSet<>();
        for (Path input : inputs) {
            Path file = input.resolve(ImageSource.FILE);
            found.add(Files.isRegularFile(file) ? ImageSource.read(Files.readAllBytes(file)) : null);
        }
        if (found.size() > 1) {
            throw Failure.badInput(
                    inputs.toString(), "codes of images in one place at a time", found.size() + " places");
        }
        return found.isEmpty() ? null : found.iterator().next();
    }
}
