package isthmus.report;

import isthmus.estimate.IwaeBounds;
import isthmus.inference.Observation;
import isthmus.latent.LogSumExp;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import java.util.Arrays;
import java.util.Locale;

/**
 * Completions of a partly known image: the posterior of z given the known pixels, by weighted draws. Immutable by
 * agreement: nobody writes into the arrays. Any thread.
 *
 * @param known values of the image
 * @param drawn weighted draws
 * @param effective their effective sample size
 * @param mu (dim) mean of the posterior
 * @param deviation (dim)
 * @param clusters distinct completions, heaviest first
 * @param cloud (CLOUD, dim) equally weighted draws
 * @param mean (values) of the decoded means of the cloud
 * @param spread (values) their standard deviation
 */
public record Completion(
        int known,
        int drawn,
        double effective,
        double[] mu,
        double[] deviation,
        WeightedClusters clusters,
        float[] cloud,
        float[] mean,
        float[] spread) {

    /** Draws in the cloud. */
    public static final int CLOUD = 256;

    private static final int DRAWS = 2048;

    public boolean trusted() {
        return effective >= IwaeBounds.MIN_EFFECTIVE;
    }

    /** The effective sample size, in words. */
    public String sentence() {
        String worth = String.format(
                Locale.ROOT, "%,d weighted draws are worth %,.0f of the posterior's own", drawn, effective);
        if (known == 0) {
            return "Nothing is known, so these are draws of the prior.";
        }
        return trusted()
                ? worth + "."
                : worth + ", too few to trust: the weights, and what is between the completions, may be far off.";
    }

    /**
     * @param count clusters
     * @param listener receives the refined components of the proposal
     */
    public static Completion of(
            ChunkedModel model, Observation seen, int count, long seed, CompletionProposal.Listener listener) {
        Mixture proposal = CompletionProposal.of(model, seen, seed, listener);
        ImportanceSampling.Weighted drawn =
                ImportanceSampling.weighted(model, seen, proposal, DRAWS, Noise.named(seed, "completions"));
        LogSumExp all = new LogSumExp();
        for (double logWeight : drawn.logWeights()) {
            all.add(logWeight);
        }
        double[] weights = Arrays.stream(drawn.logWeights())
                .map(logWeight -> Math.exp(logWeight - all.logSum()))
                .toArray();
        int dim = model.dim();
        double[] mu = new double[dim];
        double[] deviation = new double[dim];
        for (int i = 0; i < drawn.z().length; i++) {
            mu[i % dim] += weights[i / dim] * drawn.z()[i];
        }
        for (int i = 0; i < drawn.z().length; i++) {
            deviation[i % dim] += weights[i / dim] * Math.pow(drawn.z()[i] - mu[i % dim], 2);
        }
        for (int d = 0; d < dim; d++) {
            deviation[d] = Math.sqrt(deviation[d]);
        }
        Noise noise = Noise.named(seed, "groups");
        float[] cloud = resampled(drawn.z(), weights, dim, noise.uniform());
        WeightedClusters clusters = WeightedClusters.of(drawn.z(), weights, deviation, count, noise);
        float[] mean = new float[seen.values().length];
        float[] spread = new float[mean.length];
        moments(model.decode(cloud, CLOUD), mean, spread);
        return new Completion(
                seen.knownCount(), DRAWS, all.effectiveCount(), mu, deviation, clusters, cloud, mean, spread);
    }

    /** Systematic resampling: each draw comes as often as its weight says, to within one. */
    private static float[] resampled(float[] z, double[] weights, int dim, double offset) {
        float[] cloud = new float[CLOUD * dim];
        double sum = weights[0];
        for (int i = 0, row = 0; i < CLOUD; i++) {
            while (sum < (i + offset) / CLOUD && row < weights.length - 1) {
                sum += weights[++row];
            }
            System.arraycopy(z, row * dim, cloud, i * dim, dim);
        }
        return cloud;
    }

    private static void moments(float[] images, float[] mean, float[] spread) {
        int size = mean.length;
        for (int p = 0; p < size; p++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < CLOUD; i++) {
                double offset = images[i * size + p] - images[p]; // from the first image, against cancellation
                sum += offset;
                squares += offset * offset;
            }
            double offset = sum / CLOUD;
            mean[p] = (float) (images[p] + offset);
            spread[p] = (float) Math.sqrt(Math.max(0, squares / CLOUD - offset * offset));
        }
    }
}
