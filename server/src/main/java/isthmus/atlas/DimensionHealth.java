package isthmus.atlas;

import isthmus.estimate.ActiveUnits;
import isthmus.latent.Gaussian;
import isthmus.latent.Prior;
import isthmus.latent.StandardNormal;
import isthmus.latent.Vectors;

/**
 * How the samples of an atlas use each latent dimension, and how the aggregate posterior differs from the prior. Immutable by
 * agreement: nobody writes into the arrays. Any thread.
 *
 * @param variance (dim) of the posterior mean over samples
 * @param active (dim) 1 where the variance is above the threshold
 * @param margin which variances are hardly above or below it, in words that go on a sentence; empty where none is
 * @param kl mean of KL(q(z|x) ‖ p(z)) over samples, in nats; null where it is not known
 * @param divergence (dim) KL(N(mean, deviation²) ‖ p(z)) of the aggregate posterior's mean and deviation, in nats; null where
 *     it has no closed form
 * @param histogram (dim, BINS) fractions of the aggregate posterior in the bins of {@link #edges}
 */
public record DimensionHealth(
        float[] variance, byte[] active, String margin, Double kl, float[] divergence, float[] histogram) {
    public static final int BINS = 48;

    private static final double COLLAPSED = 0.1; // nats of total KL, below which the posterior counts as the prior

    private static final float REACH = 4; // of the bins; the outermost count what lies beyond
    private static final int ROWS = 2000; // of the histogram

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

    /** Posterior collapse: q(z|x) is the prior for every image, so the code carries no information. */
    public boolean collapsed() {
        return kl != null && kl < COLLAPSED;
    }

    /** The result in words. */
    public String sentence() {
        int dim = active.length;
        int units = activeUnits();
        if (collapsed()) {
            return "The posterior has collapsed to the prior for every image: codes carry no information.";
        }
        String used = units == dim
                ? dim == 1
                        ? "The one dimension is used"
                        : dim == 2 ? "Both dimensions are used" : "All %d dimensions are used".formatted(dim)
                : "%d of %d dimensions are used".formatted(units, dim);
        return used + margin + ".";
    }

    public static DimensionHealth of(Atlas atlas, DimensionStats dimensions, Prior prior) {
        int dim = atlas.dim();
        ActiveUnits units = ActiveUnits.of(atlas.posteriors());
        float[] variance = new float[dim];
        byte[] active = new byte[dim];
        float[] histogram = new float[dim * BINS];
        for (int d = 0; d < dim; d++) {
            variance[d] = (float) units.variances()[d];
            active[d] = (byte) (units.isActive(d) ? 1 : 0);
            histogram(atlas, d, histogram);
        }
        Double kl = null;
        if (dimensions.kl() != null) {
            kl = 0.0;
            for (float one : dimensions.kl()) {
                kl += one;
            }
        }
        return new DimensionHealth(variance, active, units.margin(), kl, divergence(dimensions, prior), histogram);
    }

    private static float[] divergence(DimensionStats dimensions, Prior prior) {
        float[] logvar = new float[prior.dim()];
        for (int d = 0; d < logvar.length; d++) {
            logvar[d] = (float) (2 * Math.log(dimensions.deviation()[d]));
        }
        return new Gaussian(dimensions.mean(), logvar)
                .klByDimension(prior)
                .map(Vectors::floats)
                .orElse(null);
    }

    /** Exact for the chosen rows: each adds the mass of its normal distribution to every bin. */
    private static void histogram(Atlas atlas, int d, float[] histogram) {
        int count = Math.min(ROWS, atlas.count());
        float[] edges = edges();
        float[] logvar = atlas.posteriors().logvar();
        for (int k = 0; k < count; k++) {
            int at = (int) ((long) k * atlas.count() / count) * atlas.dim() + d;
            double sigma = logvar == null ? 0 : Math.exp(logvar[at] / 2.0);
            double below = 0;
            for (int b = 0; b < BINS; b++) {
                double offset = edges[b + 1] - atlas.mu()[at];
                double next = b == BINS - 1 ? 1 : sigma > 0 ? StandardNormal.cdf(offset / sigma) : offset >= 0 ? 1 : 0;
                histogram[d * BINS + b] += (float) ((next - below) / count);
                below = next;
            }
        }
    }
}
