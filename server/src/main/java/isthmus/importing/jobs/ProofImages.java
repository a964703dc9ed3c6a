package isthmus.importing.jobs;

import isthmus.Failure;
import isthmus.image.DataFit;
import isthmus.image.Fit;
import isthmus.image.FitMeasurement;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Picture;
import isthmus.image.PictureLimits;
import isthmus.image.Pixels;
import isthmus.image.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Images on which a reading is measured. Immutable by agreement; any thread.
 *
 * @param values (count, channels, height, width) in [0, 1]
 * @param fit how they were prepared, as far as they show it
 */
record ProofImages(Shape shape, float[] values, DataFit fit) {
    private static final int MOST_VALUES = 1 << 24;

    static ProofImages of(Shape shape, float[] values) {
        return new ProofImages(shape, values, FitMeasurement.of(shape, Pixels.bytes(values)));
    }

    /**
     * Pictures at the model's input.
     *
     * @param shape finds the model's, trying likely ones first
     */
    static ProofImages read(List<Path> pictures, PictureLimits limits, Function<List<Shape>, Shape> shape) {
        Shape first = Picture.read(pictures.get(0), limits).shape();
        List<Shape> likely = new ArrayList<>(List.of(first));
        for (int channels : new int[] {1, 3}) {
            likely.add(new Shape(channels, first.height(), first.width()));
        }
        Shape found = shape.apply(likely);
        if (found.channels() != 1 && found.channels() != 3) {
            throw Failure.badInput("--channels", "1 or 3, as pictures have", found.channels());
        }
        var target = new FitTarget(found, false, DataFit.UNKNOWN, Fitting.AUTO);
        int count = Math.min(pictures.size(), Math.max(1, MOST_VALUES / found.size()));
        byte[] pixels = new byte[count * found.size()];
        for (int i = 0; i < count; i++) {
            byte[] image = Fit.fit(Picture.read(pictures.get(i), limits), target)
                    .pixels()
                    .values();
            System.arraycopy(image, 0, pixels, i * found.size(), image.length);
        }
        return new ProofImages(found, Pixels.floats(pixels), FitMeasurement.of(found, pixels));
    }

    int count() {
        return values.length / shape.size();
    }

    /** Whether bright pixels are the figure. */
    boolean isBrightFigure() {
        return shape.channels() == 1 && fit.background() != null && fit.background() < 0.5;
    }
}
