package isthmus.live;

import isthmus.inference.Codes;
import isthmus.inference.Vae;
import isthmus.model.ModelCard;
import java.util.concurrent.atomic.AtomicInteger;

/** A network that counts the rows it decodes. */
record Counted(Vae vae, AtomicInteger rows) implements Vae {
    @Override
    public ModelCard card() {
        return vae.card();
    }

    @Override
    public Codes encode(float[] images, int count) {
        return vae.encode(images, count);
    }

    @Override
    public float[] decode(float[] codes, int count) {
        rows.addAndGet(count);
        return vae.decode(codes, count);
    }

    @Override
    public float[] logLikelihood(float[] codes, float[] images, int count) {
        return vae.logLikelihood(codes, images, count);
    }

    @Override
    public void close() {
        vae.close();
    }
}
