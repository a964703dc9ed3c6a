package isthmus.evaluate;

import isthmus.estimate.MeanEstimate;
import isthmus.estimate.RunningMean;
import isthmus.image.Shape;

/** How steep the edges of images are: the mean length of the gradient of the values by place. Any thread. */
final class Sharpness {
    private Sharpness() {}

    /** Over images, the mean gradient of each. */
    static MeanEstimate of(float[] images, int count, Shape shape) {
        RunningMean mean = new RunningMean();
        for (int i = 0; i < count; i++) {
            mean.add(gradient(images, i * shape.size(), shape));
        }
        return mean.estimate();
    }

    /** The quotient of two independent means, with its error to first order. */
    static MeanEstimate ratio(MeanEstimate a, MeanEstimate b) {
        double ratio = a.mean() / b.mean();
        return new MeanEstimate(ratio, Math.abs(ratio) * Math.hypot(a.error() / a.mean(), b.error() / b.mean()));
    }

    /** By differences of neighbours to the right and below. */
    private static double gradient(float[] images, int start, Shape shape) {
        int width = shape.width();
        double sum = 0;
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y + 1 < shape.height(); y++) {
                for (int x = 0; x + 1 < width; x++) {
                    int at = start + (c * shape.height() + y) * width + x;
                    sum += Math.hypot(images[at + 1] - images[at], images[at + width] - images[at]);
                }
            }
        }
        return sum / (shape.channels() * (shape.height() - 1.0) * (width - 1.0));
    }
}
