package isthmus.report;

import isthmus.Failure;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Gaussian;
import isthmus.latent.Posterior;
import isthmus.latent.Prior;
import isthmus.model.ModelCard;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Runs a model on a few codes at a time, so that other requests run in between, and stops once the request is cancelled.
 * The chunk size depends on the model alone, so that the same request has the same answer to the bit. One thread, which
 * blocks on each chunk.
 */
public final class ChunkedModel {
    private static final int CHUNK_VALUES = 1 << 14; // of decoded images, about a millisecond's work
    private static final int MAX_ROWS = 16;
    private static final int LARGER = 4; // times as much, for what would otherwise take minutes
    private static final int MIN_ROWS = 4;
    private static final int WHOLE_ROWS = 256;

    private final Model model;
    private final BooleanSupplier wanted;
    private final int rows;

    /** @param wanted false once the request is cancelled */
    public ChunkedModel(Model model, BooleanSupplier wanted) {
        this.model = model;
        this.wanted = wanted;
        int most =
                Math.min(MAX_ROWS, CHUNK_VALUES / model.card().input().shape().size());
        rows = Math.max(MIN_ROWS, Integer.highestOneBit(Math.max(1, most)));
    }

    private ChunkedModel(Model model, BooleanSupplier wanted, int rows) {
        this.model = model;
        this.wanted = wanted;
        this.rows = rows;
    }

    /** For a command, which nothing else waits for, in chunks that run at full speed. */
    public static ChunkedModel whole(Model model) {
        return new ChunkedModel(model, () -> true, WHOLE_ROWS);
    }

    /** The same in larger chunks, which run faster and are waited for longer. */
    public ChunkedModel inLargerChunks() {
        return new ChunkedModel(model, wanted, LARGER * rows);
    }

    ModelCard card() {
        return model.card();
    }

    int dim() {
        return model.card().latent().dim();
    }

    private interface Chunk {
        void run(float[] codes, int from, int count);
    }

    private void forEachChunk(float[] codes, int count, Chunk chunk) {
        int dim = dim();
        for (int from = 0; from < count; from += rows) {
            check();
            int to = Math.min(count, from + rows);
            chunk.run(Arrays.copyOfRange(codes, from * dim, to * dim), from, to - from);
        }
    }

    /** Stops here once the request is cancelled. */
    public void check() {
        if (!wanted.getAsBoolean()) {
            throw new CancellationException();
        }
    }

    Prior prior() {
        return model.prior();
    }

    /** The diagonal Gaussian with the mean and variances of the encoder's q(z|x): all of it where that is its family. */
    public Gaussian encode(float[] image) {
        return posterior(image).marginals();
    }

    /** The encoder's q(z|x), which has a density. */
    public Posterior posterior(float[] image) {
        check();
        Posterior q = model.encode(image, 1).get(0);
        if (!q.hasDensity()) {
            throw Failure.badInput(card().id(), "a model whose posterior has a density", "a point posterior");
        }
        return q;
    }

    /** The diagonal Gaussian of the mean and variances of p(z). */
    Gaussian priorMarginals() {
        Prior prior = prior();
        return prior.gaussian().orElseGet(() -> Gaussian.of(prior.mean(), prior.variances()));
    }

    /** The mean of p(x|z), (count, channels, height, width). */
    public float[] decode(float[] codes, int count) {
        int size = card().input().shape().size();
        float[] means = new float[count * size];
        forEachChunk(codes, count, (some, from, n) -> {
            System.arraycopy(model.decode(some, n), 0, means, from * size, n * size);
        });
        return means;
    }

    /** log p(known pixels|z), (count). */
    float[] scores(float[] codes, int count, Observation seen) {
        float[] nats = new float[count];
        forEachChunk(codes, count, (some, from, n) -> {
            System.arraycopy(model.logLikelihood(some, n, seen), 0, nats, from, n);
        });
        return nats;
    }

    /** log p(known pixels, z), (count). */
    double[] logJoint(float[] codes, int count, Observation seen) {
        float[] scores = scores(codes, count, seen);
        Prior prior = prior();
        double[] logs = new double[count];
        for (int row = 0; row < count; row++) {
            logs[row] = scores[row] + prior.logDensity(codes, row);
        }
        return logs;
    }

    /** Whether {@link #scoresAndGradients} is there. */
    public boolean hasGradients() {
        check();
        return model.hasGradients();
    }

    /** Refuses a model without gradients. */
    void checkGradients() {
        if (!hasGradients()) {
            throw model.withoutGradients();
        }
    }

    /** log p(known pixels|z) with its gradients by z. */
    ScoresAndGradients scoresAndGradients(float[] codes, int count, Observation seen) {
        ScoresAndGradients all = new ScoresAndGradients(new float[count], new float[count * dim()]);
        forEachChunk(codes, count, (some, from, n) -> {
            ScoresAndGradients part = model.scoresAndGradients(some, n, seen);
            System.arraycopy(part.nats(), 0, all.nats(), from, n);
            System.arraycopy(part.gradient(), 0, all.gradient(), from * dim(), n * dim());
        });
        return all;
    }
}
