package isthmus.estimate;

/**
 * The importance-weighted bound as far as draws have come, in nats; one entry a number of samples. Immutable by
 * agreement: nobody writes into the arrays. Any thread.
 *
 * @param draws made so far
 * @param effective how many equally weighted draws are worth as much
 * @param k samples of each bound: 1, 2, 5, 10, … as far as there are draws
 * @param groups of k draws each, over which the bound is a mean
 * @param bound the mean over groups of the log of the mean weight
 * @param error standard error of bound; NaN where nothing shows it
 */
public record IwaeBounds(int draws, double effective, int[] k, int[] groups, double[] bound, double[] error) {
    /** Below so many draws' worth an estimate is not to be trusted. */
    public static final double ENOUGH = 100;

    /** Whether the draws are worth enough. */
    public boolean trusted() {
        return effective >= ENOUGH;
    }

    /** The bound of most samples. */
    public double best() {
        return bound[bound.length - 1];
    }

    /** Its standard error. */
    public double bestError() {
        return error[error.length - 1];
    }
}
