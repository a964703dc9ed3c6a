package isthmus.importing;

import isthmus.Failure;
import isthmus.image.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The scale of a network's images: a value v in [0, 1] is (v − mean) / deviation there. Immutable; any thread.
 *
 * @param name as options and cards have it
 * @param mean for all channels, or one for each
 * @param deviation likewise
 */
public record Scale(String name, List<Double> mean, List<Double> deviation) {
    public static final Scale UNIT = of("unit", 0, 1);
    public static final Scale SIGNED = of("signed", 0.5, 0.5);
    public static final Scale BYTES = of("bytes", 0, 1 / 255.0);
    // Published with the data sets they are of, by whose numbers images are commonly normalised.
    private static final Scale IMAGENET =
            new Scale("imagenet", List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    private static final Scale CIFAR =
            new Scale("cifar10", List.of(0.4914, 0.4822, 0.4465), List.of(0.2470, 0.2435, 0.2616));
    private static final Scale MNIST = of("mnist", 0.1307, 0.3081);
    private static final Scale FASHION = of("fashion-mnist", 0.2860, 0.3530);

    private static final List<Scale> ANY = List.of(UNIT, SIGNED, BYTES);
    private static final List<Scale> GREY = List.of(MNIST, FASHION);
    private static final List<Scale> COLOUR = List.of(IMAGENET, CIFAR);
    private static final double NEAR = 0.03; // of means and deviations, within which one stands for another

    public Scale {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != deviation.size() || deviation.stream().anyMatch(d -> !(d > 0))) {
            throw Failure.badInput("scale", "as many positive deviations as means", deviation);
        }
    }

    private static Scale of(String name, double mean, double deviation) {
        return new Scale(name, List.of(mean), List.of(deviation));
    }

    /** What may be stated in one word, or as {@code MEAN/DEVIATION}, each a number or one a channel with commas. */
    public static Scale named(String text) {
        List<Scale> named = Stream.of(ANY, GREY, COLOUR).flatMap(List::stream).toList();
        for (Scale scale : named) {
            if (scale.name.equals(text)) {
                return scale;
            }
        }
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 2) {
                return new Scale("stated", numbers(parts[0]), numbers(parts[1]));
            }
        } catch (NumberFormatException e) {
            // Refused below like any other word.
        }
        throw Failure.badInput(
                "--scale",
                "one of %s, or MEAN/DEVIATION such as 0.5/0.5 or 0.5,0.4,0.4/0.2,0.2,0.2"
                        .formatted(String.join(
                                ", ", named.stream().map(Scale::name).toList())),
                text);
    }

    private static List<Double> numbers(String text) {
        return Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList();
    }

    /** Those that are worth a try for such images, the plainest first; of the data too, where there are some. */
    static List<Scale> candidates(Shape shape, float[] images) {
        List<Scale> all = new ArrayList<>(ANY);
        all.addAll(shape.channels() == 1 ? GREY : shape.channels() == 3 ? COLOUR : List.of());
        if (images != null) {
            Scale ofData = ofData(shape, images);
            if (all.stream().noneMatch(ofData::isNear)) {
                all.add(ofData);
            }
        }
        return all;
    }

    private boolean isNear(Scale other) {
        return other.mean.size() == mean.size()
                && IntStream.range(0, mean.size())
                        .allMatch(c -> Math.abs(mean.get(c) - other.mean.get(c)) < NEAR
                                && Math.abs(deviation.get(c) - other.deviation.get(c)) < NEAR);
    }

    /** By the mean and deviation of each channel over all images. */
    static Scale ofData(Shape shape, float[] images) {
        int plane = shape.height() * shape.width();
        double[] mean = new double[shape.channels()];
        double[] square = new double[shape.channels()];
        for (int i = 0; i < images.length; i++) {
            int channel = i / plane % shape.channels();
            mean[channel] += images[i];
            square[channel] += (double) images[i] * images[i];
        }
        double count = (double) images.length / shape.channels();
        List<Double> means = IntStream.range(0, mean.length)
                .mapToObj(c -> rounded(mean[c] / count))
                .toList();
        List<Double> deviations = IntStream.range(0, mean.length)
                .mapToObj(c -> rounded(Math.sqrt(Math.max(1e-8, square[c] / count - Math.pow(mean[c] / count, 2)))))
                .toList();
        return new Scale("data", means, deviations);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4 + (value < 5e-5 ? 1e-4 : 0);
    }

    /** Whether a value is the same in this scale as in [0, 1]. */
    boolean isUnit() {
        return mean.equals(UNIT.mean) && deviation.equals(UNIT.deviation);
    }

    /** Images (count, channels, height, width) of [0, 1] in this scale; a new array. */
    float[] apply(float[] images, Shape shape) {
        return affine(images, shape, true);
    }

    /** The other way. */
    float[] undo(float[] values, Shape shape) {
        return affine(values, shape, false);
    }

    private float[] affine(float[] from, Shape shape, boolean forward) {
        int plane = shape.height() * shape.width();
        float[] to = new float[from.length];
        for (int i = 0; i < from.length; i++) {
            int channel = mean.size() == 1 ? 0 : i / plane % shape.channels();
            double m = mean.get(channel);
            double d = deviation.get(channel);
            to[i] = (float) (forward ? (from[i] - m) / d : from[i] * d + m);
        }
        return to;
    }

    /** TorchScript's source for images {@code x} of (batch, channels, height, width) in this scale. */
    String applied(String x) {
        return script(x, (m, d) -> "torch.mul(torch.sub(%s, " + number(m) + "), " + number(1 / d) + ")");
    }

    /** The other way. */
    String undone(String x) {
        return script(x, (m, d) -> "torch.add(torch.mul(%s, " + number(d) + "), " + number(m) + ")");
    }

    private interface Affine {
        String text(double mean, double deviation);
    }

    private String script(String x, Affine affine) {
        if (isUnit()) {
            return x;
        }
        if (mean.size() == 1) {
            return affine.text(mean.get(0), deviation.get(0)).formatted(x);
        }
        List<String> channels = IntStream.range(0, mean.size())
                .mapToObj(c -> affine.text(mean.get(c), deviation.get(c))
                        .formatted("torch.slice(%s, 1, %d, %d)".formatted(x, c, c + 1)))
                .toList();
        return "torch.cat([" + String.join(", ", channels) + "], 1)";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.17g", value);
    }

    @Override
    public String toString() {
        return this.equals(UNIT)
                ? "[0, 1]"
                : this.equals(SIGNED)
                        ? "[-1, 1]"
                        : this.equals(BYTES)
                                ? "bytes, 0 to 255"
                                : "(v − %s) / %s (%s)".formatted(text(mean), text(deviation), name);
    }

    private static String text(List<Double> numbers) {
        String all = String.join(", ", numbers.stream().map(String::valueOf).toList());
        return numbers.size() == 1 ? all : "(" + all + ")";
    }
}
