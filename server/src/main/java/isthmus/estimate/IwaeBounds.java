package isthmus.estimate;

/**
 * Importance-weighted bounds in nats for increasing numbers of samples. Immutable by
 * agreement: nobody writes into the arrays. Any thread.
 *
 * @param draws made so far
 * @param effective effective sample size (Σ w)² / Σ w²
 * @param k samples of each bound: 1, 2, 5, 10, … up to the number of draws
 * @param groups of k draws each, over which the bound is a mean
 * @param bound the mean over groups of the log of the mean weight
 * @param error standard error of bound, of what other draws of the same number would give; NaN where it is not known
 */
public record IwaeBounds(int draws, double effective, int[] k, int[] groups, double[] bound, double[] error) {
    /** The bound of most samples. */
    public double best() {
        return bound[bound.length - 1];
    }

    /** Its standard error. */
    public double bestError() {
        return error[error.length - 1];
    }
}
