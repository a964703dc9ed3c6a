package isthmus.atlas;

import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Normal;

/**
 * How an atlas's samples use each latent dimension, and how the aggregate posterior compares with the prior. Immutable by
 * agreement: nobody writes into the arrays. Any thread.
 *
 * @param variance (dim) of the posterior mean over samples
 * @param active (dim) 1 where the variance is above the threshold
 * @param divergence (dim) KL(N(mean, deviation²) ‖ N(0, 1)) of the aggregate posterior's mean and deviation, in nats
 * @param histogram (dim, BINS) shares of the aggregate posterior in the bins of {@link #edges}
 * @param holes the share of draws of the prior that lie where hardly any data do; null where there is no density
 * @param holesError its standard error
 */
public record DimensionHealth(
        float[] variance, byte[] active, float[] divergence, float[] histogram, Double holes, Double holesError) {
    public static final int BINS = 48;

    private static final float REACH = 4; // of the bins, beyond which the outermost count
    private static final int ROWS = 2000; // by which the histogram is drawn
    private static final int DRAWS = 400; // of the prior

    /** (BINS + 1), from −REACH to REACH. */
    public static float[] edges() {
        float[] edges = new float[BINS + 1];
        for (int i = 0; i <= BINS; i++) {
            edges[i] = REACH * (2f * i / BINS - 1);
        }
        return edges;
    }

    public int activeUnits() {
        int count = 0;
        for (byte one : active) {
            count += one;
        }
        return count;
    }

    /** Whether half of the dimensions or fewer are active. */
    public boolean collapsed() {
        return 2 * activeUnits() <= active.length;
    }

    /** What that means. */
    public String sentence() {
        int dim = active.length;
        int units = activeUnits();
        if (units == dim) {
            return dim == 1
                    ? "The one dimension is active."
                    : dim == 2 ? "Both dimensions are active." : "All %d dimensions are active.".formatted(dim);
        }
        String dead = "%d of %d dimensions are the same whatever the image, and say nothing of it."
                .formatted(dim - units, dim);
        return (collapsed() ? "The posterior has collapsed: " : "Not every dimension is active: ") + dead;
    }

    /**
     * @param threshold of the variance
     * @param density of the aggregate posterior, or null
     * @param thin the log density below which few of the data lie
     */
    public static DimensionHealth of(
            Atlas atlas, DimensionStats dimensions, double threshold, Density density, double thin) {
        int dim = atlas.dim();
        float[] variance = new float[dim];
        byte[] active = new byte[dim];
        float[] divergence = new float[dim];
        float[] histogram = new float[dim * BINS];
        for (int d = 0; d < dim; d++) {
            variance[d] = (float) variance(atlas, d);
            active[d] = (byte) (variance[d] > threshold ? 1 : 0);
            double deviation = dimensions.deviation()[d];
            double mean = dimensions.mean()[d];
            divergence[d] = (float) (0.5 * (mean * mean + deviation * deviation - 1) - Math.log(deviation));
            histogram(atlas, d, histogram);
        }
        if (density == null) {
            return new DimensionHealth(variance, active, divergence, histogram, null, null);
        }
        double share = holes(density, thin);
        return new DimensionHealth(
                variance, active, divergence, histogram, share, Math.sqrt(share * (1 - share) / DRAWS));
    }

    private static double variance(Atlas atlas, int d) {
        double mean = 0;
        for (int i = 0; i < atlas.count(); i++) {
            mean += (double) atlas.mu()[i * atlas.dim() + d] / atlas.count();
        }
        double variance = 0;
        for (int i = 0; i < atlas.count(); i++) {
            double offset = atlas.mu()[i * atlas.dim() + d] - mean;
            variance += offset * offset / atlas.count();
        }
        return variance;
    }

    /** Exact for the rows that are looked at: each adds its normal distribution's share to every bin. */
    private static void histogram(Atlas atlas, int d, float[] histogram) {
        int count = Math.min(ROWS, atlas.count());
        float[] edges = edges();
        for (int k = 0; k < count; k++) {
            int at = (int) ((long) k * atlas.count() / count) * atlas.dim() + d;
            double sigma = atlas.logvar().length == 0 ? 0 : Math.exp(atlas.logvar()[at] / 2.0);
            double below = 0;
            for (int b = 0; b < BINS; b++) {
                double offset = edges[b + 1] - atlas.mu()[at];
                double next = b == BINS - 1 ? 1 : sigma > 0 ? Normal.below(offset / sigma) : offset >= 0 ? 1 : 0;
                histogram[d * BINS + b] += (float) ((next - below) / count);
                below = next;
            }
        }
    }

    private static double holes(Density density, double thin) {
        float[] z = new float[DRAWS * density.dim()];
        Gaussian prior = Gaussian.standard(density.dim());
        Noise noise = Noise.named(0, "holes");
        for (int row = 0; row < DRAWS; row++) {
            prior.draw(noise, z, row);
        }
        int holes = 0;
        for (float log : density.at(z, 0, DRAWS)) {
            holes += log < thin ? 1 : 0;
        }
        return (double) holes / DRAWS;
    }
}
