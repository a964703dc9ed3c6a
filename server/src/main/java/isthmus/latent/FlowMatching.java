package isthmus.latent;

import isthmus.Failure;
import java.util.Optional;

/**
 * p(z) as where N(0, I) is carried by dy/dt = v(y, t) from t = 0 to 1, and then z = mean + deviation · y; the velocity is
 * learned by flow matching (Lipman and others 2023). Carried back, a code gives its density: log p(z) is that of its noise
 * under N(0, I) less the integral of the velocity's divergence, which is exact but for the steps of the integration
 * (Runge and Kutta's, of fourth order). Immutable; any thread.
 */
public final class FlowMatching implements Prior {
    /** Of the integration from noise to code, and back. */
    public static final int STEPS = 16;

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
    private static final double DIFFERENCE = 1e-4; // of a coordinate, in deviations

    private final VelocityNetwork velocity;
    private final float[] offset; // (dim)
    private final float[] scale; // (dim)
    private final DrawnMoments moments = new DrawnMoments(this);

    /**
     * @param offset (dim), which nobody writes into any more
     * @param scale (dim) positive, likewise
     */
    public FlowMatching(VelocityNetwork velocity, float[] offset, float[] scale) {
        if (offset.length != velocity.dim() || scale.length != velocity.dim()) {
            throw Failure.badInput(
                    "offset and scale",
                    "a number for each of %d dimensions".formatted(velocity.dim()),
                    "%d and %d".formatted(offset.length, scale.length));
        }
        for (int d = 0; d < scale.length; d++) {
            if (!(scale[d] > 0) || !Float.isFinite(scale[d]) || !Float.isFinite(offset[d])) {
                throw Failure.badInput(
                        "offset and scale", "finite numbers and positive ones", offset[d] + ", " + scale[d]);
            }
        }
        this.velocity = velocity;
        this.offset = offset;
        this.scale = scale;
    }

    public VelocityNetwork velocity() {
        return velocity;
    }

    /** What is added to y, (dim); nobody writes into it. */
    public float[] offset() {
        return offset;
    }

    /** What y is multiplied by, (dim); nobody writes into it. */
    public float[] scale() {
        return scale;
    }

    @Override
    public int dim() {
        return velocity.dim();
    }

    @Override
    public void draw(Noise noise, float[] z, int row) {
        double[] y = new double[dim()];
        for (int d = 0; d < y.length; d++) {
            y[d] = noise.normal();
        }
        carry(velocity.new Evaluation(false), y, 0, 1, STEPS);
        write(y, z, row);
    }

    /**
     * The way of draws from the noise into place, at even times from 0 to 1.
     *
     * @param epsilon (count, dim) draws of N(0, I)
     * @param moves from one frame to the next, 1 or more
     * @return (moves + 1, count, dim)
     */
    public float[] trajectory(float[] epsilon, int moves) {
        int count = epsilon.length / dim();
        int steps = Math.max(1, (STEPS + moves - 1) / moves);
        float[] frames = new float[(moves + 1) * epsilon.length];
        VelocityNetwork.Evaluation evaluation = velocity.new Evaluation(false);
        for (int row = 0; row < count; row++) {
            double[] y = Vectors.doubles(epsilon, row * dim(), dim());
            write(y, frames, row);
            for (int move = 0; move < moves; move++) {
                carry(evaluation, y, (double) move / moves, (move + 1.0) / moves, steps);
                write(y, frames, (move + 1) * count + row);
            }
        }
        return frames;
    }

    private void write(double[] y, float[] z, int row) {
        for (int d = 0; d < y.length; d++) {
            z[row * y.length + d] = (float) (offset[d] + scale[d] * y[d]);
        }
    }

    @Override
    public double logDensity(float[] z, int row) {
        return logDensity(velocity.new Evaluation(true), standardised(z, row));
    }

    @Override
    public boolean hasQuickDensity() {
        return false;
    }

    private double[] standardised(float[] z, int row) {
        double[] y = Vectors.doubles(z, row * dim(), dim());
        for (int d = 0; d < y.length; d++) {
            y[d] = (y[d] - offset[d]) / scale[d];
        }
        return y;
    }

    /** Of z at y, which is carried back to its noise. */
    private double logDensity(VelocityNetwork.Evaluation evaluation, double[] y) {
        double log = -carry(evaluation, y, 1, 0, STEPS);
        for (int d = 0; d < y.length; d++) {
            log -= 0.5 * (y[d] * y[d] + LOG_TWO_PI) + Math.log(scale[d]);
        }
        return log;
    }

    /** By central differences of the integrated log density. */
    @Override
    public double[] gradient(float[] z, int row) {
        double[] y = standardised(z, row);
        VelocityNetwork.Evaluation evaluation = velocity.new Evaluation(true);
        double[] gradient = new double[y.length];
        for (int d = 0; d < y.length; d++) {
            double[] above = y.clone();
            double[] below = y.clone();
            above[d] += DIFFERENCE;
            below[d] -= DIFFERENCE;
            double rise = logDensity(evaluation, above) - logDensity(evaluation, below);
            gradient[d] = rise / (2 * DIFFERENCE * scale[d]);
        }
        return gradient;
    }

    /**
     * Carries y from one time to another.
     *
     * @return the integral of the divergence from the earlier to the later time, where the evaluation gives it
     */
    private static double carry(VelocityNetwork.Evaluation evaluation, double[] y, double from, double to, int steps) {
        int dim = y.length;
        double step = (to - from) / steps;
        double integral = 0;
        double[][] k = new double[4][dim];
        double[] at = new double[dim];
        for (int s = 0; s < steps; s++) {
            double t = from + s * step;
            double sum = evaluation.at(y, t, k[0]);
            sum += 2 * evaluation.at(moved(y, step / 2, k[0], at), t + step / 2, k[1]);
            sum += 2 * evaluation.at(moved(y, step / 2, k[1], at), t + step / 2, k[2]);
            sum += evaluation.at(moved(y, step, k[2], at), t + step, k[3]);
            for (int d = 0; d < dim; d++) {
                y[d] += step / 6 * (k[0][d] + 2 * k[1][d] + 2 * k[2][d] + k[3][d]);
            }
            integral += step / 6 * sum;
        }
        return to > from ? integral : -integral;
    }

    private static double[] moved(double[] y, double factor, double[] velocity, double[] to) {
        for (int d = 0; d < y.length; d++) {
            to[d] = y[d] + factor * velocity[d];
        }
        return to;
    }

    /** By draws, always the same. */
    @Override
    public float[] mean() {
        return moments.get().mean();
    }

    /** By draws, always the same. */
    @Override
    public double[] variances() {
        return moments.get().variances();
    }

    @Override
    public Optional<Gaussian> gaussian() {
        return Optional.empty();
    }
}
