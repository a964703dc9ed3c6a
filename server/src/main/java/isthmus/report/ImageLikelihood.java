package isthmus.report;

import isthmus.estimate.Elbo;
import isthmus.inference.ImageEncoder;
import isthmus.inference.Observation;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;

/**
 * The bound of a model on one image, in nats, with the draws of {@link ImageEncoder}. Immutable by agreement:
 * nobody writes into the arrays. Any thread.
 *
 * @param q posterior by the encoder
 * @param mean (channels, height, width) the decoded mean of q
 * @param bound on log p(x), and its terms
 * @param residual root mean square of image minus mean, in grey levels
 */
public record ImageLikelihood(Posterior q, float[] mean, Elbo bound, double residual) {
    public static ImageLikelihood of(ChunkedModel model, float[] image) {
        Posterior q = model.posterior(image);
        float[] mean = model.decode(q.mean(), 1);
        Elbo bound = bound(model, Observation.of(image), q, ImageEncoder.DRAWS, ImageEncoder.noise());
        double squares = 0;
        for (int i = 0; i < image.length; i++) {
            squares += (double) (image[i] - mean[i]) * (image[i] - mean[i]);
        }
        return new ImageLikelihood(q, mean, bound, 255 * Math.sqrt(squares / image.length));
    }

    /** The bound of a q, estimated by draws from it. */
    static Elbo bound(ChunkedModel model, Observation seen, Posterior q, int draws, Noise noise) {
        float[] z = q.draws(noise, draws);
        return Elbo.of(q, model.prior(), z, model.scores(z, draws, seen));
    }
}
