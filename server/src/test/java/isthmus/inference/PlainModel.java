package isthmus.inference;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * A VAE in plain Java whose pixels are its code: it tells which batches it ran and on which threads, waits at a gate
 * where a test wants it to, and fails on codes above 100.
 */
final class PlainModel implements Model {
    static final int DIM = 3;

    /** A code of which the model dies. */
    static final float DEADLY = -5000;

    final List<String> batches = new CopyOnWriteArrayList<>(); // such as "decode 5"
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final Semaphore entered = new Semaphore(0);
    final Semaphore gate;
    volatile boolean closed;
    volatile boolean closesBadly;
    volatile boolean usedAfterClose;

    /** @param open whether batches pass the gate without waiting */
    PlainModel(boolean open) {
        gate = new Semaphore(open ? Integer.MAX_VALUE / 2 : 0);
        threads.add(Thread.currentThread());
    }

    private void pass(String what, int count) {
        usedAfterClose |= closed;
        threads.add(Thread.currentThread());
        batches.add(what + " " + count);
        entered.release();
        gate.acquireUninterruptibly();
    }

    @Override
    public ModelCard card() {
        return Cards.card("plain", new Shape(1, 1, DIM), DIM);
    }

    @Override
    public PosteriorBatch encode(float[] images, int count) {
        pass("encode", count);
        float[] logvar = new float[images.length];
        for (int i = 0; i < logvar.length; i++) {
            logvar[i] = -images[i];
        }
        return new PosteriorBatch(count, DIM, images.clone(), logvar);
    }

    @Override
    public float[] decode(float[] codes, int count) {
        pass("decode", count);
        for (float code : codes) {
            if (code == DEADLY) {
                throw new LinkageError("no such operator");
            }
            if (code > 1000) {
                throw new IllegalStateException("a defect");
            }
            if (code > 100) {
                throw Failure.modelFailed("", "codes up to 100", code);
            }
        }
        return codes.clone();
    }

    @Override
    public float[] logLikelihood(float[] codes, int perImage, float[] images, int count) {
        pass("score", count);
        float[] nats = new float[count * perImage];
        for (int i = 0; i < codes.length; i++) {
            nats[i / DIM] -= Math.abs(codes[i] - images[i / (perImage * DIM) * DIM + i % DIM]);
        }
        return nats;
    }

    @Override
    public float[] logLikelihood(float[] codes, int count, Observation seen) {
        pass("seen", count);
        return slopesAt(codes, count, seen).nats();
    }

    @Override
    public boolean hasGradients() {
        return true;
    }

    @Override
    public ScoresAndGradients scoresAndGradients(float[] codes, int count, Observation seen) {
        pass("slope", count);
        return slopesAt(codes, count, seen);
    }

    private static ScoresAndGradients slopesAt(float[] codes, int count, Observation seen) {
        ScoresAndGradients slopes = new ScoresAndGradients(new float[count], new float[count * DIM]);
        for (int i = 0; i < codes.length; i++) {
            float offset = codes[i] - seen.values()[i % DIM];
            slopes.nats()[i / DIM] -= Math.abs(offset);
            slopes.gradient()[i] = -Math.signum(offset);
        }
        return slopes;
    }

    @Override
    public void close() {
        threads.add(Thread.currentThread());
        closed = true;
        if (closesBadly) {
            throw new IllegalStateException("it does not close");
        }
    }
}
