package isthmus.inference;

import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.model.ModelCard;

/** A network that hands everything to another, for tests that watch or slow down some of it. */
public class Through implements Model {
    private final Model model;

    public Through(Model model) {
        this.model = model;
    }

    @Override
    public ModelCard card() {
        return model.card();
    }

    @Override
    public Prior prior() {
        return model.prior();
    }

    @Override
    public PosteriorBatch encode(float[] images, int count) {
        return model.encode(images, count);
    }

    @Override
    public float[] decode(float[] codes, int count) {
        return model.decode(codes, count);
    }

    @Override
    public float[] scoredMeans(float[] codes, int count) {
        return model.scoredMeans(codes, count);
    }

    @Override
    public float[] logLikelihood(float[] codes, int perImage, float[] images, int count) {
        return model.logLikelihood(codes, perImage, images, count);
    }

    @Override
    public float[] logLikelihood(float[] codes, int count, Observation seen) {
        return model.logLikelihood(codes, count, seen);
    }

    @Override
    public boolean hasGradients() {
        return model.hasGradients();
    }

    @Override
    public ScoresAndGradients scoresAndGradients(float[] codes, int count, Observation seen) {
        return model.scoresAndGradients(codes, count, seen);
    }

    @Override
    public void close() {
        model.close();
    }
}
