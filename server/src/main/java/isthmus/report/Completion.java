package isthmus.report;

import isthmus.inference.Observation;
import isthmus.latent.Noise;
import java.util.List;
import java.util.Locale;

/**
 * Completions of a partly known image: the posterior of z given the known pixels, by weighted draws. Immutable by
 * agreement: nobody writes into the arrays. Any thread.
 *
 * @param known values of the image
 * @param evidence log p(known pixels) by the weighted draws
 * @param halvesApart how far the posterior means of two halves of the draws are apart, in standard errors of their
 *     difference, in the dimension where that is most
 * @param mu (dim) mean of the posterior
 * @param deviation (dim)
 * @param clusters distinct completions, heaviest first
 * @param cloud (CLOUD, dim) equally weighted draws
 * @param mean (values) of the decoded means of the cloud
 * @param spread (values) their standard deviation
 */
public record Completion(
        int known,
        Evidence evidence,
        double halvesApart,
        double[] mu,
        double[] deviation,
        WeightedClusters clusters,
        float[] cloud,
        float[] mean,
        float[] spread) {

    /** Draws in the cloud. */
    public static final int CLOUD = 256;

    private static final int DRAWS = 2048;

    private static final double MAX_APART = 4; // in the worst of up to some tens of dimensions

    public int drawn() {
        return evidence.draws();
    }

    /** The draws' effective sample size. */
    public double effective() {
        return evidence.effective();
    }

    public boolean trusted() {
        return evidence.trusted() && halvesApart <= MAX_APART;
    }

    /** How far the draws are to be trusted, in words. */
    public String sentence() {
        String worth = String.format(
                Locale.ROOT, "%,d weighted draws are worth %,.0f from the posterior", drawn(), effective());
        String doubt = ": the weights may be far off.";
        if (known == 0) {
            return "Every pixel is hidden, so these are draws from the prior.";
        }
        if (trusted()) {
            return worth + ".";
        }
        if (effective() < Evidence.MIN_EFFECTIVE) {
            return worth + ", too few to trust" + doubt;
        }
        return evidence.halvesAgree() && halvesApart <= MAX_APART
                ? worth + ", but a few weigh too much to trust" + doubt
                : worth + ", but two halves of them disagree" + doubt;
    }

    /**
     * @param samples (n, dim) codes that images of the data have, among which modes are looked for
     * @param count clusters
     * @param listener receives the refined components of the proposal
     */
    public static Completion of(
            ChunkedModel model,
            Observation seen,
            float[] samples,
            int count,
            long seed,
            PosteriorProposal.Listener listener) {
        ImportanceSampling.Weighted drawn = drawn(model, seen, samples, seed, listener);
        int dim = model.dim();
        Moments all = Moments.of(drawn, dim, 0, DRAWS);
        Noise noise = Noise.named(seed, "groups");
        float[] cloud = resampled(drawn.z(), all.weights(), dim, noise.uniform());
        WeightedClusters clusters = WeightedClusters.of(drawn.z(), all.weights(), all.deviation(), count, noise);
        float[] mean = new float[seen.values().length];
        float[] spread = new float[mean.length];
        moments(model.decode(cloud, CLOUD), mean, spread);
        return new Completion(
                seen.knownCount(),
                Evidence.of(drawn.logWeights()),
                Moments.of(drawn, dim, 0, DRAWS / 2).apart(Moments.of(drawn, dim, DRAWS / 2, DRAWS)),
                all.mu(),
                all.deviation(),
                clusters,
                cloud,
                mean,
                spread);
    }

    /** Draws from around the modes that are found; with nothing known, of the prior. */
    private static ImportanceSampling.Weighted drawn(
            ChunkedModel model, Observation seen, float[] samples, long seed, PosteriorProposal.Listener listener) {
        String name = "completions";
        return seen.knownCount() == 0
                ? ImportanceSampling.weighted(model, seen, model.prior(), DRAWS, Noise.named(seed, name))
                : TwoSearches.of(model, seen, List.of(), samples, seed, listener)
                        .draws(model, seen, DRAWS, seed, name);
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
