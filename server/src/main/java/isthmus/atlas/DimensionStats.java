package isthmus.atlas;

import isthmus.latent.Gaussian;
import isthmus.latent.Normal;
import isthmus.model.ModelCard;
import java.util.Arrays;

/**
 * What is known of each latent dimension by itself. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param kl (dim) mean of KL(q(z|x) ‖ p(z)) in nats over the samples; null where it is not known
 * @param mean (dim) of the aggregate posterior, as the others are
 * @param deviation (dim)
 * @param low (dim) quantile at {@link #TAIL}
 * @param high (dim) quantile at 1 − {@link #TAIL}
 */
public record DimensionStats(float[] kl, float[] mean, float[] deviation, float[] low, float[] high) {
    public static final double TAIL = 0.005;

    private static final double EXACT = 1e-5; // error of a quantile, in deviations

    /** What an atlas says. */
    public static DimensionStats of(Atlas atlas) {
        int dim = atlas.dim();
        boolean spread = atlas.logvar().length > 0;
        DimensionStats all = new DimensionStats(
                spread ? new float[dim] : null, new float[dim], new float[dim], new float[dim], new float[dim]);
        for (int d = 0; d < dim; d++) {
            new Axis(atlas, d).into(all, d);
        }
        if (spread) {
            double[] kl = new double[dim];
            for (int i = 0; i < atlas.count(); i++) {
                double[] one = new Gaussian(atlas.mu(), atlas.logvar(), i, dim).klToStandard();
                for (int d = 0; d < dim; d++) {
                    kl[d] += one[d] / atlas.count();
                }
            }
            for (int d = 0; d < dim; d++) {
                all.kl[d] = (float) kl[d];
            }
        }
        return all;
    }

    /** What is known without an atlas: the prior, and what the card measured. */
    public static DimensionStats ofPrior(ModelCard card) {
        int dim = card.latent().dim();
        float[] kl = null;
        if (card.figures() != null && card.figures().klByDimension().size() == dim) {
            kl = new float[dim];
            for (int d = 0; d < dim; d++) {
                kl[d] = card.figures().klByDimension().get(d).floatValue();
            }
        }
        float[] one = new float[dim];
        Arrays.fill(one, 1);
        float[] low = new float[dim];
        float[] high = new float[dim];
        Arrays.fill(low, -2.5758293f);
        Arrays.fill(high, 2.5758293f);
        return new DimensionStats(kl, new float[dim], one, low, high);
    }

    /** The mixture (1/n) Σ N(mu, exp(logvar)) of one dimension. */
    private static final class Axis {
        private final double[] mu; // (n)
        private final double[] sigma; // (n), 0 for a point posterior
        private double mean;
        private double deviation;

        Axis(Atlas atlas, int d) {
            int n = atlas.count();
            mu = new double[n];
            sigma = new double[n];
            for (int i = 0; i < n; i++) {
                mu[i] = atlas.mu()[i * atlas.dim() + d];
                sigma[i] = atlas.logvar().length == 0 ? 0 : Math.exp(atlas.logvar()[i * atlas.dim() + d] / 2.0);
                mean += mu[i] / n;
            }
            double variance = 0;
            for (int i = 0; i < n; i++) {
                variance += ((mu[i] - mean) * (mu[i] - mean) + sigma[i] * sigma[i]) / n;
            }
            deviation = Math.sqrt(variance);
        }

        void into(DimensionStats all, int d) {
            all.mean[d] = (float) mean;
            all.deviation[d] = (float) deviation;
            all.low[d] = (float) quantile(TAIL);
            all.high[d] = (float) quantile(1 - TAIL);
        }

        private double quantile(double share) {
            // By Chebyshev, no more than the share lies further out than this.
            double reach = deviation / Math.sqrt(TAIL);
            double low = mean - reach;
            double high = mean + reach;
            while (high - low > EXACT * deviation) {
                double middle = (low + high) / 2;
                if (below(middle) < share) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return (low + high) / 2;
        }

        private double below(double x) {
            double sum = 0;
            for (int i = 0; i < mu.length; i++) {
                double offset = x - mu[i];
                sum += sigma[i] > 0 ? Normal.below(offset / sigma[i]) : offset >= 0 ? 1 : 0;
            }
            return sum / mu.length;
        }
    }
}
