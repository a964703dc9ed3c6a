package isthmus.latent;

import java.util.Optional;

/** A single code, as a plain autoencoder gives it: no density, no divergence. Immutable; any thread. */
public record PointPosterior(float[] mean) implements Posterior {
    @Override
    public int dim() {
        return mean.length;
    }

    @Override
    public void draw(Noise noise, float[] z, int row) {
        System.arraycopy(mean, 0, z, row * mean.length, mean.length);
    }

    @Override
    public double logDensity(float[] z, int row) {
        throw new IllegalStateException("a point has no density");
    }

    @Override
    public double[] variances() {
        return new double[mean.length];
    }

    @Override
    public boolean hasDensity() {
        return false;
    }

    @Override
    public FullGaussian moments() {
        throw new IllegalStateException("a point has no density");
    }

    @Override
    public Covariance covariance(Plane plane) {
        return new Covariance(0, 0, 0);
    }

    @Override
    public Optional<Gaussian> gaussian() {
        return Optional.empty();
    }
}
