package isthmus.estimate;

import isthmus.latent.PosteriorBatch;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The evidence lower bound on log p(x) and its split, in nats an image, over many images. Where posteriors have no
 * density there is no bound: {@code elbo}, {@code kl} and {@code klByDimension} are null. Immutable by agreement: nobody
 * writes into the arrays. Any thread.
 *
 * @param draws posterior draws an image; 0 for point posteriors
 * @param elbo reconstruction minus kl
 * @param drawError standard error of elbo due to the draws; NaN for one draw, 0 for a point
 * @param reconstruction E_q log p(x|z)
 * @param kl KL(q(z|x) ‖ p(z)), in closed form where there is one
 * @param klByDimension (dim); null where dimensions are not independent
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
     * @param blocks by which the errors are estimated
     */
    public static ElboEstimate of(PosteriorBatch posteriors, List<Elbo> images, int draws, RowBlocks blocks) {
        RunningMeans klByDimension = new RunningMeans(posteriors.dim());
        double drawVariance = 0; // of the sum over images
        boolean bound = true;
        boolean independent = true;
        for (Elbo image : images) {
            bound &= image.isBound();
            if (image.isBound()) {
                if (image.klByDimension() == null) {
                    independent = false;
                } else {
                    klByDimension.add(image.klByDimension());
                }
                drawVariance += image.error() * image.error();
            }
        }
        return new ElboEstimate(
                images.size(),
                bound ? draws : 0,
                bound ? mean(blocks, images, Elbo::bound) : null,
                Math.sqrt(drawVariance) / images.size(),
                mean(blocks, images, image -> image.reconstruction().mean()),
                bound ? mean(blocks, images, Elbo::kl) : null,
                bound && independent ? klByDimension.means() : null,
                ActiveUnits.of(posteriors));
    }

    private static MeanEstimate mean(RowBlocks blocks, List<Elbo> images, ToDoubleFunction<Elbo> term) {
        return blocks.mean(images.stream().mapToDouble(term).toArray());
    }
}
