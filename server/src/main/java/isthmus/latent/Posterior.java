package isthmus.latent;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * q(z|x) of one image, whatever its family. Callers ask for a capability, such as a density, and not for the family.
 * Immutable; any thread.
 */
public sealed interface Posterior extends Distribution
        permits Gaussian, PointPosterior, FullGaussian, Mixture, CouplingFlow {
    /** Whether it has a density; without one there is no bound on log p(x). */
    default boolean hasDensity() {
        return true;
    }

    /** KL(q ‖ p) in nats; empty where it has no closed form. */
    default OptionalDouble klTo(Prior prior) {
        return OptionalDouble.empty();
    }

    /** KL(q ‖ p) in nats by dimension, (dim), whose sum is the whole; empty where the dimensions are not independent. */
    default Optional<double[]> klByDimension(Prior prior) {
        return Optional.empty();
    }

    /** The covariance of z's coordinates in a plane; zero for a point. */
    Covariance covariance(Plane plane);

    /** The normal of the same mean and covariance. Only of a posterior that has a density. */
    FullGaussian moments();

    /** The diagonal Gaussian of the same mean and variances. Only of a posterior that has a density. */
    default Gaussian marginals() {
        return gaussian().orElseGet(() -> Gaussian.of(mean(), variances()));
    }
}
