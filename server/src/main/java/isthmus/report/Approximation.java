package isthmus.report;

import isthmus.latent.Gaussian;
import java.util.Arrays;

/**
 * q(z|x) = N(mu, diag exp(logvar)), of the encoder or refined. Immutable by agreement: nobody writes into the arrays. Any
 * thread.
 *
 * @param mu (dim)
 * @param logvar (dim)
 */
public record Approximation(float[] mu, float[] logvar) {
    public Gaussian gaussian() {
        return new Gaussian(mu, logvar, 0, mu.length);
    }

    /** The same with each sigma times a factor. */
    Approximation stretched(double factor) {
        float[] stretched = logvar.clone();
        for (int d = 0; d < stretched.length; d++) {
            stretched[d] += (float) (2 * Math.log(factor));
        }
        return new Approximation(mu, stretched);
    }

    /** KL(q ‖ p(z)) in nats. */
    double kl() {
        return Arrays.stream(gaussian().klToStandard()).sum();
    }

    int dim() {
        return mu.length;
    }
}
