package isthmus.report;

import isthmus.inference.ImageEncoder;
import isthmus.inference.Observation;
import java.util.Arrays;

/**
 * What a model says of one image; logarithms in nats, by the draws that {@link ImageEncoder} makes. Immutable by agreement:
 * nobody writes into the arrays. Any thread.
 *
 * @param q the encoder's
 * @param mean (channels, height, width) the decoded mean of q
 * @param reconstruction E_q log p(x|z)
 * @param residual root of the mean square of image less mean, in grey levels
 */
public record ImageLikelihood(
        Approximation q, float[] mean, double[] klByDimension, double reconstruction, double residual) {

    /** KL(q(z|x) ‖ p(z)). */
    public double kl() {
        return Arrays.stream(klByDimension).sum();
    }

    /** A lower bound on log p(x). */
    public double elbo() {
        return reconstruction - kl();
    }

    public static ImageLikelihood of(ChunkedModel turns, float[] image) {
        Approximation q = turns.encode(image);
        float[] mean = turns.decode(q.mu(), 1);
        float[] draws = Elbo.draws(ImageEncoder.DRAWS, q.dim(), ImageEncoder.noise());
        Elbo elbo = Elbo.of(turns, Observation.of(image), q, draws);
        double[] kl = q.gaussian().klToStandard();
        double squares = 0;
        for (int i = 0; i < image.length; i++) {
            squares += (double) (image[i] - mean[i]) * (image[i] - mean[i]);
        }
        double residual = 255 * Math.sqrt(squares / image.length);
        return new ImageLikelihood(q, mean, kl, elbo.bound() + Arrays.stream(kl).sum(), residual);
    }
}
