package isthmus.importing;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.importing.Structure.Code;
import isthmus.importing.Structure.Image;
import isthmus.inference.torch.RawNetwork.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Decides by images in which scale and order two networks have them, which output is the mean of a code, and what the
 * decoder's numbers are: by the reading that gives the images back best from their mean codes. One thread.
 */
final class ReadingSearch {
    private static final int FIRST_LOOK = 16; // images, after which the worst readings are dropped
    private static final double SURELY = 10; // errors by which a reading may be worse and be looked at again
    private static final int KEPT = 6; // readings after that, and at least two
    private static final double SECONDS = 0.5; // that one look at the images should take with one reading ...
    private static final int FEWEST = 64; // ... unless they would be fewer
    private static final double NO_DIFFERENCE = 1e-3; // in values of [0, 1]: less than half a grey level

    private final BatchedNetwork encoder;
    private final BatchedNetwork decoder;
    private final Stated stated;
    private int passes; // of images through the encoder

    ReadingSearch(BatchedNetwork encoder, BatchedNetwork decoder, Stated stated) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.stated = stated;
    }

    /**
     * The best reading, the best of the others that are not the same in effect, and by how much it is better.
     *
     * @param second null where there is no other
     * @param images on which they were compared
     */
    record Choice(Reading best, Reading second, Margin margin, Margin overMeanImage, int images) {}

    /** A Failure that asks where the best is not clearly better than the second. */
    static void requireClear(Choice choice) {
        if (choice.margin() != null && !choice.margin().isClear()) {
            throw undecided(choice.best(), choice.second(), choice.margin());
        }
    }

    /** @param images (count, channels, height, width) in [0, 1] */
    Choice compare(List<Structure> structures, float[] images) {
        Shape shape = structures.get(0).shape();
        int count = images.length / shape.size();
        int few = Math.min(count, FIRST_LOOK);
        float[] first = Arrays.copyOf(images, few * shape.size());
        List<Reading> all = all(structures, images);
        long start = System.nanoTime();
        List<ScoredReading> scored = score(all, first);
        double secondsAnImage = (System.nanoTime() - start) / 1e9 / few / passes;
        int many = (int) Math.min(count, Math.max(FEWEST, SECONDS / secondsAnImage));
        if (many > few) {
            List<Reading> best = new ArrayList<>();
            for (ScoredReading one : scored) {
                Margin margin = scored.get(0).over(one.nats());
                if (best.size() < 2 || (best.size() < KEPT && margin.nats() < SURELY * margin.error())) {
                    best.add(one.reading());
                }
            }
            scored = score(best, Arrays.copyOf(images, many * shape.size()));
        }
        ScoredReading best = scored.get(0);
        if (!Double.isFinite(Arrays.stream(best.squares()).sum())) {
            throw decoder.failed("finite numbers", "ones that are not, in each reading")
                    .hint("half precision overflows at 65,504: export it with model.float()");
        }
        Margin overMean = best.over(
                ofMeanImage(shape, Arrays.copyOf(images, many * shape.size())).nats());
        if (!overMean.isClear()) {
            throw Failure.badInput(
                            "",
                            "a reading that gives the images back better than their mean image",
                            "none: the best (%s) is %s"
                                    .formatted(
                                            best.reading(),
                                            overMean.nats() <= 0
                                                    ? "worse by %,.1f nats an image".formatted(-overMean.nats())
                                                    : "better by %,.1f ± %,.1f nats an image"
                                                            .formatted(overMean.nats(), overMean.error())))
                    .hint(
                            "bring images like those that it was trained on, not inverted, or export it again after vae.eval()");
        }
        for (ScoredReading other : scored.subList(1, scored.size())) {
            if (!same(best.reading(), other.reading(), first)) {
                return new Choice(best.reading(), other.reading(), best.over(other.nats()), overMean, many);
            }
        }
        return new Choice(best.reading(), null, null, overMean, many);
    }

    private static Failure undecided(Reading best, Reading other, Margin margin) {
        return Failure.badInput(
                        "",
                        "one reading that is better than any other by %.0f standard errors".formatted(Margin.ERRORS),
                        "two within %,.2f ± %,.2f nats an image: %s; or %s"
                                .formatted(margin.nats(), margin.error(), best, other))
                .hint("state one with --scale, --layout or --output, or bring more images");
    }

    /** Every reading worth a try, plainer ones first. */
    private List<Reading> all(List<Structure> structures, float[] images) {
        List<Reading> all = new ArrayList<>();
        for (Structure structure : structures) {
            Shape shape = structure.shape();
            List<Scale> decoded = Scale.candidates(shape, images);
            List<Scale> scales = stated.scale() != null ? List.of(stated.scale()) : Scale.candidates(shape, images);
            for (Scale scale : scales) {
                for (Code code : structure.codes()) {
                    if (!stated.allows(structure.layout())
                            || structure.random().contains(code.part().path())) {
                        continue;
                    }
                    for (Image image : structure.images()) {
                        if (!image.layout().fits(structure.layout())) {
                            continue;
                        }
                        addDecoders(all, decoded, structure, scale, code, image);
                    }
                }
            }
        }
        if (all.isEmpty()) {
            throw encoder.failed(
                            "a mean, which is the same from run to run",
                            "outputs that all differ, as of a sampling encoder or of dropout that is on")
                    .hint("export it after vae.eval(), with encode giving (mu, logvar)");
        }
        return all;
    }

    private void addDecoders(
            List<Reading> all, List<Scale> decoded, Structure structure, Scale scale, Code code, Image image) {
        for (boolean logits : new boolean[] {false, true}) {
            Set<Scale> scales = new LinkedHashSet<>(List.of(Scale.UNIT));
            if (!logits) {
                scales.addAll(decoded);
                scales.add(scale);
                stated.outputScale().ifPresent(scales::add);
            }
            for (Scale imageScale : scales) {
                if (stated.allows(logits, imageScale)) {
                    all.add(new Reading(
                            structure.shape(),
                            scale,
                            structure.layout(),
                            code.part(),
                            code.row(),
                            image.path(),
                            image.layout(),
                            logits,
                            imageScale));
                }
            }
        }
    }

    /** The readings with how well they give the images back, the best first; equals stay in their order. */
    private List<ScoredReading> score(List<Reading> readings, float[] images) {
        List<ScoredReading> scored = new ArrayList<>();
        Reading before = null;
        List<Output> encoded = null;
        List<Output> decoded = null;
        CodePart decodedOf = null;
        for (Reading reading : readings) {
            boolean sameInput =
                    before != null && before.scale().equals(reading.scale()) && before.layout() == reading.layout();
            if (!sameInput) {
                passes++;
                encoded = encode(reading, images);
                decodedOf = null;
            }
            if (!reading.mean().equals(decodedOf)) {
                decoded = decode(
                        reading,
                        reading.mean().values(encoded),
                        images.length / reading.shape().size());
                decodedOf = reading.mean();
            }
            before = reading;
            float[] output = image(reading, decoded);
            scored.add(new ScoredReading(
                    reading,
                    squares(images, reading.images(output), reading.shape()),
                    reading.shape().size()));
        }
        scored.sort(Comparator.comparingDouble(one -> {
            double sum = Arrays.stream(one.squares()).sum();
            return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
        }));
        return scored;
    }

    /** The encoder's answer to images of [0, 1]. */
    List<Output> encode(Reading reading, float[] images) {
        Shape shape = reading.shape();
        int count = images.length / shape.size();
        float[] input = reading.layout().apply(reading.scale().apply(images, shape), shape);
        long[] row = Arrays.stream(reading.layout().sizes(1, shape)).skip(1).toArray();
        return encoder.run(input, row, count);
    }

    List<Output> decode(Reading reading, float[] codes, int count) {
        return decoder.run(codes, reading.code(), count);
    }

    /** The numbers of the image among a decoder's outputs. */
    static float[] image(Reading reading, List<Output> decoded) {
        return decoded.stream()
                .filter(output -> output.path().equals(reading.image()))
                .findFirst()
                .orElseThrow()
                .values();
    }

    /** The mean of p(x|z) for these codes, (count, channels, height, width). */
    float[] reconstruct(Reading reading, float[] codes, int count) {
        return reading.images(image(reading, decode(reading, codes, count)));
    }

    /** Whether two readings say the same of images. */
    private boolean same(Reading one, Reading other, float[] images) {
        int count = images.length / one.shape().size();
        float[] first = reconstruct(one, one.mean().values(encode(one, images)), count);
        float[] second = reconstruct(other, other.mean().values(encode(other, images)), count);
        return IntStream.range(0, first.length).allMatch(i -> Math.abs(first[i] - second[i]) < NO_DIFFERENCE);
    }

    private static ScoredReading ofMeanImage(Shape shape, float[] images) {
        int count = images.length / shape.size();
        float[] mean = new float[images.length];
        for (int v = 0; v < shape.size(); v++) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += images[i * shape.size() + v];
            }
            for (int i = 0; i < count; i++) {
                mean[i * shape.size() + v] = (float) (sum / count);
            }
        }
        return new ScoredReading(null, squares(images, mean, shape), shape.size());
    }

    private static double[] squares(float[] images, float[] means, Shape shape) {
        double[] squares = new double[images.length / shape.size()];
        for (int i = 0; i < images.length; i++) {
            double difference = images[i] - means[i];
            squares[i / shape.size()] += difference * difference;
        }
        return squares;
    }
}
