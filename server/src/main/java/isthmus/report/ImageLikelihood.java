package isthmus.report;

import isthmus.estimate.Elbo;
import isthmus.inference.ImageEncoder;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;

/**
 * The bound of a model on one image, in nats, with the draws of {@link ImageEncoder}. Immutable by agreement:
 * nobody writes into the arrays. Any thread.
 *
 * @param q posterior by the encoder
 * @param mean (channels, height, width) the decoded mean of q
 * @param bound on log p(x), and its terms
 * @param residual root mean square of image minus mean, in grey levels
 */
public record ImageLikelihood(Gaussian q, float[] mean, Elbo bound, double residual) {
    public static ImageLikelihood of(ChunkedModel model, float[] image) {
        Gaussian q = model.encode(image);
        float[] mean = model.decode(q.mean(), 1);
        Elbo bound = bound(model, Observation.of(image), q, ImageEncoder.DRAWS, ImageEncoder.noise());
        double squares = 0;
        for (int i = 0; i < image.length; i++) {
            squares += (double) (image[i] - mean[i]) * (image[i] - mean[i]);
        }
        return new ImageLikelihood(q, mean, bound, 255 * Math.sqrt(squares / image.length));
    }

    /** The bound of a q, estimated by draws from it. */
    static Elbo bound(ChunkedModel model, Observation seen, Gaussian q, int draws, Noise noise) {
        return Elbo.of(q, model.prior(), model.scores(q.draws(noise, draws), draws, seen));
    }
}
