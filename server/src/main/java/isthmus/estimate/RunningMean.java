package isthmus.estimate;

/** Mean, variance and standard error of a stream of numbers. One thread at a time. */
public final class RunningMean {
    private long count;
    private double mean;
    private double squares; // Σ (x − mean)², by Welford's method

    public void add(double x) {
        double before = x - mean;
        mean += before / ++count;
        squares += before * (x - mean);
    }

    public long count() {
        return count;
    }

    public double mean() {
        return mean;
    }

    /** The mean squared distance from the mean. */
    public double variance() {
        return squares / count;
    }

    /** The standard error of the mean; NaN for one number. */
    public double error() {
        return Math.sqrt(squares / (count - 1.0) / count);
    }

    public MeanEstimate estimate() {
        return new MeanEstimate(mean, error());
    }
}
