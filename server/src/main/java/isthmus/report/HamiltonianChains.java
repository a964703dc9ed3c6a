package isthmus.report;

import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Prior;

/**
 * Codes that are moved by Hamiltonian Monte Carlo (Neal 2011) such that p(z) p(x|z)^β stays as it is, for any β. One thread,
 * that of the model.
 */
final class HamiltonianChains {
    static final int LEAPS = 3; // of a move
    private static final double JITTER = 0.2; // share of a step, so that no chain goes round in a circle
    private static final double REACH = 30; // deviations of the prior, within which networks give numbers

    private final ChunkedModel model;
    private final Observation seen;
    private final Prior prior;
    private final double[] priorVariance; // (dim)
    private final Gaussian scale;
    private final int dim;
    private final int count;
    private final Noise noise;
    private final float[] z; // (count, dim)
    private final float[] scores; // (count) log p(x|z)
    private final float[] slopes; // (count, dim) of it by z

    /**
     * Draws the codes from the prior.
     *
     * @param scale a normal about as wide as p(z|x)
     */
    HamiltonianChains(ChunkedModel model, Observation seen, Gaussian scale, int count, Noise noise) {
        this.model = model;
        this.seen = seen;
        this.scale = scale;
        this.count = count;
        this.noise = noise;
        prior = model.prior();
        priorVariance = prior.variances();
        dim = prior.dim();
        z = prior.draws(noise, count);
        ScoresAndGradients here = model.scoresAndGradients(z, count, seen);
        scores = here.nats();
        slopes = here.gradient();
    }

    /** log p(x|z) of each, (count). */
    float[] scores() {
        return scores.clone();
    }

    /**
     * Moves all of them once.
     *
     * @param step in units of the width that p(z) p(x|z)^β has where p(z|x) is as wide as the scale
     * @return the mean probability with which moves are accepted
     */
    double move(double beta, double step) {
        double[] width = widths(beta);
        double[] p = new double[count * dim]; // momenta
        double[] before = new double[count];
        double[] steps = new double[count];
        boolean[] lost = new boolean[count];
        for (int row = 0; row < count; row++) {
            for (int i = row * dim; i < (row + 1) * dim; i++) {
                p[i] = noise.normal();
            }
            steps[row] = step * (1 + JITTER * (2 * noise.uniform() - 1));
            before[row] = log(beta, z, scores, p, row);
        }
        float[] to = z.clone();
        ScoresAndGradients there = new ScoresAndGradients(scores, slopes);
        for (int leap = 0; leap < LEAPS; leap++) {
            push(p, to, there.gradient(), beta, width, steps, leap == 0 ? 0.5 : 1);
            drift(to, p, width, steps, lost);
            there = model.scoresAndGradients(to, count, seen);
        }
        push(p, to, there.gradient(), beta, width, steps, 0.5);
        double accepted = 0;
        for (int row = 0; row < count; row++) {
            double gain = log(beta, to, there.nats(), p, row) - before[row];
            double probability = lost[row] || Double.isNaN(gain) ? 0 : Math.exp(Math.min(0, gain));
            accepted += probability / count;
            if (noise.uniform() < probability) {
                System.arraycopy(to, row * dim, z, row * dim, dim);
                System.arraycopy(there.gradient(), row * dim, slopes, row * dim, dim);
                scores[row] = there.nats()[row];
            }
        }
        return accepted;
    }

    /** Between the deviations of the prior and of the scale, as precisions of normals add up. */
    private double[] widths(double beta) {
        double[] width = new double[dim];
        for (int d = 0; d < dim; d++) {
            double wide = 1 / priorVariance[d];
            width[d] = 1 / Math.sqrt(wide + beta * Math.max(0, Math.exp(-scale.logvar()[d]) - wide));
        }
        return width;
    }

    private double log(double beta, float[] at, float[] nats, double[] p, int row) {
        double kinetic = 0;
        for (int i = row * dim; i < (row + 1) * dim; i++) {
            kinetic += p[i] * p[i] / 2;
        }
        return beta * nats[row] + prior.logDensity(at, row) - kinetic;
    }

    private void push(
            double[] p, float[] at, float[] gradient, double beta, double[] width, double[] steps, double share) {
        for (int row = 0; row < count; row++) {
            double[] ofPrior = prior.gradient(at, row);
            for (int d = 0; d < dim; d++) {
                int i = row * dim + d;
                p[i] += share * steps[row] * width[d] * (beta * gradient[i] + ofPrior[d]);
            }
        }
    }

    /** Takes a leap. What would go further than the reach is lost, as it would be on the way back. */
    private void drift(float[] at, double[] p, double[] width, double[] steps, boolean[] lost) {
        for (int i = 0; i < p.length; i++) {
            int d = i % dim;
            double reach = REACH * Math.sqrt(priorVariance[d]);
            double offset = at[i] + steps[i / dim] * width[d] * p[i] - prior.mean()[d];
            if (!(Math.abs(offset) <= reach)) {
                lost[i / dim] = true;
                offset = 0;
            }
            at[i] = (float) (prior.mean()[d] + offset);
        }
    }
}
