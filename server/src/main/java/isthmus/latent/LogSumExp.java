package isthmus.latent;

/**
 * log Σ exp(x) over a stream of terms, in constant memory and without overflow.
 * One thread at a time.
 */
public final class LogSumExp {
    private double greatest = Double.NEGATIVE_INFINITY;
    private double sum; // Σ exp(x − greatest)
    private double sumOfSquares; // Σ exp(x − greatest)²
    private long count;

    public void add(double x) {
        count++;
        if (x <= greatest) {
            // Also reached by −∞ after −∞, whose difference is NaN and whose weight is 0.
            double weight = x == Double.NEGATIVE_INFINITY ? 0 : Math.exp(x - greatest);
            sum += weight;
            sumOfSquares += weight * weight;
        } else {
            double shrink = Math.exp(greatest - x);
            sum = sum * shrink + 1;
            sumOfSquares = sumOfSquares * shrink * shrink + 1;
            greatest = x;
        }
    }

    /** log Σ exp(x). */
    public double logSum() {
        return greatest + Math.log(sum);
    }

    /** The log of the mean of exp(x). */
    public double logMean() {
        return logSum() - Math.log((double) count);
    }

    /** How many equal terms would average as well as these do: (Σ w)² / Σ w², between 1 and the count. */
    public double effectiveCount() {
        return sum * sum / sumOfSquares;
    }

    /**
     * The standard error of {@link #logMean()}, to first order, for terms drawn independently; of one term, NaN. Too small
     * where few terms outweigh the others, as {@link #effectiveCount()} tells.
     */
    public double logMeanError() {
        return Math.sqrt(Math.max(0, (1 / effectiveCount() - 1.0 / count) * count / (count - 1.0)));
    }
}
