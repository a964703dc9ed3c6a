package isthmus.evaluate;

import isthmus.data.DataSet;
import isthmus.estimate.MeanEstimate;
import isthmus.image.Shape;
import isthmus.inference.torch.RawNetwork;
import isthmus.latent.LogSumExp;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A classifier of the images of one data set, as {@code train.ClassifierTrainer} makes it, which judges images that models
 * draw. Opened, used and closed on one thread.
 */
public final class ImageClassifier implements AutoCloseable {
    /** Name of its file beside those of its data set. */
    public static final String FILE = "classifier.pt";

    private static final int BATCH = 250;

    private final RawNetwork network;
    private final Shape shape;

    /** @param shape of the images */
    public ImageClassifier(Path file, Shape shape) {
        this.shape = shape;
        network = new RawNetwork(file);
    }

    /**
     * What it says of images, one a row. Immutable by agreement: nobody writes into the arrays.
     *
     * @param probabilities (count)(classes)
     * @param features (count)(width) of its last hidden layer
     */
    record Judged(double[][] probabilities, double[][] features) {
        /** The likeliest class of each image. */
        int[] classes() {
            return Arrays.stream(probabilities)
                    .mapToInt(of -> IntStream.range(0, of.length)
                            .reduce((a, b) -> of[b] > of[a] ? b : a)
                            .orElseThrow())
                    .toArray();
        }

        /** The share of each class. */
        double[] shares() {
            double[] shares = new double[probabilities[0].length];
            for (int found : classes()) {
                shares[found] += 1.0 / probabilities.length;
            }
            return shares;
        }

        /** The probability of the likeliest class of each image. */
        double[] confidences() {
            return Arrays.stream(probabilities)
                    .mapToDouble(of -> Arrays.stream(of).max().orElseThrow())
                    .toArray();
        }

        /** The share of images whose likeliest class is their label. */
        MeanEstimate accuracy(byte[] labels) {
            int[] found = classes();
            return MeanEstimate.of(IntStream.range(0, found.length)
                    .mapToDouble(i -> found[i] == (labels[i] & 0xFF) ? 1 : 0)
                    .toArray());
        }
    }

    /** @param images (count, channels, height, width) in [0, 1] */
    Judged judge(float[] images, int count) {
        double[][] probabilities = new double[count][];
        double[][] features = new double[count][];
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(count, from + BATCH);
            float[] some = Arrays.copyOfRange(images, from * shape.size(), to * shape.size());
            List<RawNetwork.Output> outputs = network.run(
                    some,
                    new long[] {to - from, shape.channels(), shape.height(), shape.width()},
                    RawNetwork.Precision.FLOAT32);
            rows(outputs.get(0).values(), probabilities, from, to);
            rows(outputs.get(1).values(), features, from, to);
        }
        for (double[] logits : probabilities) {
            LogSumExp sum = new LogSumExp();
            Arrays.stream(logits).forEach(sum::add);
            double log = sum.logSum();
            Arrays.setAll(logits, c -> Math.exp(logits[c] - log));
        }
        return new Judged(probabilities, features);
    }

    /** How many of a data set's images it tells the class of. */
    public MeanEstimate accuracy(DataSet labelled) {
        int[] rows = IntStream.range(0, labelled.count()).toArray();
        return judge(labelled.floats(rows, 0, rows.length), rows.length).accuracy(labelled.labels());
    }

    private static void rows(float[] values, double[][] into, int from, int to) {
        int width = values.length / (to - from);
        for (int i = from; i < to; i++) {
            into[i] = new double[width];
            for (int k = 0; k < width; k++) {
                into[i][k] = values[(i - from) * width + k];
            }
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
