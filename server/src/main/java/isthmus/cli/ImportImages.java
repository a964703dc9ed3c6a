package isthmus.cli;

import isthmus.Failure;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.data.ImageFolder;
import isthmus.image.DataFit;
import isthmus.image.FitMeasurement;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Some images of a data set, on which the reading of a model is measured. Immutable by agreement; any thread.
 *
 * @param values (count, channels, height, width) in [0, 1]
 * @param fit how the images were prepared, as far as they show it
 */
record ImportImages(Shape shape, float[] values, DataFit fit) {
    private static final int MOST_IMAGES = 256;
    private static final int MOST_VALUES = 1 << 24;

    /**
     * Reads some of a data set's images, in the shape that a model takes.
     *
     * @param name of a data set, or a path
     * @param shape finds the model's shape, trying likely ones first
     */
    static ImportImages read(String name, DataFolders folders, boolean invert, Function<List<Shape>, Shape> shape) {
        var folder = DataSets.folder(name);
        DataSet set = folder.isPresent()
                ? pictures(folder.get(), invert, shape)
                : DataSets.load(name, DataSets.isKnown(name) ? DataPart.TEST : DataPart.ALL, folders);
        if (folder.isEmpty()) {
            Shape wanted = shape.apply(List.of(set.shape()));
            if (!wanted.equals(set.shape())) {
                throw Failure.badInput("--data", "images of %s, as the networks take".formatted(wanted), set.shape());
            }
        }
        int count = Math.min(
                Math.min(set.count(), MOST_IMAGES),
                Math.max(1, MOST_VALUES / set.shape().size()));
        int[] rows = IntStream.range(0, count)
                .map(i -> (int) ((long) i * set.count() / count))
                .toArray();
        return new ImportImages(set.shape(), set.floats(rows, 0, count), FitMeasurement.of(set.shape(), set.pixels()));
    }

    private static DataSet pictures(Path folder, boolean invert, Function<List<Shape>, Shape> shape) {
        Shape first = ImageFolder.firstShape(folder);
        List<Shape> likely = new ArrayList<>(List.of(first));
        for (int channels : new int[] {1, 3}) {
            likely.add(new Shape(channels, first.height(), first.width()));
        }
        var target = new FitTarget(shape.apply(likely), invert, DataFit.UNKNOWN, Fitting.AUTO);
        return ImageFolder.sample(folder, MOST_IMAGES, target).data();
    }

    /** Whether bright pixels are the figure. */
    boolean isBrightFigure() {
        return shape.channels() == 1 && fit.background() != null && fit.background() < 0.5;
    }
}
