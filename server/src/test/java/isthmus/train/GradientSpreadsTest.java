package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.estimate.MeanEstimate;
import isthmus.evaluate.LinearGaussian;
import isthmus.history.Snapshot.GradientSpread;
import isthmus.image.Shape;
import isthmus.inference.Model;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import java.util.Arrays;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

/** Of a linear Gaussian model, under which log p(x|z) is a quadratic of ε whose moments are known. */
class GradientSpreadsTest {
    private static final Shape SHAPE = new Shape(1, 1, 3);
    private static final int IMAGES = 8000;
    private static final double S = 0.5;
    private static final double[] LENGTHS = {0.6, 1.1}; // of the columns of W, along axes of their own

    @Test
    void bothAreTheVariancesOfClosedForms() {
        SimpleMatrix w = new SimpleMatrix(SHAPE.size(), LENGTHS.length);
        for (int d = 0; d < LENGTHS.length; d++) {
            w.set(d, d, LENGTHS[d]);
        }
        LinearGaussian model = new LinearGaussian(SHAPE, w, new SimpleMatrix(SHAPE.size(), 1), S, 0.3, 0.2);
        float[] images = new Noise(3, 0).uniforms(IMAGES * SHAPE.size());
        PosteriorBatch q = model.encode(images, IMAGES);
        double[] means = new double[IMAGES]; // of log p(x|z), less a number that is the same for all
        for (int i = 0; i < IMAGES; i++) {
            for (int p = 0; p < SHAPE.size(); p++) {
                int at = i * LENGTHS.length + p;
                double mean = p < LENGTHS.length ? LENGTHS[p] * q.means()[at] : 0;
                double spread = p < LENGTHS.length ? LENGTHS[p] * LENGTHS[p] * Math.exp(q.logvar()[at]) : 0;
                means[i] -= (Math.pow(images[i * SHAPE.size() + p] - mean, 2) + spread) / (2 * S * S);
            }
        }
        double baseline = Arrays.stream(means).average().orElseThrow();
        double path = 0;
        double score = 0;
        for (int i = 0; i < IMAGES; i++) {
            double ofAll = 0; // variance of log p(x|z)
            double[] slope = new double[LENGTHS.length]; // by ε, at its mean
            double[] bend = new double[LENGTHS.length]; // half the second derivative
            double[] sigma = new double[LENGTHS.length];
            for (int d = 0; d < LENGTHS.length; d++) {
                sigma[d] = Math.exp(0.5 * q.logvar()[i * LENGTHS.length + d]);
                double offset = images[i * SHAPE.size() + d] - LENGTHS[d] * q.means()[i * LENGTHS.length + d];
                slope[d] = LENGTHS[d] * offset / (S * S) * sigma[d];
                bend[d] = -0.5 * Math.pow(LENGTHS[d] * sigma[d] / S, 2);
                ofAll += slope[d] * slope[d] + 2 * bend[d] * bend[d];
                path += 4 * bend[d] * bend[d] / (sigma[d] * sigma[d]) / IMAGES;
            }
            for (int d = 0; d < LENGTHS.length; d++) {
                double own = slope[d] * slope[d] + 2 * bend[d] * bend[d];
                double squares = 3 * slope[d] * slope[d] + 10 * bend[d] * bend[d] + ofAll - own;
                double off = means[i] - baseline;
                double ofBaseline = off * off + 4 * off * bend[d];
                score += (squares + ofBaseline - slope[d] * slope[d]) / (sigma[d] * sigma[d]) / IMAGES;
            }
        }
        GradientSpread found = spread(model, images, IMAGES, 64);
        assertNear(path, found.reparameterised());
        assertNear(score, found.scoreFunction());
    }

    /** Of a model that is opened, by draws of our own. */
    static GradientSpread spread(Model model, float[] images, int count, int draws) {
        PosteriorBatch q = model.encode(images, count);
        GradientSpreads spreads =
                new GradientSpreads(count, model.card().latent().dim(), q.logvar());
        Noise noise = new Noise(5, 0);
        for (int draw = 0; draw < draws; draw++) {
            float[] epsilon = noise.normals(q.means().length);
            float[] codes = new float[epsilon.length];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = q.means()[i] + (float) Math.exp(0.5 * q.logvar()[i]) * epsilon[i];
            }
            ScoresAndGradients scores = model.scoresAndGradients(codes, 1, images, count);
            float[] byNoise = scores.gradient().clone();
            for (int i = 0; i < byNoise.length; i++) {
                byNoise[i] *= (float) Math.exp(0.5 * q.logvar()[i]);
            }
            spreads.add(epsilon, new ScoresAndGradients(scores.nats(), byNoise));
        }
        return spreads.spread();
    }

    /** Within what draws leave open, of which a few that are far out are worth much. */
    private static void assertNear(double expected, MeanEstimate found) {
        assertEquals(1, found.mean() / expected, 0.03);
    }
}
