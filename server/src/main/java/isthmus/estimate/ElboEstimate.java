package isthmus.estimate;

import isthmus.latent.PosteriorBatch;

/**
 * The evidence lower bound on log p(x) and its split, in nats an image, over many images. Where posteriors have no
 * density there is no bound: {@code elbo}, {@code kl} and {@code klByDimension} are null. Immutable by agreement: nobody
 * writes into the arrays. Any thread.
 *
 * @param draws posterior draws an image; 0 for point posteriors
 * @param elbo reconstruction minus kl
 * @param drawError standard error of elbo due to the draws; NaN for one draw, 0 for a point
 * @param reconstruction E_q log p(x|z)
 * @param kl KL(q(z|x) ‖ p(z)), in closed form
 * @param klByDimension (dim)
 */
public record ElboEstimate(
        int images,
        int draws,
        MeanEstimate elbo,
        double drawError,
        MeanEstimate reconstruction,
        MeanEstimate kl,
        double[] klByDimension,
        ActiveUnits active) {

    /**
     * @param images the bound of each image, in order
     * @param draws posterior draws an image
     */
    public static ElboEstimate of(PosteriorBatch posteriors, Iterable<Elbo> images, int draws) {
        RunningMean elbo = new RunningMean();
        RunningMean reconstruction = new RunningMean();
        RunningMean kl = new RunningMean();
        RunningMeans klByDimension = new RunningMeans(posteriors.dim());
        double drawVariance = 0; // of the sum over images
        boolean bound = true;
        for (Elbo image : images) {
            reconstruction.add(image.reconstruction().mean());
            bound &= image.isBound();
            if (image.isBound()) {
                elbo.add(image.bound());
                kl.add(image.kl());
                klByDimension.add(image.klByDimension());
                drawVariance += image.error() * image.error();
            }
        }
        return new ElboEstimate(
                (int) reconstruction.count(),
                bound ? draws : 0,
                bound ? elbo.estimate() : null,
                Math.sqrt(drawVariance) / reconstruction.count(),
                reconstruction.estimate(),
                bound ? kl.estimate() : null,
                bound ? klByDimension.means() : null,
                ActiveUnits.of(posteriors));
    }
}
