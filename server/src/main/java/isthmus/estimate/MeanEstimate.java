package isthmus.estimate;

/**
 * A mean over images or draws and the standard error that comes of having taken these and not others. Any thread.
 *
 * @param error of one number, NaN
 */
public record MeanEstimate(double mean, double error) {
    public static MeanEstimate of(double[] values) {
        RunningMean mean = new RunningMean();
        for (double value : values) {
            mean.add(value);
        }
        return mean.estimate();
    }
}
