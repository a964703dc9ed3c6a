package isthmus.latent;

/** Mean and variances of a distribution without closed forms, by draws that are always the same. Any thread. */
final class DrawnMoments {
    private static final int DRAWS = 2048;

    private final Distribution distribution;
    private volatile Moments moments; // null until they are asked for

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Moments(float[] mean, double[] variances) {}

    DrawnMoments(Distribution distribution) {
        this.distribution = distribution;
    }

    Moments get() {
        Moments known = moments;
        if (known == null) {
            known = of(distribution.draws(Noise.named(0, "moments"), DRAWS));
            moments = known;
        }
        return known;
    }

    private Moments of(float[] z) {
        int dim = distribution.dim();
        double[] sums = new double[dim];
        double[] squares = new double[dim];
        for (int i = 0; i < z.length; i++) {
            sums[i % dim] += z[i];
            squares[i % dim] += (double) z[i] * z[i];
        }
        float[] mean = new float[dim];
        double[] variances = new double[dim];
        for (int d = 0; d < dim; d++) {
            double average = sums[d] / DRAWS;
            mean[d] = (float) average;
            variances[d] = squares[d] / DRAWS - average * average;
        }
        return new Moments(mean, variances);
    }
}
