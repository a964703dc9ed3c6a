package isthmus.inference.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.model.ModelCard.Output;
import isthmus.model.PosteriorFamily;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds out by trying what two TorchScript files of unknown origin take and give. Opens, runs and closes them on the
 * calling thread.
 */
public final class TorchProbe {
    private static final int[][] SIDES = {{28, 28}, {32, 32}, {64, 64}, {28, 20}}; // height, width
    private static final int[] CHANNELS = {1, 3, 4};
    private static final int BATCH = 2; // more than 1, so that a batch is not taken for another axis
    private static final int SAMPLES = 64;

    private final TorchModule encoder;
    private final TorchModule decoder;
    private final Stated stated;

    private Stage stage = Stage.ENCODER_RUNS;

    /** What a candidate has to pass next. */
    private enum Stage {
        ENCODER_RUNS,
        CODES_ARE_RIGHT,
        IMAGES_ARE_RIGHT
    }

    /** What the user knows already; null where it is to be found. */
    public record Stated(Integer channels, Integer height, Integer width, Integer dim, Output output) {}

    /**
     * What was found.
     *
     * @param low smallest value that the decoder gave on samples of the prior
     * @param high largest
     */
    public record Found(Shape shape, int dim, PosteriorFamily posterior, Output output, double low, double high) {}

    private TorchProbe(TorchModule encoder, TorchModule decoder, Stated stated) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.stated = stated;
    }

    /** Tries the files; where they leave a question open, the Failure names the option that answers it. */
    public static Found find(Path encoderFile, Path decoderFile, Stated stated) {
        try (TorchModule encoder = new TorchModule(encoderFile);
                TorchModule decoder = new TorchModule(decoderFile)) {
            return new TorchProbe(encoder, decoder, stated).find();
        }
    }

    /** One way to read the files. */
    private record Reading(Shape shape, int dim, PosteriorFamily posterior) {}

    private Found find() {
        List<Shape> candidates = candidates();
        List<Reading> readings = new ArrayList<>();
        Failure nearest = null; // of the candidate that came farthest
        Stage farthest = null;
        for (Shape shape : candidates) {
            try {
                stage = Stage.ENCODER_RUNS;
                Reading reading = encode(shape);
                decode(reading);
                readings.add(reading);
            } catch (Failure e) {
                if (nearest == null || stage.compareTo(farthest) > 0) {
                    nearest = e;
                    farthest = stage;
                }
            }
        }
        if (readings.isEmpty() && farthest == Stage.CODES_ARE_RIGHT) {
            throw nearest; // another size would not help
        }
        if (readings.isEmpty()) {
            throw Failure.badInput(nearest.where(), nearest.expected(), nearest.found())
                    .hint("tried images of %s; state another size with --channels, --height and --width"
                            .formatted(words(candidates)))
                    .causedBy(nearest);
        }
        if (readings.size() > 1) {
            throw Failure.badInput(
                            "",
                            "one image size that fits both files",
                            words(readings.stream().map(Reading::shape).toList()))
                    .hint("state it with --channels, --height and --width");
        }
        return output(readings.get(0));
    }

    private List<Shape> candidates() {
        List<int[]> sides = new ArrayList<>(List.of(SIDES));
        if (stated.height() != null && stated.width() != null) {
            sides = List.of(new int[] {stated.height(), stated.width()});
        } else if (stated.height() != null || stated.width() != null) {
            int side = stated.height() != null ? stated.height() : stated.width();
            sides.removeIf(s -> stated.height() != null ? s[0] != side : s[1] != side);
            if (sides.stream().noneMatch(s -> s[0] == s[1])) {
                sides.add(new int[] {side, side});
            }
        }
        int[] channels = stated.channels() != null ? new int[] {stated.channels()} : CHANNELS;
        return sides.stream()
                .flatMap(s -> Arrays.stream(channels).mapToObj(c -> new Shape(c, s[0], s[1])))
                .toList();
    }

    private Reading encode(Shape shape) {
        try (NDManager scope = encoder.scope()) {
            float[] x = new Noise(0, 0).uniforms(BATCH * shape.size());
            PtNDArray input = array(scope, x, BATCH, shape.channels(), shape.height(), shape.width());
            List<PtNDArray> outputs = encoder.run(input, 2);
            stage = Stage.CODES_ARE_RIGHT;
            float[] mu = outputs.get(0).toFloatArray();
            if (outputs.get(0).getShape().dimension() < 2
                    || outputs.get(0).getShape().get(0) != BATCH
                    || mu.length == 0) {
                throw encoder.failed(
                        "mu of (%d, dim) for %d images".formatted(BATCH, BATCH),
                        outputs.get(0).getShape());
            }
            int dim = mu.length / BATCH;
            if (stated.dim() != null && stated.dim() != dim) {
                throw encoder.failed(
                        "%d latent dimensions, as --latent-dim says".formatted(stated.dim()),
                        outputs.get(0).getShape());
            }
            if (outputs.size() > 1 && outputs.get(1).getShape().size() != mu.length) {
                throw encoder.failed(
                        "logvar as large as mu",
                        "%s and %s"
                                .formatted(
                                        outputs.get(0).getShape(),
                                        outputs.get(1).getShape()));
            }
            if (!Arrays.equals(mu, encoder.run(input, 1).get(0).toFloatArray())) {
                throw encoder.failed(
                                "mu first, which is the same from run to run",
                                "a first output that differs, such as a sample")
                        .hint("export (mu, logvar)");
            }
            stage = Stage.IMAGES_ARE_RIGHT;
            return new Reading(shape, dim, PosteriorFamily.ofOutputs(outputs.size()));
        }
    }

    private void decode(Reading reading) {
        try (NDManager scope = decoder.scope()) {
            run(scope, reading, BATCH);
        }
    }

    /** The decoder on samples of the prior, as many as asked for. */
    private PtNDArray run(NDManager scope, Reading reading, int count) {
        float[] z = new Noise(0, 1).normals(count * reading.dim);
        PtNDArray output = decoder.run(array(scope, z, count, reading.dim), 1).get(0);
        if (!TorchModel.areImages(output.getShape(), count, reading.shape)) {
            throw decoder.failed(
                    "images of %s from codes of %d numbers".formatted(reading.shape, reading.dim), output.getShape());
        }
        return output;
    }

    private Found output(Reading reading) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        try (NDManager scope = decoder.scope()) {
            for (float value : run(scope, reading, SAMPLES).toFloatArray()) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        Output output = stated.output();
        if (output == null) {
            if (low >= -1 && low < -0.9 && high <= 1 && high > 0.9) {
                throw decoder.failed(
                                "a mean in [0, 1] or logits",
                                "values from %.3f to %.3f, as a tanh gives".formatted(low, high))
                        .hint("export (y + 1) / 2, or state --output logits if they are logits");
            }
            output = low < 0 || high > 1 ? Output.LOGITS : Output.MEAN;
        }
        return new Found(reading.shape, reading.dim, reading.posterior, output, low, high);
    }

    private static String words(List<Shape> shapes) {
        return shapes.stream().map(Shape::toString).collect(Collectors.joining(", "));
    }

    private static PtNDArray array(NDManager scope, float[] values, long... shape) {
        return (PtNDArray)
                scope.create(FloatBuffer.wrap(values), new ai.djl.ndarray.types.Shape(shape), DataType.FLOAT32);
    }
}
