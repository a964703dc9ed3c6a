package isthmus.inference;

import isthmus.model.ModelCard;

/** A network that hands everything to another, for tests that watch or slow down some of it. */
public class Through implements Model {
    private final Model vae;

    public Through(Model vae) {
        this.vae = vae;
    }

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
        return vae.decode(codes, count);
    }

    @Override
    public float[] logLikelihood(float[] codes, float[] images, int count) {
        return vae.logLikelihood(codes, images, count);
    }

    @Override
    public float[] logLikelihood(float[] codes, int count, Observation seen) {
        return vae.logLikelihood(codes, count, seen);
    }

    @Override
    public ScoresAndGradients slopes(float[] codes, int count, Observation seen) {
        return vae.slopes(codes, count, seen);
    }

    @Override
    public void close() {
        vae.close();
    }
}
