package isthmus.inference;

/**
 * What a model says of one image; logarithms in nats. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param mu (dim) mean of q(z|x)
 * @param logvar (dim) log variances of q(z|x); null where the model's posterior is a point
 * @param kl KL(q(z|x) ‖ p(z)), in closed form; null for a point posterior
 * @param klByDimension (dim) the parts of which kl is the sum; null for a point posterior
 * @param reconstruction E_q log p(x|z), by the draws of {@link ImageEncoder#DRAWS}; log p(x|mu) for a point posterior
 * @param elbo reconstruction minus kl; null for a point posterior, which has no bound
 */
public record EncodedImage(
        float[] mu, float[] logvar, Double kl, double[] klByDimension, double reconstruction, Double elbo) {}
