package isthmus.latent;

import java.util.Optional;

/**
 * q(z|x) of one image, whatever its family. Callers ask for a capability, such as a density, and not for the family.
 * Immutable; any thread.
 */
public sealed interface Posterior extends Distribution permits Gaussian, PointPosterior {
    /** The mean, (dim); nobody writes into it. */
    float[] mean();

    /** Whether it has a density; without one there is no bound on log p(x). */
    default boolean hasDensity() {
        return gaussian().isPresent();
    }

    /** KL(q ‖ p) in nats by dimension, (dim), whose sum is the whole; empty where it has no closed form. */
    Optional<double[]> klTo(Prior prior);

    /** The covariance of z's coordinates in a plane; zero for a point. */
    Covariance covariance(Plane plane);
}
