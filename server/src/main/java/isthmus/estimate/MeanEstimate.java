package isthmus.estimate;

/**
 * A mean over images or draws and its standard error, of {@link #of} that of independent values. Any thread.
 *
 * @param error NaN for one number
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
