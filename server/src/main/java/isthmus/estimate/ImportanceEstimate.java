package isthmus.estimate;

import isthmus.latent.LogSumExp;

/**
 * The importance-weighted bound on log p(x), in nats an image. It rises towards log p(x) with the number of samples.
 * Any thread.
 *
 * @param samples draws an image
 * @param drawError standard error due to the draws; NaN for one draw
 * @param effectiveSamples effective sample size (Σ w)² / Σ w², mean over images
 */
public record ImportanceEstimate(
        int images, int samples, MeanEstimate logLikelihood, double drawError, double effectiveSamples) {

    public static ImportanceEstimate of(int samples, LogSumExp[] weights) {
        double[] values = new double[weights.length];
        double variance = 0;
        double effective = 0;
        for (int i = 0; i < weights.length; i++) {
            values[i] = weights[i].logMean();
            double error = weights[i].logMeanError();
            variance += error * error;
            effective += weights[i].effectiveCount() / weights.length;
        }
        double drawError = Math.sqrt(variance) / weights.length;
        return new ImportanceEstimate(weights.length, samples, MeanEstimate.of(values), drawError, effective);
    }
}
