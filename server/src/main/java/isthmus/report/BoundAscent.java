package isthmus.report;

import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Prior;
import isthmus.latent.Vectors;
import java.util.Arrays;

/**
 * Maximises the bound of one image over mu and logvar. The draws are z = mu + sigma ε with the same ε at every step, so the
 * bound is a deterministic function. The ε are antithetic pairs, scaled to a variance of exactly 1 in each dimension, so
 * that they add no error along the axes to a bound that is quadratic in z.
 *
 * <p>Directions are conjugate natural gradients, and backtracking line search makes every step raise the bound. One thread,
 * that of the model.
 */
final class BoundAscent {
    static final int DRAWS = 64;

    private static final double MAX_MU_STEP = 2; // sigmas, in each dimension
    private static final double MAX_LOGVAR_STEP = 1;
    private static final double ARMIJO = 1e-4; // fraction of the linear prediction that a step must gain
    private static final int MAX_BACKTRACKS = 12;
    private static final int WINDOW = 5; // steps over which convergence is judged
    private static final double TOLERANCE = 0.005; // nats of gain over the window, below which it has converged
    private static final double MAX_LOGVAR = 30; // in magnitude

    private final ChunkedModel model;
    private final Observation seen;
    private final Prior prior;
    private final int dim;
    private final int draws;
    private final float[] epsilon; // (draws, dim)

    record Result(Gaussian q, double bound, int steps, boolean converged) {}

    /** @param draws of ε, an even number */
    BoundAscent(ChunkedModel model, Observation seen, int dim, int draws, Noise noise) {
        this.model = model;
        this.seen = seen;
        this.dim = dim;
        prior = model.prior();
        this.draws = draws;
        epsilon = antithetic(draws, dim, noise);
    }

    private static float[] antithetic(int draws, int dim, Noise noise) {
        int half = draws / 2 * dim;
        float[] epsilon = Arrays.copyOf(noise.normals(half), draws * dim);
        for (int d = 0; d < dim; d++) {
            double squares = 0;
            for (int i = d; i < half; i += dim) {
                squares += (double) epsilon[i] * epsilon[i];
            }
            double scale = 1 / Math.sqrt(squares / (draws / 2.0));
            for (int i = d; i < half; i += dim) {
                epsilon[i] *= (float) scale;
                epsilon[half + i] = -epsilon[i];
            }
        }
        return epsilon;
    }

    /**
     * The bound and its gradient at one q.
     *
     * @param at (2 dim) mu, then logvar
     * @param gradient (2 dim) of the bound
     */
    private record Point(double[] at, double bound, double[] gradient) {}

    private Point point(double[] at) {
        Gaussian q = gaussian(at);
        float[] z = q.codes(epsilon);
        ScoresAndGradients scored = model.scoresAndGradients(z, draws, seen);
        double[] gradient = new double[2 * dim];
        double bound = -kl(q, prior, z);
        for (int i = 0; i < draws; i++) {
            bound += scored.nats()[i] / (double) draws;
            for (int d = 0; d < dim; d++) {
                double slope = scored.gradient()[i * dim + d] / (double) draws;
                gradient[d] += slope;
                gradient[dim + d] += slope * epsilon[i * dim + d] * Math.exp(at[dim + d] / 2) / 2;
            }
        }
        subtractDivergence(at, z, gradient);
        return new Point(at, bound, gradient);
    }

    /**
     * Takes off the gradient of KL(q ‖ p), in closed form where the prior is a Gaussian, else by the draws.
     *
     * @param z (draws, dim) of q
     */
    private void subtractDivergence(double[] at, float[] z, double[] gradient) {
        if (prior.gaussian().isPresent()) {
            Gaussian normal = prior.gaussian().get();
            for (int d = 0; d < dim; d++) {
                gradient[d] -= (at[d] - normal.mean()[d]) / Math.exp(normal.logvar()[d]);
                gradient[dim + d] -= Math.expm1(at[dim + d] - normal.logvar()[d]) / 2;
            }
        } else {
            for (int row = 0; row < draws; row++) {
                double[] slope = prior.gradient(z, row);
                for (int d = 0; d < dim; d++) {
                    double sigma = Math.exp(at[dim + d] / 2);
                    gradient[d] += slope[d] / draws;
                    gradient[dim + d] += slope[d] / draws * epsilon[row * dim + d] * sigma / 2;
                }
            }
            for (int d = 0; d < dim; d++) {
                gradient[dim + d] += 0.5; // of the entropy
            }
        }
    }

    /**
     * KL(q ‖ p) in nats, in closed form where there is one.
     *
     * @param z (draws, dim) of q, which are used otherwise
     */
    static double kl(Gaussian q, Prior prior, float[] z) {
        return q.klTo(prior).orElseGet(() -> {
            int draws = z.length / q.dim();
            double sum = 0;
            for (int row = 0; row < draws; row++) {
                sum += prior.logDensity(z, row);
            }
            return -q.entropy() - sum / draws;
        });
    }

    private Gaussian gaussian(double[] at) {
        float[] mu = new float[dim];
        float[] logvar = new float[dim];
        for (int d = 0; d < dim; d++) {
            mu[d] = (float) at[d];
            logvar[d] = (float) at[dim + d];
        }
        return new Gaussian(mu, logvar);
    }

    /** The bound of one q under the draws. */
    double bound(Gaussian q) {
        return point(numbers(q)).bound;
    }

    private double[] numbers(Gaussian q) {
        double[] numbers = new double[2 * dim];
        for (int d = 0; d < dim; d++) {
            numbers[d] = q.mean()[d];
            numbers[dim + d] = q.logvar()[d];
        }
        return numbers;
    }

    /** @param most steps */
    Result maximise(Gaussian start, int most, Refinement.Listener listener) {
        Point now = point(numbers(start));
        listener.onStep(0, now.bound, start);
        double[] before = null; // the previous direction
        double[] bounds = new double[most + 1];
        bounds[0] = now.bound;
        Point previous = null;
        for (int step = 1; step <= most; step++) {
            double[] gradient = natural(now);
            double[] direction = conjugate(now, gradient, previous, before);
            Point next = lineSearch(now, limited(now, direction));
            if (next == null && direction != gradient) {
                direction = gradient;
                next = lineSearch(now, limited(now, gradient));
            }
            if (next == null) {
                return new Result(gaussian(now.at), now.bound, step - 1, true);
            }
            previous = now;
            before = direction;
            now = next;
            bounds[step] = now.bound;
            listener.onStep(step, now.bound, gaussian(now.at));
            if (step >= WINDOW && now.bound - bounds[step - WINDOW] < TOLERANCE) {
                return new Result(gaussian(now.at), now.bound, step, true);
            }
        }
        return new Result(gaussian(now.at), now.bound, most, false);
    }

    /** The natural gradient: by the inverse Fisher information of mean and log variance. */
    private double[] natural(Point point) {
        double[] natural = new double[2 * dim];
        for (int d = 0; d < dim; d++) {
            natural[d] = Math.exp(point.at[dim + d]) * point.gradient[d];
            natural[dim + d] = 2 * point.gradient[dim + d];
        }
        return natural;
    }

    /** Polak and Ribière's direction, or the natural gradient where that is no ascent direction. */
    private double[] conjugate(Point now, double[] natural, Point previous, double[] before) {
        if (previous == null) {
            return natural;
        }
        double change = 0;
        for (int i = 0; i < natural.length; i++) {
            change += natural[i] * (now.gradient[i] - previous.gradient[i]);
        }
        double beta = Math.max(0, change / Vectors.dot(natural(previous), previous.gradient));
        double[] direction = Vectors.sum(natural, beta, before);
        return Double.isFinite(beta) && Vectors.dot(direction, now.gradient) > 0 ? direction : natural;
    }

    /** Scales a direction down to the largest step allowed. */
    private double[] limited(Point point, double[] direction) {
        double scale = 1;
        for (int d = 0; d < dim; d++) {
            double sigmas = Math.abs(direction[d]) / Math.exp(point.at[dim + d] / 2);
            scale = Math.min(scale, MAX_MU_STEP / Math.max(MAX_MU_STEP, sigmas));
            scale = Math.min(scale, MAX_LOGVAR_STEP / Math.max(MAX_LOGVAR_STEP, Math.abs(direction[dim + d])));
        }
        return Vectors.scaled(direction, scale);
    }

    /** Backtracks by parabolic interpolation until the bound rises enough; null where it never does. */
    private Point lineSearch(Point from, double[] direction) {
        double slope = Vectors.dot(direction, from.gradient);
        if (!(slope > 0)) {
            return null;
        }
        double length = 1;
        for (int i = 0; i < MAX_BACKTRACKS; i++) {
            Point candidate = point(moved(from.at, direction, length));
            double gain = candidate.bound - from.bound;
            if (gain > 0 && gain >= ARMIJO * length * slope) {
                return candidate;
            }
            double best = length * length * slope / (2 * (length * slope - gain));
            length = Double.isFinite(best) ? Math.max(0.1 * length, Math.min(0.5 * length, best)) : 0.1 * length;
        }
        return null;
    }

    private double[] moved(double[] from, double[] direction, double length) {
        double[] to = Vectors.sum(from, length, direction);
        for (int i = dim; i < to.length; i++) {
            to[i] = Math.max(-MAX_LOGVAR, Math.min(MAX_LOGVAR, to[i]));
        }
        return to;
    }
}
