package isthmus.train;

import isthmus.estimate.RunningMean;
import isthmus.history.Snapshot.GradientSpread;
import isthmus.inference.Model;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;

/**
 * How widely two estimates of the gradient of E log p(x|z) by the mean of a diagonal q(z|x) spread, each by one draw z = mu +
 * sigma ε: with the noise moved outside ∇ log p(x|z), and by the score function (log p(x|z) − baseline) ε / sigma, where
 * the baseline is the mean over all images, which that of a training follows. The KL has a closed form and adds nothing. Any
 * thread.
 */
final class GradientSpreads {
    /** Images that it is an average over. */
    static final int IMAGES = 64;

    private static final int DRAWS = 64; // of each image

    private GradientSpreads() {}

    /** @param images (count, channels, height, width) */
    static GradientSpread of(Model model, float[] images, int count, Noise noise) {
        PosteriorBatch q = model.encode(images, count);
        int dim = model.card().latent().dim();
        float[] epsilon = noise.normals(count * DRAWS * dim);
        float[] codes = new float[epsilon.length];
        for (int i = 0; i < codes.length; i++) {
            int at = i / (DRAWS * dim) * dim + i % dim;
            codes[i] = q.means()[at] + sigma(q, at) * epsilon[i];
        }
        ScoresAndGradients found = model.scoresAndGradients(codes, DRAWS, images, count);
        RunningMean baseline = new RunningMean();
        for (float nats : found.nats()) {
            baseline.add(nats);
        }
        RunningMean reparameterised = new RunningMean();
        RunningMean scoreFunction = new RunningMean();
        for (int image = 0; image < count; image++) {
            double path = 0;
            double score = 0;
            for (int d = 0; d < dim; d++) {
                RunningMean ofPath = new RunningMean();
                RunningMean ofScore = new RunningMean();
                for (int draw = image * DRAWS; draw < (image + 1) * DRAWS; draw++) {
                    ofPath.add(found.gradient()[draw * dim + d]);
                    ofScore.add((found.nats()[draw] - baseline.mean())
                            * epsilon[draw * dim + d]
                            / sigma(q, image * dim + d));
                }
                path += variance(ofPath);
                score += variance(ofScore);
            }
            reparameterised.add(path);
            scoreFunction.add(score);
        }
        return new GradientSpread(reparameterised.estimate(), scoreFunction.estimate());
    }

    private static float sigma(PosteriorBatch q, int at) {
        return (float) Math.exp(0.5 * q.logvar()[at]);
    }

    /** Of one draw, from that of its mean. */
    private static double variance(RunningMean draws) {
        return DRAWS * draws.error() * draws.error();
    }
}
