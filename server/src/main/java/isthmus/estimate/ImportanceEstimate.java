package isthmus.estimate;

import java.util.List;

/**
 * The importance-weighted bound on log p(x), in nats an image: log p(x) is at least that on average over draws. It rises
 * towards log p(x) with the number of samples. Any thread.
 *
 * @param samples draws an image
 * @param drawError standard error due to the draws; NaN for one draw
 * @param effectiveSamples effective sample size (Σ w)² / Σ w², median over images
 */
public record ImportanceEstimate(
        int images, int samples, MeanEstimate logLikelihood, double drawError, double effectiveSamples) {

    /**
     * @param images the bounds of each image, of as many draws
     * @param blocks by which the error is estimated
     */
    public static ImportanceEstimate of(List<IwaeBounds> images, RowBlocks blocks) {
        int count = images.size();
        double variance = images.stream()
                .mapToDouble(bounds -> bounds.bestError() * bounds.bestError())
                .sum();
        double[] effective =
                images.stream().mapToDouble(IwaeBounds::effective).sorted().toArray();
        return new ImportanceEstimate(
                count,
                images.get(0).draws(),
                blocks.mean(images.stream().mapToDouble(IwaeBounds::best).toArray()),
                Math.sqrt(variance) / count,
                (effective[(count - 1) / 2] + effective[count / 2]) / 2);
    }
}
