package isthmus.train;

import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Noise;
import java.util.Arrays;

/**
 * Stochastic variational inference (Hoffman, Blei, Wang and Paisley 2013) by the reparameterised gradient. Each image has a
 * q(z|x) = N(mu, diag exp(logvar)) of its own, which is kept from one visit to the next. For a batch:
 *
 * <pre>
 * local:  go up the bound of each image by its mu and logvar, some steps of Adam
 * global: go up log p(x|z) by the decoder's weights at z = mu + exp(logvar / 2) ε, a step of AdamW
 * </pre>
 *
 * Steps by mu get stuck behind what other images lie at; so before them mu moves to the likeliest of some codes drawn from
 * the prior, where that is clearly likelier under p(x, z). One thread.
 */
final class Svi implements LocalMethod {
    /**
     * Steps by Adam on mu and log variance of an image, each time that it is in a batch.
     *
     * @param rate of the log variances, and of the means in deviations
     * @param starts codes drawn from the prior, to the likeliest of which mu moves where that is likelier than mu
     */
    public record Local(int steps, double rate, int starts) {
        public Local {
            Recipe.require(steps >= 1 && steps <= 1000, "steps", "1 to 1000", steps);
            Recipe.require(rate > 0 && rate < 1, "rate", "a number in (0, 1)", rate);
            Recipe.require(starts >= 1 && starts <= 4096, "starts", "1 to 4096", starts);
        }
    }

    private static final float START = -4; // log variance of an image that is met for the first time
    private static final double FURTHER = 1; // nats a dimension by which a start has to be likelier
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99; // an image takes few steps

    private final Local local;
    private final int dim;

    Svi(Recipe recipe) {
        local = recipe.local();
        dim = recipe.latent();
    }

    /** mu and logvar, the moments of Adam for both, and the steps taken. */
    @Override
    public int numbers() {
        return 6 * dim + 1;
    }

    @Override
    public int variancesAt() {
        return dim;
    }

    @Override
    public TrainingSession.Terms step(
            TrainingSession session, float[] images, int count, float[] own, Noise noise, double rate) {
        start(session, images, count, own, noise);
        for (int step = 0; step < local.steps(); step++) {
            float[] eps = noise.normals(count * dim);
            ScoresAndGradients slopes =
                    session.slopes(new EpochBatches.Batch(count, images, images, draws(own, count, eps)));
            ascend(own, count, eps, slopes.gradient());
        }
        float[] z = draws(own, count, noise.normals(count * dim));
        TrainingSession.Terms terms = session.step(new EpochBatches.Batch(count, images, images, z), 1, rate);
        return new TrainingSession.Terms(terms.loss(), terms.reconstruction(), kl(own, count));
    }

    private void start(TrainingSession session, float[] images, int count, float[] own, Noise noise) {
        float[] mu = draws(own, count, new float[count * dim]);
        PriorDraws starts = PriorDraws.of(session, images, count, noise.normals(local.starts() * dim), mu, dim);
        for (int i = 0; i < count; i++) {
            int at = i * numbers();
            boolean met = own[at + 6 * dim] > 0;
            double greatest =
                    met ? starts.own(i) - 0.5 * squared(mu, i * dim) + dim * FURTHER : Double.NEGATIVE_INFINITY;
            int best = -1;
            for (int s = 0; s < starts.draws(); s++) {
                double joint = starts.score(i, s) - 0.5 * squared(starts.codes(), s * dim);
                if (joint > greatest) {
                    greatest = joint;
                    best = s;
                }
            }
            if (best >= 0) {
                System.arraycopy(starts.codes(), best * dim, own, at, dim);
                Arrays.fill(own, at + 2 * dim, at + numbers(), 0);
            }
            if (!met) {
                Arrays.fill(own, at + dim, at + 2 * dim, START);
            }
        }
    }

    private double squared(float[] codes, int at) {
        double sum = 0;
        for (int d = at; d < at + dim; d++) {
            sum += codes[d] * codes[d];
        }
        return sum;
    }

    private float[] draws(float[] own, int count, float[] eps) {
        float[] z = new float[count * dim];
        for (int i = 0; i < z.length; i++) {
            int at = i / dim * numbers() + i % dim;
            z[i] = own[at] + (float) Math.exp(0.5 * own[at + dim]) * eps[i];
        }
        return z;
    }

    /** A step of Adam for each image, up log p(x|z) − KL(q(z|x) ‖ p(z)). */
    private void ascend(float[] own, int count, float[] eps, float[] slopes) {
        for (int i = 0; i < count; i++) {
            int at = i * numbers();
            double steps = ++own[at + 6 * dim];
            for (int d = 0; d < dim; d++) {
                double slope = slopes[i * dim + d];
                double variance = Math.exp(own[at + dim + d]);
                double byMean = slope - own[at + d];
                double byLogvar = 0.5 * (slope * Math.sqrt(variance) * eps[i * dim + d] + 1 - variance);
                move(own, at + d, byMean, local.rate() * Math.sqrt(variance), steps);
                move(own, at + dim + d, byLogvar, local.rate(), steps);
            }
        }
    }

    private void move(float[] own, int at, double slope, double rate, double steps) {
        int first = at + 2 * dim;
        int second = at + 4 * dim;
        own[first] += (float) ((1 - BETA1) * (slope - own[first]));
        own[second] += (float) ((1 - BETA2) * (slope * slope - own[second]));
        double mean = own[first] / (1 - Math.pow(BETA1, steps));
        double size = Math.sqrt(own[second] / (1 - Math.pow(BETA2, steps)));
        own[at] += (float) (rate * mean / (size + 1e-8));
    }

    private double kl(float[] own, int count) {
        double twice = 0;
        for (int i = 0; i < count * dim; i++) {
            int at = i / dim * numbers() + i % dim;
            twice += own[at] * own[at] + Math.exp(own[at + dim]) - own[at + dim] - 1;
        }
        return twice / 2 / count;
    }
}
