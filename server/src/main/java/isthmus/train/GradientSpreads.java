package isthmus.train;

import isthmus.estimate.RunningMean;
import isthmus.history.Snapshot.GradientSpread;
import isthmus.inference.ScoresAndGradients;
import java.util.ArrayList;
import java.util.List;

/**
 * How widely two estimates of the gradient of E log p(x|z) by the mean of a diagonal q(z|x) spread, each by one draw z = mu +
 * sigma ε: with the noise moved outside ∇ log p(x|z), and by the score function (log p(x|z) − baseline) ε / sigma, where
 * the baseline is the mean over all images, which that of a training follows. The KL has a closed form and adds nothing. One
 * thread.
 */
final class GradientSpreads {
    /** Images that it is an average over, at most. */
    static final int IMAGES = 64;

    /** Of each image. */
    static final int DRAWS = 16;

    private final int images;
    private final int dim;
    private final float[] logvar; // (images, dim)
    private final RunningMean baseline = new RunningMean();
    private final List<float[]> noise = new ArrayList<>(); // of each draw, (images, dim)
    private final List<ScoresAndGradients> found = new ArrayList<>();

    /** @param logvar (images, dim) of q(z|x) */
    GradientSpreads(int images, int dim, float[] logvar) {
        this.images = images;
        this.dim = dim;
        this.logvar = logvar;
    }

    /**
     * Adds a draw of each image.
     *
     * @param epsilon (images, dim)
     * @param scores log p(x|z), with its gradient by ε
     */
    void add(float[] epsilon, ScoresAndGradients scores) {
        noise.add(epsilon);
        found.add(scores);
        for (float nats : scores.nats()) {
            baseline.add(nats);
        }
    }

    GradientSpread spread() {
        RunningMean reparameterised = new RunningMean();
        RunningMean scoreFunction = new RunningMean();
        for (int image = 0; image < images; image++) {
            double path = 0;
            double score = 0;
            for (int at = image * dim; at < (image + 1) * dim; at++) {
                double sigma = Math.exp(0.5 * logvar[at]);
                RunningMean ofPath = new RunningMean();
                RunningMean ofScore = new RunningMean();
                for (int draw = 0; draw < found.size(); draw++) {
                    ScoresAndGradients scores = found.get(draw);
                    ofPath.add(scores.gradient()[at] / sigma);
                    ofScore.add((scores.nats()[image] - baseline.mean()) * noise.get(draw)[at] / sigma);
                }
                path += variance(ofPath);
                score += variance(ofScore);
            }
            reparameterised.add(path);
            scoreFunction.add(score);
        }
        return new GradientSpread(reparameterised.estimate(), scoreFunction.estimate());
    }

    /** Of one draw, from that of the mean. */
    private static double variance(RunningMean draws) {
        return draws.count() * draws.error() * draws.error();
    }
}
