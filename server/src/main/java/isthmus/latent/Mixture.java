package isthmus.latent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A mixture of Gaussians. Immutable; any thread. */
public final class Mixture implements Posterior, Prior {
    private final List<Gaussian> components;
    private final double[] weights; // (components), of sum 1
    private final float[] mean; // (dim)

    /** @param weights (components) positive, of any sum */
    public Mixture(List<Gaussian> components, double[] weights) {
        if (components.isEmpty() || components.size() != weights.length) {
            throw new IllegalArgumentException("expected one or more components and a weight for each, found %d and %d"
                    .formatted(components.size(), weights.length));
        }
        this.components = List.copyOf(components);
        double sum = Arrays.stream(weights).sum();
        this.weights = Arrays.stream(weights).map(weight -> weight / sum).toArray();
        double[] weighted = new double[dim()];
        for (int i = 0; i < weights.length; i++) {
            for (int d = 0; d < weighted.length; d++) {
                weighted[d] += this.weights[i] * components.get(i).mean()[d];
            }
        }
        mean = Vectors.floats(weighted);
    }

    public List<Gaussian> components() {
        return components;
    }

    /** The weights, (components), of sum 1. */
    public double[] weights() {
        return weights.clone();
    }

    /** The same components with other weights, of any sum. */
    public Mixture withWeights(double[] others) {
        return new Mixture(components, others);
    }

    /** With one component more, whose weight is relative to the sum of the others', 1. */
    public Mixture with(Gaussian component, double weight) {
        List<Gaussian> more = new ArrayList<>(components);
        more.add(component);
        double[] all = Arrays.copyOf(weights, more.size());
        all[weights.length] = weight;
        return new Mixture(more, all);
    }

    /** The probability that one row of z, (rows, dim), came from each component. */
    public double[] shares(float[] z, int row) {
        double log = logDensity(z, row);
        double[] shares = new double[weights.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = weights[i] * Math.exp(components.get(i).logDensity(z, row) - log);
        }
        return shares;
    }

    @Override
    public int dim() {
        return components.get(0).dim();
    }

    @Override
    public float[] mean() {
        return mean;
    }

    @Override
    public double[] variances() {
        double[][] covariance = covariance();
        return IntStream.range(0, mean.length)
                .mapToDouble(d -> covariance[d][d])
                .toArray();
    }

    /** Covariances within the components and between their means, (dim, dim). */
    private double[][] covariance() {
        double[][] sum = new double[mean.length][mean.length];
        for (int i = 0; i < weights.length; i++) {
            Gaussian component = components.get(i);
            double[] within = component.variances();
            for (int d = 0; d < mean.length; d++) {
                double offset = (double) component.mean()[d] - mean[d];
                sum[d][d] += weights[i] * within[d];
                for (int e = 0; e < mean.length; e++) {
                    sum[d][e] += weights[i] * offset * (component.mean()[e] - mean[e]);
                }
            }
        }
        return sum;
    }

    @Override
    public FullGaussian moments() {
        return FullGaussian.of(mean, covariance());
    }

    @Override
    public Covariance covariance(Plane plane) {
        return moments().covariance(plane);
    }

    @Override
    public double[] gradient(float[] z, int row) {
        double[] shares = shares(z, row);
        double[] gradient = new double[mean.length];
        for (int i = 0; i < shares.length; i++) {
            gradient = Vectors.sum(gradient, shares[i], components.get(i).gradient(z, row));
        }
        return gradient;
    }

    @Override
    public double logDensity(float[] z, int row) {
        LogSumExp sum = new LogSumExp();
        for (int i = 0; i < weights.length; i++) {
            sum.add(Math.log(weights[i]) + components.get(i).logDensity(z, row));
        }
        return sum.logSum();
    }

    @Override
    public void draw(Noise noise, float[] z, int row) {
        int chosen = 0;
        double left = noise.uniform() - weights[0];
        while (left >= 0 && chosen < weights.length - 1) {
            left -= weights[++chosen];
        }
        components.get(chosen).draw(noise, z, row);
    }

    @Override
    public Optional<Gaussian> gaussian() {
        return components.size() == 1 ? Optional.of(components.get(0)) : Optional.empty();
    }
}
