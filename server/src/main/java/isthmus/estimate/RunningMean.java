package isthmus.estimate;

/** The mean of numbers that come one after another, how they vary, and the mean's standard error. One thread at a time. */
public final class RunningMean {
    private long count;
    private double mean;
    private double squares; // Σ (x − mean)², as Welford adds them up

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

    /** The standard error of the mean; of one number, NaN. */
    public double error() {
        return Math.sqrt(squares / (count - 1.0) / count);
    }

    public MeanEstimate estimate() {
        return new MeanEstimate(mean, error());
    }
}
