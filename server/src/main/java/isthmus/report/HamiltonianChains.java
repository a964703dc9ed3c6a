package isthmus.report;

import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Prior;
import java.util.List;
import java.util.function.Function;

/**
 * Codes that are moved by Hamiltonian Monte Carlo (Neal 2011) such that r(z)^(1 − β) p(x, z)^β stays as it is, for any β,
 * where r is what they start from: as many for each of several images, whose networks run together. One thread, that of
 * the model.
 */
final class HamiltonianChains {
    static final int LEAPS = 3; // of a move
    private static final double JITTER = 0.2; // share of a step, so that no chain goes round in a circle
    private static final double REACH = 30; // deviations of the prior, within which networks give numbers

    private final Prior prior;
    private final double[] priorVariance; // (dim)
    private final Function<float[], ScoresAndGradients> likelihood;
    private final List<Start> starts;
    private final int each; // chains of an image
    private final int dim;
    private final int count; // of all images
    private final Noise[] noise; // of each image
    private final float[] z; // (count, dim)
    private final float[] scores; // (count) log p(x|z)
    private final float[] slopes; // (count, dim) of it by z

    /**
     * Where the chains of an image come from.
     *
     * @param from r
     * @param wide (dim) its variances about a mode
     * @param scale a normal about as wide as p(z|x)
     */
    record Start(Prior from, double[] wide, Gaussian scale) {
        /** From the prior, so that p(x, z) comes of p(z) as the likelihood comes in. */
        static Start ofPrior(Prior prior, Gaussian scale) {
            return new Start(prior, prior.variances(), scale);
        }
    }

    /**
     * Draws the codes.
     *
     * @param likelihood log p(x|z) of all chains, each under its own image, with gradients by z
     * @param starts of each image
     * @param each chains of an image
     * @param noise (starts.size()) of each image
     */
    HamiltonianChains(
            Prior prior,
            Function<float[], ScoresAndGradients> likelihood,
            List<Start> starts,
            int each,
            Noise[] noise) {
        this.prior = prior;
        this.likelihood = likelihood;
        this.starts = starts;
        this.each = each;
        this.noise = noise;
        priorVariance = prior.variances();
        dim = prior.dim();
        count = starts.size() * each;
        z = new float[count * dim];
        for (int row = 0; row < count; row++) {
            start(row).from.draw(noise[row / each], z, row);
        }
        ScoresAndGradients here = likelihood.apply(z);
        scores = here.nats();
        slopes = here.gradient();
    }

    private Start start(int row) {
        return starts.get(row / each);
    }

    /** log p(x, z) − log r(z) of each, (count): by how much it gains as β rises. */
    double[] ratios() {
        double[] ratios = new double[count];
        for (int row = 0; row < count; row++) {
            Prior from = start(row).from;
            ratios[row] = scores[row];
            if (from != prior) {
                ratios[row] += prior.logDensity(z, row) - from.logDensity(z, row);
            }
        }
        return ratios;
    }

    /**
     * Moves all of them once.
     *
     * @param step in units of the width at β where p(z|x) is as wide as the scale
     * @return the mean probability with which moves are accepted
     */
    double move(double beta, double step) {
        double[] width = widths(beta);
        double[] p = new double[count * dim]; // momenta
        double[] before = new double[count];
        double[] steps = new double[count];
        boolean[] lost = new boolean[count];
        for (int row = 0; row < count; row++) {
            Noise own = noise[row / each];
            for (int i = row * dim; i < (row + 1) * dim; i++) {
                p[i] = own.normal();
            }
            steps[row] = step * (1 + JITTER * (2 * own.uniform() - 1));
            before[row] = log(beta, z, scores, p, row);
        }
        float[] to = z.clone();
        ScoresAndGradients there = new ScoresAndGradients(scores, slopes);
        for (int leap = 0; leap < LEAPS; leap++) {
            push(p, to, there.gradient(), beta, width, steps, leap == 0 ? 0.5 : 1);
            drift(to, p, width, steps, lost);
            there = likelihood.apply(to);
        }
        push(p, to, there.gradient(), beta, width, steps, 0.5);
        double accepted = 0;
        for (int row = 0; row < count; row++) {
            double gain = log(beta, to, there.nats(), p, row) - before[row];
            double probability = lost[row] || Double.isNaN(gain) ? 0 : Math.exp(Math.min(0, gain));
            accepted += probability / count;
            if (noise[row / each].uniform() < probability) {
                System.arraycopy(to, row * dim, z, row * dim, dim);
                System.arraycopy(there.gradient(), row * dim, slopes, row * dim, dim);
                scores[row] = there.nats()[row];
            }
        }
        return accepted;
    }

    /** Of each image, (images, dim): between those of the start and of the scale, as precisions of normals add up. */
    private double[] widths(double beta) {
        double[] width = new double[starts.size() * dim];
        for (int i = 0; i < width.length; i++) {
            Start start = starts.get(i / dim);
            double wide = 1 / start.wide[i % dim];
            width[i] = 1
                    / Math.sqrt(wide + beta * Math.max(0, Math.exp(-start.scale.logvar()[i % dim]) - wide));
        }
        return width;
    }

    private double log(double beta, float[] at, float[] nats, double[] p, int row) {
        double kinetic = 0;
        for (int i = row * dim; i < (row + 1) * dim; i++) {
            kinetic += p[i] * p[i] / 2;
        }
        Prior from = start(row).from;
        double ofPrior = prior.logDensity(at, row);
        double rest = from == prior ? ofPrior : beta * ofPrior + (1 - beta) * from.logDensity(at, row);
        return beta * nats[row] + rest - kinetic;
    }

    private void push(
            double[] p, float[] at, float[] gradient, double beta, double[] width, double[] steps, double share) {
        for (int row = 0; row < count; row++) {
            Prior from = start(row).from;
            double[] ofPrior = prior.gradient(at, row);
            double[] ofStart = from == prior ? ofPrior : from.gradient(at, row);
            int image = row / each;
            for (int d = 0; d < dim; d++) {
                int i = row * dim + d;
                double slope = beta * (gradient[i] + ofPrior[d]) + (1 - beta) * ofStart[d];
                p[i] += share * steps[row] * width[image * dim + d] * slope;
            }
        }
    }

    /** Takes a leap. What would go further than the reach is lost, as it would be on the way back. */
    private void drift(float[] at, double[] p, double[] width, double[] steps, boolean[] lost) {
        for (int i = 0; i < p.length; i++) {
            int row = i / dim;
            int d = i % dim;
            double reach = REACH * Math.sqrt(priorVariance[d]);
            double offset = at[i] + steps[row] * width[row / each * dim + d] * p[i] - prior.mean()[d];
            if (!(Math.abs(offset) <= reach)) {
                lost[row] = true;
                offset = 0;
            }
            at[i] = (float) (prior.mean()[d] + offset);
        }
    }
}
