package isthmus.atlas;

import isthmus.estimate.RunningMeans;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.latent.StandardNormal;
import isthmus.latent.Vectors;
import isthmus.model.ModelCard;
import java.util.Arrays;
import java.util.Optional;

/**
 * Statistics of each latent dimension. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param kl (dim) mean of KL(q(z|x) ‖ p(z)) in nats over the samples; null where it is not known
 * @param mean (dim) of the aggregate posterior, as are the following
 * @param deviation (dim)
 * @param low (dim) quantile at {@link #TAIL}
 * @param high (dim) quantile at 1 − {@link #TAIL}
 */
public record DimensionStats(float[] kl, float[] mean, float[] deviation, float[] low, float[] high) {
    public static final double TAIL = 0.005;

    private static final double EXACT = 1e-5; // error of a quantile, in deviations

    /** Of an atlas, its posteriors compared with a prior. */
    public static DimensionStats of(Atlas atlas, Prior prior) {
        int dim = atlas.dim();
        DimensionStats all = new DimensionStats(
                meanKl(atlas.posteriors(), prior), new float[dim], new float[dim], new float[dim], new float[dim]);
        for (int d = 0; d < dim; d++) {
            new Marginal(atlas.posteriors(), d).into(all, d);
        }
        return all;
    }

    private static float[] meanKl(PosteriorBatch posteriors, Prior prior) {
        RunningMeans means = new RunningMeans(posteriors.dim());
        for (int i = 0; i < posteriors.count(); i++) {
            Optional<double[]> kl = posteriors.get(i).klByDimension(prior);
            if (kl.isEmpty()) {
                return null;
            }
            means.add(kl.get());
        }
        return Vectors.floats(means.means());
    }

    /** Without an atlas: of the prior, with the KL that the card states. */
    public static DimensionStats ofPrior(ModelCard card) {
        int dim = card.latent().dim();
        float[] kl = null;
        if (card.figures() != null && card.figures().klByDimension().size() == dim) {
            kl = Vectors.floats(card.figures().klByDimension().stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray());
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
    private static final class Marginal {
        private final double[] mu; // (n)
        private final double[] sigma; // (n), 0 for a point posterior
        private double mean;
        private double deviation;

        Marginal(PosteriorBatch posteriors, int d) {
            int n = posteriors.count();
            int dim = posteriors.dim();
            float[] logvar = posteriors.logvar();
            mu = new double[n];
            sigma = new double[n];
            for (int i = 0; i < n; i++) {
                mu[i] = posteriors.means()[i * dim + d];
                sigma[i] = logvar == null ? 0 : Math.exp(logvar[i * dim + d] / 2.0);
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

        private double quantile(double probability) {
            // By Chebyshev's inequality, no more than TAIL lies beyond this.
            double reach = deviation / Math.sqrt(TAIL);
            double low = mean - reach;
            double high = mean + reach;
            while (high - low > EXACT * deviation) {
                double middle = (low + high) / 2;
                if (cdf(middle) < probability) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return (low + high) / 2;
        }

        private double cdf(double x) {
            double sum = 0;
            for (int i = 0; i < mu.length; i++) {
                double offset = x - mu[i];
                sum += sigma[i] > 0 ? StandardNormal.cdf(offset / sigma[i]) : offset >= 0 ? 1 : 0;
            }
            return sum / mu.length;
        }
    }
}
