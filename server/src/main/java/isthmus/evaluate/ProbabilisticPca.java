package isthmus.evaluate;

import isthmus.Failure;
import isthmus.latent.PrincipalComponents;

/**
 * Probabilistic principal component analysis (Tipping and Bishop 1999) at its maximum likelihood, which has a closed
 * form: the model x = W z + mean + noise, whose log-likelihood is exact, the
 * baseline of a Gaussian VAE with as many dimensions. Immutable; any thread.
 */
public final class ProbabilisticPca {
    private final PrincipalComponents components;
    private final int latent;
    private final double noise; // variance of a value around its linear reconstruction

    /**
     * @param components of the training images
     * @param latent dimensions, below the number of values of an image
     */
    public ProbabilisticPca(PrincipalComponents components, int latent) {
        int dim = components.mean().length;
        if (latent < 1 || latent >= dim) {
            throw Failure.badInput("", "1 to " + (dim - 1) + " components", latent);
        }
        double rest = 0;
        for (int i = latent; i < dim; i++) {
            rest += components.variances()[i] / (dim - latent);
        }
        if (!(rest > 1e-12 * components.variances()[0])) {
            throw Failure.badInput(
                    "",
                    "training images that vary in more than " + latent + " directions",
                    "none beyond, so their likelihood has no bound");
        }
        this.components = components;
        this.latent = latent;
        this.noise = rest;
    }

    /**
     * Exact log p(x) in nats of each image.
     *
     * @param images (count, dim)
     * @return (count)
     */
    public double[] logLikelihood(float[] images, int count) {
        int dim = components.mean().length;
        double logDeterminant = (dim - latent) * Math.log(noise);
        for (int i = 0; i < latent; i++) {
            logDeterminant += Math.log(components.variances()[i]);
        }
        double[] out = new double[count];
        double[] offset = new double[dim];
        for (int n = 0; n < count; n++) {
            double outside = 0; // squared distance from the principal subspace
            for (int d = 0; d < dim; d++) {
                offset[d] = images[n * dim + d] - components.mean()[d];
                outside += offset[d] * offset[d];
            }
            double distance = 0; // squared, in standard deviations
            for (int i = 0; i < latent; i++) {
                double along = 0;
                for (int d = 0; d < dim; d++) {
                    along += components.direction(i)[d] * offset[d];
                }
                outside -= along * along;
                distance += along * along / components.variances()[i];
            }
            out[n] = -0.5 * (dim * Math.log(2 * Math.PI) + logDeterminant + distance + outside / noise);
        }
        return out;
    }
}
