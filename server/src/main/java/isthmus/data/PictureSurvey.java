package isthmus.data;

import isthmus.Failure;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import isthmus.image.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How the pictures of a folder are, by some of them at equal distances. Any thread.
 *
 * @param files all pictures
 * @param shape with the medians of heights and widths, and three channels where a tenth of the pictures or more have colours
 * @param oneSize whether they are all of that height and width
 */
public record PictureSurvey(int files, Shape shape, boolean oneSize) {
    private static final int LOOKED_AT = 200;
    private static final double COLOURED = 0.1;

    /** Looks at a folder, or refuses one without pictures that can be read. */
    public static PictureSurvey of(Path folder) {
        List<Path> files = FolderFiles.of(folder).files();
        int looked = Math.min(LOOKED_AT, files.size());
        List<Shape> shapes = IntStream.range(0, looked)
                .parallel()
                .mapToObj(i -> shape(files.get((int) ((long) i * files.size() / looked))))
                .filter(Objects::nonNull)
                .toList();
        if (shapes.isEmpty()) {
            throw Failure.badInput(
                    folder.toString(), "pictures", "none that can be read among %d files".formatted(looked));
        }
        long coloured = shapes.stream().filter(Shape::isColour).count();
        int[] heights = shapes.stream().mapToInt(Shape::height).sorted().toArray();
        int[] widths = shapes.stream().mapToInt(Shape::width).sorted().toArray();
        int last = shapes.size() - 1;
        return new PictureSurvey(
                files.size(),
                new Shape(
                        coloured >= COLOURED * shapes.size() ? 3 : 1, heights[(last + 1) / 2], widths[(last + 1) / 2]),
                heights[0] == heights[last] && widths[0] == widths[last]);
    }

    private static Shape shape(Path file) {
        try {
            return Picture.read(file, PictureLimits.DEFAULT).shape();
        } catch (Failure e) {
            return null;
        }
    }
}
