package isthmus.report;

import isthmus.Failure;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Gaussian;
import isthmus.latent.Prior;
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

    private final Model model;
    private final BooleanSupplier wanted;
    private final int rows;

    /** @param wanted whether anybody still waits for what is computed */
    public ChunkedModel(Model model, BooleanSupplier wanted) {
        this.model = model;
        this.wanted = wanted;
        int most = Math.min(MOST, VALUES / model.card().input().shape().size());
        rows = Math.max(LEAST, Integer.highestOneBit(Math.max(1, most)));
    }

    ModelCard card() {
        return model.card();
    }

    int dim() {
        return model.card().latent().dim();
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

    Prior prior() {
        return model.prior();
    }

    /** The diagonal Gaussian that the encoder's q(z|x) of one image is, or is nearest to. */
    public Gaussian encode(float[] image) {
        check();
        return model.needEncoder()
                .encode(image, 1)
                .get(0)
                .diagonal()
                .orElseThrow(() ->
                        Failure.badInput(card().id(), "a model whose posterior has a density", "a point posterior"));
    }

    /** The mean of p(x|z), (count, channels, height, width). */
    public float[] decode(float[] codes, int count) {
        int size = card().input().shape().size();
        float[] means = new float[count * size];
        each(codes, count, (some, from, n) -> {
            System.arraycopy(model.decoder().decode(some, n), 0, means, from * size, n * size);
        });
        return means;
    }

    /** log p(what is seen|z), (count). */
    float[] scores(float[] codes, int count, Observation seen) {
        float[] nats = new float[count];
        each(codes, count, (some, from, n) -> {
            System.arraycopy(model.needScorer().logLikelihood(some, n, seen), 0, nats, from, n);
        });
        return nats;
    }

    /** The same with gradients. */
    ScoresAndGradients scoresAndGradients(float[] codes, int count, Observation seen) {
        ScoresAndGradients all = new ScoresAndGradients(new float[count], new float[count * dim()]);
        each(codes, count, (some, from, n) -> {
            ScoresAndGradients part = model.needGradients().scoresAndGradients(some, n, seen);
            System.arraycopy(part.nats(), 0, all.nats(), from, n);
            System.arraycopy(part.gradient(), 0, all.gradient(), from * dim(), n * dim());
        });
        return all;
    }
}
