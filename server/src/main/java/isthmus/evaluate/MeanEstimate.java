package isthmus.evaluate;

/**
 * A mean over images and the standard error that comes of having measured these images and not others. Any thread.
 *
 * @param error of one image, NaN
 */
public record MeanEstimate(double mean, double error) {
    public static MeanEstimate of(double[] values) {
        int n = values.length;
        double mean = 0;
        for (double value : values) {
            mean += value / n;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new MeanEstimate(mean, Math.sqrt(squares / (n - 1.0) / n));
    }
}
