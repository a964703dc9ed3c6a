package isthmus.latent;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits p(z) to codes by conditional flow matching along straight paths (Lipman and others 2023), in plain arrays: for few
 * dimensions, while somebody waits.
 *
 * <pre>
 * repeat
 *   y1: a code, standardised,  y0 ~ N(0, I),  t ~ U(0, 1),  y = (1 − t) y0 + t y1
 *   step down the gradient of |v(y, t) − (y1 − y0)|², by Adam
 * </pre>
 *
 * <p>The flow has the running average of the weights. One thread.
 */
public final class VelocityFit {
    private static final int UNITS = 40; // of each of two hidden layers
    private static final int FREQUENCIES = 3; // cosines of the time
    private static final int BATCH = 128;
    private static final double RATE = 0.01;
    private static final double RISE = 100; // steps until the rate is reached, which falls to 0 by a cosine
    private static final double FIRST = 0.9; // of the running mean of the gradients
    private static final double SECOND = 0.999; // of that of their squares
    private static final double SMALL = 1e-8;
    private static final double SPANS = 12; // of the running average of the weights, in all steps
    private static final double LEAST_DEVIATION = 1e-6;

    private final int dim;
    private final int steps;
    private final Noise noise;
    private final float[] codes; // (count, dim) standardised
    private final float[] offset; // (dim)
    private final float[] scale; // (dim)
    private final List<FittedLayer> layers = new ArrayList<>();

    /** Weights with what Adam keeps of them, and what a batch has in them. */
    private static final class FittedLayer {
        private final int in;
        private final int out;
        private final double[] weights; // (out, in) and then (out) biases
        private final double[] average;
        private final double[] gradient;
        private final double[] first;
        private final double[] second;
        private final double[] given; // (in)
        private final double[] sum; // (out) before the nonlinearity

        FittedLayer(int in, int out, double gain, Noise noise) {
            this.in = in;
            this.out = out;
            weights = new double[out * in + out];
            for (int i = 0; i < out * in; i++) {
                weights[i] = gain * Math.sqrt(1.0 / in) * noise.normal();
            }
            average = weights.clone();
            gradient = new double[weights.length];
            first = new double[weights.length];
            second = new double[weights.length];
            given = new double[in];
            sum = new double[out];
        }

        void forward() {
            for (int o = 0; o < out; o++) {
                double total = weights[out * in + o];
                for (int i = 0; i < in; i++) {
                    total += weights[o * in + i] * given[i];
                }
                sum[o] = total;
            }
        }

        /**
         * Adds to the gradient.
         *
         * @param slope (out) of the loss by the sums
         * @param toGiven (in) takes that by what was given
         */
        void backward(double[] slope, double[] toGiven) {
            for (int i = 0; i < in; i++) {
                toGiven[i] = 0;
            }
            for (int o = 0; o < out; o++) {
                double own = slope[o];
                gradient[out * in + o] += own;
                for (int i = 0; i < in; i++) {
                    gradient[o * in + i] += own * given[i];
                    toGiven[i] += own * weights[o * in + i];
                }
            }
        }

        /** A step of Adam down the gradient, which begins anew. */
        void step(double rate, int number, double kept) {
            double unbiasedFirst = 1 - Math.pow(FIRST, number);
            double unbiasedSecond = 1 - Math.pow(SECOND, number);
            for (int i = 0; i < weights.length; i++) {
                double slope = gradient[i];
                first[i] = FIRST * first[i] + (1 - FIRST) * slope;
                second[i] = SECOND * second[i] + (1 - SECOND) * slope * slope;
                weights[i] -= rate * first[i] / unbiasedFirst / (Math.sqrt(second[i] / unbiasedSecond) + SMALL);
                average[i] = kept * average[i] + (1 - kept) * weights[i];
                gradient[i] = 0;
            }
        }

        Dense averaged() {
            float[] matrix = new float[out * in];
            float[] bias = new float[out];
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] = (float) average[i];
            }
            for (int o = 0; o < out; o++) {
                bias[o] = (float) average[out * in + o];
            }
            return new Dense(matrix, bias);
        }
    }

    /** @param codes (count, dim) */
    public VelocityFit(float[] codes, int dim, int steps, long seed) {
        this.dim = dim;
        this.steps = steps;
        noise = Noise.named(seed, "velocity");
        int count = codes.length / dim;
        offset = new float[dim];
        scale = new float[dim];
        for (int d = 0; d < dim; d++) {
            double sum = 0;
            double squares = 0;
            for (int row = 0; row < count; row++) {
                sum += codes[row * dim + d];
                squares += (double) codes[row * dim + d] * codes[row * dim + d];
            }
            double mean = sum / count;
            offset[d] = (float) mean;
            scale[d] = (float) Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, squares / count - mean * mean)));
        }
        this.codes = codes.clone();
        for (int i = 0; i < codes.length; i++) {
            this.codes[i] = (codes[i] - offset[i % dim]) / scale[i % dim];
        }
        layers.add(new FittedLayer(dim + FREQUENCIES, UNITS, Math.sqrt(2), noise));
        layers.add(new FittedLayer(UNITS, UNITS, Math.sqrt(2), noise));
        layers.add(new FittedLayer(UNITS, dim, 0, noise));
    }

    /** Told after each step: how many are done, and the loss of its batch. */
    public interface Progress {
        void stepped(int done, double loss);
    }

    /** Takes all steps; what the progress throws ends it. */
    public FlowMatching fit(Progress progress) {
        double kept = Math.max(0, 1 - SPANS / steps);
        for (int step = 1; step <= steps; step++) {
            double loss = 0;
            for (int i = 0; i < BATCH; i++) {
                loss += example() / BATCH;
            }
            double rate = RATE * Math.min(1, step / RISE) * 0.5 * (1 + Math.cos(Math.PI * step / steps));
            for (FittedLayer layer : layers) {
                layer.step(rate, step, kept);
            }
            progress.stepped(step, loss);
        }
        List<Dense> averaged = layers.stream().map(FittedLayer::averaged).toList();
        return new FlowMatching(new VelocityNetwork(dim, averaged), offset, scale);
    }

    /** Adds the gradient of one example, and gives its loss. */
    private double example() {
        int row = noise.nextInt(codes.length / dim);
        double t = noise.uniform();
        double[] wanted = new double[dim];
        double[] given = layers.get(0).given;
        for (int d = 0; d < dim; d++) {
            double y1 = codes[row * dim + d];
            double y0 = noise.normal();
            wanted[d] = y1 - y0;
            given[d] = (1 - t) * y0 + t * y1;
        }
        for (int k = 1; k <= FREQUENCIES; k++) {
            given[dim + k - 1] = Math.cos(Math.PI * k * t);
        }
        for (int l = 0; l < layers.size(); l++) {
            FittedLayer layer = layers.get(l);
            layer.forward();
            if (l < layers.size() - 1) {
                double[] next = layers.get(l + 1).given;
                for (int u = 0; u < next.length; u++) {
                    next[u] = layer.sum[u] / (1 + Math.exp(-layer.sum[u]));
                }
            }
        }
        double loss = 0;
        double[] slope = new double[dim];
        double[] velocity = layers.get(layers.size() - 1).sum;
        for (int d = 0; d < dim; d++) {
            double error = velocity[d] - wanted[d];
            loss += error * error;
            slope[d] = 2 * error / BATCH;
        }
        for (int l = layers.size() - 1; l >= 0; l--) {
            FittedLayer layer = layers.get(l);
            double[] before = new double[layer.in];
            layer.backward(slope, before);
            if (l > 0) {
                double[] sums = layers.get(l - 1).sum;
                for (int u = 0; u < before.length; u++) {
                    double logistic = 1 / (1 + Math.exp(-sums[u]));
                    before[u] *= logistic * (1 + sums[u] * (1 - logistic));
                }
            }
            slope = before;
        }
        return loss;
    }
}
