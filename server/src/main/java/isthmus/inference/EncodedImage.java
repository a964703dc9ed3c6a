package isthmus.inference;

import isthmus.estimate.Elbo;
import isthmus.latent.Posterior;

/**
 * What a model says of one image, scored by {@link ImageEncoder#DRAWS} draws of its posterior. Any thread.
 *
 * @param bound null where there is no likelihood
 */
public record EncodedImage(Posterior posterior, Elbo bound) {
    private boolean isBound() {
        return bound != null && bound.isBound();
    }

    /** (dim) */
    public float[] mu() {
        return posterior.mean();
    }

    /** (dim) log variances of each coordinate, or null where the posterior has none. */
    public float[] logvar() {
        return posterior.hasDensity() ? posterior.marginals().logvar() : null;
    }

    /** KL(q(z|x) ‖ p(z)), or null where there is no bound. */
    public Double kl() {
        return isBound() ? (Double) bound.kl() : null;
    }

    /** (dim), or null where there is no bound or dimensions are not independent. */
    public double[] klByDimension() {
        return isBound() ? bound.klByDimension() : null;
    }

    /** E_q log p(x|z), or null where there is no likelihood. */
    public Double reconstruction() {
        return bound == null ? null : (Double) bound.reconstruction().mean();
    }

    /** The lower bound on log p(x), or null where there is none. */
    public Double elbo() {
        return isBound() ? (Double) bound.bound() : null;
    }

    /** The standard error of {@link #elbo} due to the draws, or null where there is no bound. */
    public Double elboError() {
        return isBound() ? (Double) bound.error() : null;
    }
}
