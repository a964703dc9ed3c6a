package isthmus.inference;

import isthmus.estimate.Elbo;
import isthmus.latent.Posterior;

/** What a model says of one image, scored by {@link ImageEncoder#DRAWS} draws of its posterior. Any thread. */
public record EncodedImage(Posterior posterior, Elbo bound) {
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
        return bound.isBound() ? (Double) bound.kl() : null;
    }

    /** (dim), or null where there is no bound or dimensions are not independent. */
    public double[] klByDimension() {
        return bound.klByDimension();
    }

    /** E_q log p(x|z). */
    public double reconstruction() {
        return bound.reconstruction().mean();
    }

    /** The lower bound on log p(x), or null where there is none. */
    public Double elbo() {
        return bound.isBound() ? (Double) bound.bound() : null;
    }

    /** The standard error of {@link #elbo} due to the draws, or null where there is no bound. */
    public Double elboError() {
        return bound.isBound() ? (Double) bound.error() : null;
    }
}
