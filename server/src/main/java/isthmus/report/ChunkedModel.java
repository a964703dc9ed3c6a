package isthmus.report;

import isthmus.inference.Codes;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.model.ModelCard;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * A model that is asked a few codes at a time, so that others have their turn between, and that is asked no more once
 * nobody wants the answer. How many at a time depends on the model alone, so that the same question has the same answer
 * to the last bit. One thread, which waits for each answer.
 */
public final class ChunkedModel {
    private static final int VALUES = 1 << 14; // of images that are decoded at a time, about a millisecond's work
    private static final int MOST = 16;
    private static final int LEAST = 4;

    private final Model vae;
    private final BooleanSupplier wanted;
    private final int rows;

    /** @param wanted whether anybody still waits for what is computed */
    public ChunkedModel(Model vae, BooleanSupplier wanted) {
        this.vae = vae;
        this.wanted = wanted;
        int most = Math.min(MOST, VALUES / vae.card().input().shape().size());
        rows = Math.max(LEAST, Integer.highestOneBit(Math.max(1, most)));
    }

    ModelCard card() {
        return vae.card();
    }

    int dim() {
        return vae.card().latent().dim();
    }

    private interface Piece {
        void run(float[] codes, int from, int count);
    }

    private void each(float[] codes, int count, Piece piece) {
        int dim = dim();
        for (int from = 0; from < count; from += rows) {
            check();
            int to = Math.min(count, from + rows);
            piece.run(Arrays.copyOfRange(codes, from * dim, to * dim), from, to - from);
        }
    }

    /** Stops here where nobody wants the answer any more. */
    void check() {
        if (!wanted.getAsBoolean()) {
            throw new CancellationException();
        }
    }

    /** q(z|x) of one image. */
    public Approximation encode(float[] image) {
        check();
        Codes codes = vae.encode(image, 1);
        return new Approximation(codes.mu(), codes.logvar());
    }

    /** The mean of p(x|z), (count, channels, height, width). */
    public float[] decode(float[] codes, int count) {
        int size = card().input().shape().size();
        float[] means = new float[count * size];
        each(codes, count, (some, from, n) -> {
            System.arraycopy(vae.decode(some, n), 0, means, from * size, n * size);
        });
        return means;
    }

    /** log p(what is seen|z), (count). */
    float[] scores(float[] codes, int count, Observation seen) {
        float[] nats = new float[count];
        each(codes, count, (some, from, n) -> {
            System.arraycopy(vae.logLikelihood(some, n, seen), 0, nats, from, n);
        });
        return nats;
    }

    /** The same with gradients. */
    ScoresAndGradients slopes(float[] codes, int count, Observation seen) {
        ScoresAndGradients all = new ScoresAndGradients(new float[count], new float[count * dim()]);
        each(codes, count, (some, from, n) -> {
            ScoresAndGradients part = vae.slopes(some, n, seen);
            System.arraycopy(part.nats(), 0, all.nats(), from, n);
            System.arraycopy(part.gradient(), 0, all.gradient(), from * dim(), n * dim());
        });
        return all;
    }
}
