// Long because all that a model does shares its buffers, batch sizes and thread.
package isthmus.inference.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import isthmus.Failure;
import isthmus.inference.Batch;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.latent.RowArray;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A model's two networks in native memory. The thread that opens it is the only one that may use and close it. Every
 * batch has its own scope, whose arrays are gone when the batch is done; what comes out are plain arrays. Long because each
 * capability reads and writes native memory in its own form.
 */
public final class TorchModel implements Model {
    private static final String MEAN = "the decoded mean";
    private static final String SCORE = "log p(x|z)";
    private static final int GRADIENT_TRIALS = 2; // codes at which gradients are tried
    private static final int WARM_IMAGES = 8; // nobody waits for more at once, and a refined encoder is slow
    private static final float[] SHARES = new float[256]; // the value in [0,1] of a pixel's byte

    static {
        for (int i = 0; i < 256; i++) {
            SHARES[i] = i / 255f;
        }
    }

    private final Thread owner = Thread.currentThread();
    private final Noise warming = new Noise(0, 0);
    private int warmed; // the largest batch size that has run
    private Boolean hasGradients; // null until they were tried
    private final ModelCard card;
    private final Prior prior;
    private final int values; // of one image
    private final int dim;
    private final BatchSizes sizes;
    private final TorchLikelihood likelihood;
    private final TorchModule encoder;
    private final TorchModule decoder;
    // What a batch reads lies here, outside of the heap, so that the engine uses it without a copy of its own.
    private final ByteBuffer images; // (largest batch, values)
    private final ByteBuffer codes; // (largest batch, dim)

    /** Opens a folder's networks, once their files were held against the card's hashes; see the other constructor. */
    public TorchModel(ModelFolder folder) {
        this(folder.checked(ModelCard.ENCODER), folder.checked(ModelCard.DECODER), folder.card(), folder.prior());
    }

    /** Opens networks whose prior is in the card; see the other constructor. */
    public TorchModel(Path encoderFile, Path decoderFile, ModelCard card) {
        this(encoderFile, decoderFile, card, card.prior().inCard(card.latent().dim()));
    }

    public TorchModel(Path encoderFile, Path decoderFile, ModelCard card, Prior prior) {
        this(
                encoderFile,
                decoderFile,
                card,
                prior,
                BatchSizes.forImages(card.input().shape().size()));
    }

    /**
     * Opens a folder's networks so that all batches run at one size, of which what is left over stays unused. A row's numbers
     * then depend on the image and on its place in the batch, not on how many there are in all: row i of a call runs at
     * place i modulo the size, which divides {@link isthmus.inference.Engine#ROWS}.
     */
    public static TorchModel withEqualBatches(ModelFolder folder) {
        return new TorchModel(
                folder.checked(ModelCard.ENCODER),
                folder.checked(ModelCard.DECODER),
                folder.card(),
                folder.prior(),
                BatchSizes.forImages(folder.card().input().shape().size()).allEqual());
    }

    /**
     * Opens both files and runs each on one row and on two, so that a file that breaks the contract is refused by name.
     */
    private TorchModel(Path encoderFile, Path decoderFile, ModelCard card, Prior prior, BatchSizes sizes) {
        this.card = card;
        this.prior = prior;
        this.sizes = sizes;
        values = card.input().shape().size();
        dim = card.latent().dim();
        warmed = sizes.equal() ? sizes.largest() : 1;
        likelihood = new TorchLikelihood(card);
        images = EngineArrays.buffer(sizes.largest() * values);
        codes = EngineArrays.buffer(sizes.largest() * dim);
        encoder = new TorchModule(encoderFile);
        TorchModule opened = null;
        try {
            opened = new TorchModule(decoderFile, true);
            decoder = opened;
            run(1);
            if (warmed < sizes.largest()) {
                warm();
            }
        } catch (RuntimeException | Error e) {
            encoder.close();
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
    }

    private void run(int size) {
        float[] x = warming.uniforms(size * values);
        float[] z = warming.normals(size * dim);
        if (size <= WARM_IMAGES) {
            encode(x, size);
        }
        decode(z, size);
        if (card.hasLikelihood()) {
            logLikelihood(z, 1, x, size);
        }
    }

    @Override
    public boolean warm() {
        checkThread();
        if (warmed < sizes.largest()) {
            warmed *= 2;
            run(warmed);
            return true;
        }
        if (hasGradients == null && card.hasLikelihood()) {
            encode(new byte[values], 0, 1, values);
            hasGradients(); // the first gradients of all take some tenths of a second
        }
        return false;
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public Prior prior() {
        return prior;
    }

    @Override
    public PosteriorBatch encode(float[] x, int count) {
        checkThread();
        Batch.check("images", x, count, values);
        return encode(
                count,
                (scope, from, rows, size) ->
                        EngineArrays.array(scope, images, x, from, rows, size, values, imageShape(size)));
    }

    @Override
    public PosteriorBatch encode(byte[] pixels, int first, int count, int width) {
        checkThread();
        if (width != values || first < 0 || count < 0 || (long) (first + count) * values > pixels.length) {
            throw Failure.badInput(
                    "images",
                    "%d images of %d bytes from image %d on".formatted(count, values, first),
                    "%d bytes of images of %d".formatted(pixels.length, width));
        }
        return encode(count, (scope, from, rows, size) -> {
            // Read off a table straight into what the engine uses: its own conversion takes fresh memory each time.
            images.clear().limit(size * values * Float.BYTES);
            FloatBuffer to = images.asFloatBuffer();
            int start = (first + from) * values;
            for (int i = 0; i < rows * values; i++) {
                to.put(i, SHARES[pixels[start + i] & 0xFF]);
            }
            // Rows past the end hold what was there before; nobody reads them.
            return (PtNDArray) scope.create(images, imageShape(size), DataType.FLOAT32);
        });
    }

    /** Takes rows of a batch, from one on, which run as {@code size} rows. */
    private interface Part {
        void run(NDManager scope, int from, int rows, int size);
    }

    /** Takes the rows [from, to) in the sizes in which batches run. */
    private void inParts(TorchModule network, int from, int to, Part part) {
        for (int at = from, rows; at < to; at += rows) {
            int size = sizes.next(to - at);
            rows = Math.min(size, to - at);
            try (NDManager scope = network.scope()) {
                part.run(scope, at, rows, size);
            }
        }
    }

    /** Puts rows of the input, from one on, into the scope as an array of {@code size} rows. */
    private interface Loader {
        PtNDArray load(NDManager scope, int from, int rows, int size);
    }

    private PosteriorBatch encode(int count, Loader loader) {
        List<String> names = card.posterior().outputs();
        RowArray[] all = new RowArray[names.size()];
        inParts(encoder, 0, count, (scope, from, rows, size) -> {
            List<PtNDArray> outputs = encoder.run(loader.load(scope, from, rows, size), names.size());
            if (outputs.size() < names.size()) {
                throw encoder.failed(
                                "(%s)".formatted(String.join(", ", names)),
                                "(%s)".formatted(String.join(", ", names.subList(0, outputs.size()))))
                        .hint("a point posterior has mu alone");
            }
            for (int i = 0; i < names.size(); i++) {
                PtNDArray output = outputs.get(i);
                if (all[i] == null) {
                    all[i] = room(i, output.getShape(), count);
                }
                EngineArrays.copy(encoder, names.get(i), output, size, all[i].width(), all[i].values(), from, rows);
            }
        });
        return count == 0
                ? new PosteriorBatch(0, dim, new float[0], card.posterior().hasDensity() ? new float[0] : null)
                : card.posterior().batch(count, dim, List.of(all));
    }

    /** Room for an output of all rows, as wide as its family says, or else as the output is. */
    private RowArray room(int output, Shape shape, int count) {
        int[] sides = card.posterior().width(output, dim).stream().toArray();
        if (sides.length == 0) {
            sides = LongStream.of(shape.getShape())
                    .skip(1)
                    .mapToInt(Math::toIntExact)
                    .toArray();
        }
        int width = IntStream.of(sides).reduce(1, Math::multiplyExact);
        return new RowArray(sides, new float[Math.multiplyExact(count, width)]);
    }

    @Override
    public float[] decode(float[] z, int count) {
        return decode(z, count, this::shown);
    }

    @Override
    public float[] scoredMeans(float[] z, int count) {
        return decode(z, count, this::scored);
    }

    private float[] decode(float[] z, int count, UnaryOperator<NDArray> mean) {
        checkThread();
        Batch.check("codes", z, count, dim);
        float[] means = new float[Math.multiplyExact(count, values)];
        inParts(decoder, 0, count, (scope, from, rows, size) -> {
            NDArray some = mean.apply(decoded(scope, z, from, rows, size));
            EngineArrays.copy(decoder, MEAN, some, size, values, means, from, rows);
        });
        return means;
    }

    @Override
    public byte[] decodeBytes(float[] z, int count) {
        checkThread();
        Batch.check("codes", z, count, dim);
        byte[] bytes = new byte[Math.multiplyExact(count, values)];
        inParts(decoder, 0, count, (scope, from, rows, size) -> {
            NDArray mean = shown(decoded(scope, z, from, rows, size));
            // One number tells whether all are finite: they lie in [0,1] or are not numbers.
            if (!Float.isFinite(mean.sum().getFloat())) {
                throw decoder.failed("finite numbers in " + MEAN, "ones that are not");
            }
            // A half more and cut off, as Pixels rounds.
            NDArray rounded = mean.muli(255).addi(0.5f).toType(DataType.UINT8, false);
            rounded.toByteBuffer(true).get(bytes, from * values, rows * values);
        });
        return bytes;
    }

    /** The mean of p(x|z) by what the decoder gives, in [0,1]. */
    private NDArray shown(NDArray output) {
        return card.output() == ModelCard.Output.LOGITS ? scored(output) : output.clip(0, 1);
    }

    /** Likewise, where it is. */
    private NDArray scored(NDArray output) {
        return switch (card.output()) {
            case LOGITS -> Activation.sigmoid(output);
            case MEAN -> output;
        };
    }

    @Override
    public float[] logLikelihood(float[] z, int perImage, float[] x, int count) {
        checkLikelihood();
        Batch.check("codes", z, Math.multiplyExact(count, perImage), dim);
        Batch.check("images", x, count, values);
        float[] nats = new float[count * perImage];
        if (perImage >= sizes.largest()) {
            for (int image = 0; image < count; image++) {
                scoreMany(z, perImage, x, image, nats);
            }
            return nats;
        }
        // Several images with all their codes in one run; the engine repeats an image for its codes, not the heap.
        int block = sizes.largest() / perImage;
        for (int image = 0; image < count; image += block) {
            int some = Math.min(block, count - image);
            int rows = some * perImage;
            int size = sizes.holding(rows);
            try (NDManager scope = decoder.scope()) {
                NDArray output = decoded(scope, z, image * perImage, rows, size);
                NDArray used = size == rows ? output : output.get(new NDIndex("0:" + rows));
                NDArray target =
                        EngineArrays.array(scope, images, x, image, some, some, values, new Shape(some, 1, values));
                NDArray scores = likelihood.scores(used.reshape(some, perImage, values), target);
                EngineArrays.copy(decoder, SCORE, scores.reshape(rows), rows, 1, nats, image * perImage, rows);
            }
        }
        return nats;
    }

    /** Scores one image under more codes than run at a time. */
    private void scoreMany(float[] z, int perImage, float[] x, int image, float[] nats) {
        inParts(decoder, image * perImage, (image + 1) * perImage, (scope, from, rows, size) -> {
            NDArray output = decoded(scope, z, from, rows, size);
            NDArray target = EngineArrays.array(scope, images, x, image, 1, 1, values, new Shape(1, values));
            EngineArrays.copy(decoder, SCORE, likelihood.scores(output, target), size, 1, nats, from, rows);
        });
    }

    @Override
    public float[] logLikelihood(float[] z, int count, Observation seen) {
        checkLikelihood();
        checkSeen(z, count, seen);
        float[] nats = new float[count];
        inParts(decoder, 0, count, (scope, from, rows, size) -> {
            score(terms(scope, decoded(scope, z, from, rows, size), seen), seen, size, nats, from, rows);
        });
        return nats;
    }

    /**
     * Tries it once. Operators without a derivative are refused by the engine; where one cuts the graph, or is constant
     * almost everywhere as rounding is, the derivative is zero.
     */
    @Override
    public boolean hasGradients() {
        checkThread();
        if (!card.hasLikelihood()) {
            return false;
        }
        if (hasGradients == null) {
            Noise noise = Noise.named(0, "gradients");
            float[] z = noise.normals(GRADIENT_TRIALS * dim);
            try {
                float[] slopes = differentiated(z, GRADIENT_TRIALS, Observation.of(noise.uniforms(values)))
                        .gradient();
                hasGradients = IntStream.range(0, slopes.length).anyMatch(i -> slopes[i] != 0);
            } catch (Failure | EngineException | IllegalStateException none) {
                hasGradients = false;
            }
        }
        return hasGradients;
    }

    @Override
    public ScoresAndGradients scoresAndGradients(float[] z, int count, Observation seen) {
        checkLikelihood();
        if (!hasGradients()) {
            throw withoutGradients();
        }
        return differentiated(z, count, seen);
    }

    @Override
    public ScoresAndGradients scoresAndGradients(float[] z, int perImage, float[] x, int count) {
        if (!hasGradients()) {
            throw withoutGradients();
        }
        if (perImage > sizes.largest()) {
            return Model.super.scoresAndGradients(z, perImage, x, count);
        }
        Batch.check("codes", z, Math.multiplyExact(count, perImage), dim);
        Batch.check("images", x, count, values);
        float[] nats = new float[count * perImage];
        float[] gradient = new float[z.length];
        int block = sizes.largest() / perImage;
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true); // of this thread alone
        try {
            for (int image = 0; image < count; image += block) {
                int some = Math.min(block, count - image);
                int from = image * perImage;
                int rows = some * perImage;
                int size = sizes.holding(rows);
                try (NDManager scope = decoder.scope()) {
                    PtNDArray input = EngineArrays.array(scope, codes, z, from, rows, size, dim, new Shape(size, dim));
                    input.setRequiresGradient(true);
                    NDArray output = flat(decoder.runForGradients(input), size);
                    NDArray used = size == rows ? output : output.get(new NDIndex("0:" + rows));
                    NDArray target =
                            EngineArrays.array(scope, images, x, image, some, some, values, new Shape(some, 1, values));
                    NDArray terms = likelihood.terms(used.reshape(some, perImage, values), target, null, 0);
                    JniUtils.backward((PtNDArray) terms.sum(), (PtNDArray) scope.create(1f), false, false);
                    NDArray scores = TorchLikelihood.sum(terms)
                            .add(likelihood.constant(values))
                            .toType(DataType.FLOAT32, false)
                            .reshape(rows);
                    EngineArrays.copy(decoder, SCORE, scores, rows, 1, nats, from, rows);
                    EngineArrays.copy(
                            decoder, "the gradient of " + SCORE, input.getGradient(), size, dim, gradient, from, rows);
                }
            }
        } finally {
            JniUtils.setGradMode(before);
        }
        return new ScoresAndGradients(nats, gradient);
    }

    private ScoresAndGradients differentiated(float[] z, int count, Observation seen) {
        checkSeen(z, count, seen);
        float[] nats = new float[count];
        float[] gradient = new float[count * dim];
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true); // of this thread alone
        try {
            inParts(decoder, 0, count, (scope, from, rows, size) -> {
                PtNDArray input = EngineArrays.array(scope, codes, z, from, rows, size, dim, new Shape(size, dim));
                input.setRequiresGradient(true);
                NDArray terms = terms(scope, flat(decoder.runForGradients(input), size), seen);
                // The gradient of the sum is, row by row, that of each row's own score.
                JniUtils.backward((PtNDArray) terms.sum(), (PtNDArray) scope.create(1f), false, false);
                score(terms, seen, size, nats, from, rows);
                EngineArrays.copy(
                        decoder, "the gradient of " + SCORE, input.getGradient(), size, dim, gradient, from, rows);
            });
        } finally {
            JniUtils.setGradMode(before);
        }
        return new ScoresAndGradients(nats, gradient);
    }

    private void checkSeen(float[] z, int count, Observation seen) {
        Batch.check("codes", z, count, dim);
        Batch.check("images", seen.values(), 1, values);
    }

    private NDArray terms(NDManager scope, NDArray output, Observation seen) {
        Shape row = new Shape(1, values);
        NDArray known = seen.known() == null ? null : scope.create(seen.known(), row);
        return likelihood.terms(output, scope.create(seen.values(), row), known, seen.noise());
    }

    private void score(NDArray terms, Observation seen, int size, float[] nats, int from, int rows) {
        NDArray sums = TorchLikelihood.sum(terms).add(likelihood.constant(seen));
        EngineArrays.copy(decoder, SCORE, sums.toType(DataType.FLOAT32, false), size, 1, nats, from, rows);
    }

    /** What the decoder gives, flat: (size, values). */
    private NDArray decoded(NDManager scope, float[] z, int from, int rows, int size) {
        PtNDArray input = EngineArrays.array(scope, codes, z, from, rows, size, dim, new Shape(size, dim));
        return flat(decoder.run(input, 1).get(0), size);
    }

    private NDArray flat(PtNDArray output, int size) {
        if (!areImages(output.getShape(), size, card.input().shape())) {
            throw decoder.failed("%s or (%d, %d)".formatted(imageShape(size), size, values), output.getShape());
        }
        return output.reshape(size, values);
    }

    /** Whether an output is so many images, flat or with the image's sides in their order; a side of 1 says nothing. */
    static boolean areImages(Shape found, int count, isthmus.image.Shape image) {
        if (found.dimension() < 2 || found.get(0) != count || found.size() != (long) count * image.size()) {
            return false;
        }
        long[] sides = {image.channels(), image.height(), image.width()};
        return found.dimension() == 2 || Arrays.equals(large(found.slice(1).getShape()), large(sides));
    }

    private static long[] large(long[] sides) {
        return LongStream.of(sides).filter(side -> side != 1).toArray();
    }

    private Shape imageShape(int size) {
        return new Shape(
                size,
                card.input().channels(),
                card.input().height(),
                card.input().width());
    }

    private void checkLikelihood() {
        checkThread();
        if (!card.hasLikelihood()) {
            throw withoutLikelihood();
        }
    }

    private void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a model is used on the thread that opened it, " + owner.getName()
                    + ", not on " + Thread.currentThread().getName());
        }
    }

    @Override
    public void close() {
        checkThread();
        encoder.close();
        decoder.close();
    }
}
