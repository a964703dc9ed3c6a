package isthmus.report;

import isthmus.Failure;
import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Prior;
import java.util.Arrays;

/**
 * Gradient ascent of the bound of one image on mu and logvar. What is differentiated is the draw z = mu + sigma ε under the
 * same ε at every step, so the bound is a function of mu and logvar alone. The draws ε come in pairs of opposite sign,
 * scaled to a variance of exactly 1 in each dimension, so that a bound that is quadratic in z has no error from them along
 * the axes.
 *
 * <p>Directions are conjugate gradients in the units of q: mu moves in sigmas, logvar in its own information. A step that
 * does not raise the bound is shortened until it does, so each step raises it. One thread, that of the model.
 */
final class BoundAscent {
    static final int DRAWS = 64;

    private static final double MOST_SIGMAS = 2; // that mu moves in a dimension, a step
    private static final double MOST_LOG = 1; // that logvar moves
    private static final double SUFFICIENT = 1e-4; // of what the slope promises, that a step has to gain
    private static final int SHORTENINGS = 12;
    private static final int WINDOW = 5; // steps
    private static final double SETTLED = 0.005; // nats, below which the gain of so many steps is nothing
    private static final double RANGE = 30; // of logvar, beyond which sigma is nothing or everything

    private final ChunkedModel model;
    private final Observation seen;
    private final Gaussian prior;
    private final int dim;
    private final int draws;
    private final float[] epsilon; // (draws, dim)

    record Reached(Gaussian q, double bound, int steps, boolean converged) {}

    /** @param draws of ε, an even number */
    BoundAscent(ChunkedModel model, Observation seen, int dim, int draws, Noise noise) {
        this.model = model;
        this.seen = seen;
        this.dim = dim;
        prior = model.prior()
                .gaussian()
                .orElseThrow(() -> Failure.badInput(model.card().id(), "a prior that is a Gaussian", "another"));
        this.draws = draws;
        epsilon = paired(draws, dim, noise);
    }

    private static float[] paired(int draws, int dim, Noise noise) {
        int half = draws / 2 * dim;
        float[] epsilon = new float[draws * dim];
        noise.normals(epsilon, 0, half);
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
     * A place, and which way is up.
     *
     * @param at (2 dim) mu and logvar
     * @param gradient (2 dim) of the bound
     */
    private record Point(double[] at, double bound, double[] gradient) {}

    private Point point(double[] at) {
        Gaussian q = gaussian(at);
        ScoresAndGradients scored = model.scoresAndGradients(q.codes(epsilon), draws, seen);
        double[] gradient = new double[2 * dim];
        double bound = -kl(q, prior);
        for (int i = 0; i < draws; i++) {
            bound += scored.nats()[i] / (double) draws;
            for (int d = 0; d < dim; d++) {
                double slope = scored.gradient()[i * dim + d] / (double) draws;
                gradient[d] += slope;
                gradient[dim + d] += slope * epsilon[i * dim + d] * Math.exp(at[dim + d] / 2) / 2;
            }
        }
        for (int d = 0; d < dim; d++) {
            double variance = Math.exp(prior.logvar()[d]);
            gradient[d] -= (at[d] - prior.mean()[d]) / variance;
            gradient[dim + d] -= Math.expm1(at[dim + d] - prior.logvar()[d]) / 2;
        }
        return new Point(at, bound, gradient);
    }

    /** KL(q ‖ p) in nats. */
    static double kl(Gaussian q, Prior prior) {
        return Arrays.stream(q.klTo(prior).orElseThrow()).sum();
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

    /** @param most steps */
    Reached from(Gaussian begin, int most, RefinementListener watcher) {
        double[] at = new double[2 * dim];
        for (int d = 0; d < dim; d++) {
            at[d] = begin.mean()[d];
            at[dim + d] = begin.logvar()[d];
        }
        Point now = point(at);
        watcher.stands(0, now.bound, begin);
        double[] before = null; // the direction before
        double[] bounds = new double[most + 1];
        bounds[0] = now.bound;
        Point last = null;
        for (int step = 1; step <= most; step++) {
            double[] up = natural(now);
            double[] direction = conjugate(now, up, last, before);
            Point next = along(now, limited(now, direction));
            if (next == null && direction != up) {
                direction = up;
                next = along(now, limited(now, up));
            }
            if (next == null) {
                return new Reached(gaussian(now.at), now.bound, step - 1, true);
            }
            last = now;
            before = direction;
            now = next;
            bounds[step] = now.bound;
            watcher.stands(step, now.bound, gaussian(now.at));
            if (step >= WINDOW && now.bound - bounds[step - WINDOW] < SETTLED) {
                return new Reached(gaussian(now.at), now.bound, step, true);
            }
        }
        return new Reached(gaussian(now.at), now.bound, most, false);
    }

    /** The gradient by the information that a normal distribution has of its mean and log variance. */
    private double[] natural(Point point) {
        double[] up = new double[2 * dim];
        for (int d = 0; d < dim; d++) {
            up[d] = Math.exp(point.at[dim + d]) * point.gradient[d];
            up[dim + d] = 2 * point.gradient[dim + d];
        }
        return up;
    }

    /** Polak and Ribière's direction, or straight up where it would not climb. */
    private double[] conjugate(Point now, double[] up, Point last, double[] before) {
        if (last == null) {
            return up;
        }
        double change = 0;
        for (int i = 0; i < up.length; i++) {
            change += up[i] * (now.gradient[i] - last.gradient[i]);
        }
        double beta = Math.max(0, change / dot(natural(last), last.gradient));
        double[] direction = up.clone();
        for (int i = 0; i < direction.length; i++) {
            direction[i] += beta * before[i];
        }
        return Double.isFinite(beta) && dot(direction, now.gradient) > 0 ? direction : up;
    }

    private double[] limited(Point point, double[] direction) {
        double shorten = 1;
        for (int d = 0; d < dim; d++) {
            double sigmas = Math.abs(direction[d]) / Math.exp(point.at[dim + d] / 2);
            shorten = Math.min(shorten, MOST_SIGMAS / Math.max(MOST_SIGMAS, sigmas));
            shorten = Math.min(shorten, MOST_LOG / Math.max(MOST_LOG, Math.abs(direction[dim + d])));
        }
        double[] limited = direction.clone();
        for (int i = 0; i < limited.length; i++) {
            limited[i] *= shorten;
        }
        return limited;
    }

    /** The first point along a direction that is high enough, each try as far as a parabola says; null where none is. */
    private Point along(Point from, double[] direction) {
        double slope = dot(direction, from.gradient);
        if (!(slope > 0)) {
            return null;
        }
        double length = 1;
        for (int i = 0; i < SHORTENINGS; i++) {
            Point there = point(moved(from.at, direction, length));
            double gain = there.bound - from.bound;
            if (gain > 0 && gain >= SUFFICIENT * length * slope) {
                return there;
            }
            double best = length * length * slope / (2 * (length * slope - gain));
            length = Double.isFinite(best) ? Math.max(0.1 * length, Math.min(0.5 * length, best)) : 0.1 * length;
        }
        return null;
    }

    private double[] moved(double[] from, double[] direction, double length) {
        double[] to = new double[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i] + length * direction[i];
            to[i] = i < dim ? to[i] : Math.max(-RANGE, Math.min(RANGE, to[i]));
        }
        return to;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
