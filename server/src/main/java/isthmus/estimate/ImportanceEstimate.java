package isthmus.estimate;

import isthmus.latent.LogSumExp;

/**
 * The importance-weighted bound on log p(x), in nats an image. It rises towards log p(x) with the number of samples.
 * Any thread.
 *
 * @param samples draws an image
 * @param drawError the part of the error that comes of having made these draws and not others; NaN for one draw
 * @param effectiveSamples how many equally weighted draws are worth as much as an image's draws, mean over images
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
