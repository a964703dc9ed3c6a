package isthmus.inference;

import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelCard;
import java.util.Optional;

/** A network that hands everything to another, for tests that watch or slow down some of it. */
public class Through implements Model, Decoder, Encoder, Scorer, Gradients {
    private final Model model;

    public Through(Model model) {
        this.model = model;
    }

    @Override
    public ModelCard card() {
        return model.card();
    }

    @Override
    public Decoder decoder() {
        return this;
    }

    @Override
    public Optional<Encoder> encoder() {
        return Optional.of(this);
    }

    @Override
    public Optional<Scorer> scorer() {
        return Optional.of(this);
    }

    @Override
    public Optional<Gradients> gradients() {
        return Optional.of(this);
    }

    @Override
    public PosteriorBatch encode(float[] images, int count) {
        return model.needEncoder().encode(images, count);
    }

    @Override
    public float[] decode(float[] codes, int count) {
        return model.decoder().decode(codes, count);
    }

    @Override
    public float[] logLikelihood(float[] codes, int perImage, float[] images, int count) {
        return model.needScorer().logLikelihood(codes, perImage, images, count);
    }

    @Override
    public float[] logLikelihood(float[] codes, int count, Observation seen) {
        return model.needScorer().logLikelihood(codes, count, seen);
    }

    @Override
    public ScoresAndGradients scoresAndGradients(float[] codes, int count, Observation seen) {
        return model.needGradients().scoresAndGradients(codes, count, seen);
    }

    @Override
    public void close() {
        model.close();
    }
}
