package isthmus.report;

import isthmus.estimate.MeanEstimate;
import isthmus.latent.FlowMatching;
import isthmus.latent.Mixture;
import isthmus.latent.MixtureFit;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.latent.VelocityFit;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A prior that is fitted to codes of the data, a mixture of Gaussians or a flow, beside the model's own: how likely each makes
 * codes held out, and where there is much of one and little of the other. Immutable by agreement: nobody writes into the
 * arrays. Any thread.
 *
 * @param codes that it was fitted to
 * @param fitted of mixtures the likeliest of those tried
 * @param chosen what codes held out are under it
 * @param empty draws of the prior where the fitted one has a lower density than at 99% of the codes held out
 * @param missed codes held out where the prior has a lower density than at 99% of its own draws
 */
public record PriorFit(int codes, Held prior, Prior fitted, Tried chosen, Outside empty, Outside missed) {
    /** Images without which there is nothing to fit. */
    public static final int LEAST = 20;

    /** Draws of the prior by which it is compared with the codes. */
    public static final int DRAWS = 1000;

    private static final int MOST = 5000; // codes
    private static final int MOST_NUMBERS = 1 << 18; // of all codes together
    private static final int STARTS = 2;
    private static final int STEPS = 60;
    private static final int FLOW_STEPS = 1500;
    private static final int SLOW = 200; // codes and draws where a density takes long
    private static final int HELD_OUT = 5; // of so many codes one is held out
    private static final double OUTSIDE = 0.01;

    /**
     * Codes held out under the prior.
     *
     * @param codes how many
     * @param logDensity their mean log density in nats, and its standard error
     */
    public record Held(int codes, MeanEstimate logDensity) {}

    /**
     * Codes held out under what is fitted.
     *
     * @param components of a mixture; 0 for a flow
     * @param logDensity their mean log density in nats, and its standard error
     * @param gain by how much that is above the prior's, code by code
     */
    public record Tried(int components, MeanEstimate logDensity, MeanEstimate gain) {}

    /**
     * Where there is much of one and little of the other.
     *
     * @param of codes that were looked at
     * @param codes (…, dim) those among them
     */
    public record Outside(int of, float[] codes, int count) {
        /** As a share. */
        public double share() {
            return (double) count / of;
        }
    }

    /** Told how a fit goes. */
    public interface Progress {
        /** Of the prior, before anything is fitted. */
        void begun(Held prior);

        /** Of each number of components. */
        default void tried(Tried one) {}

        /** Of each step of a flow. */
        default void stepped(int done, int of) {}

        /** Asked often; what it throws ends the fit. */
        void check();
    }

    /** Codes that are fitted and held out, and the latter under the prior. */
    private record Split(Prior prior, float[] fitted, float[] heldOut, double[] own, Progress progress) {
        static Split of(PosteriorBatch posteriors, Prior prior, long seed, Progress progress) {
            int dim = posteriors.dim();
            int count = Math.min(posteriors.count(), Math.max(LEAST, Math.min(MOST, MOST_NUMBERS / dim)));
            int[] rows = Noise.named(seed, "fit rows").permutation(posteriors.count());
            float[] codes = new float[count * dim];
            Noise noise = Noise.named(seed, "fit codes");
            for (int i = 0; i < count; i++) {
                posteriors.get(rows[i]).draw(noise.stream(rows[i]), codes, i);
            }
            int held = count / HELD_OUT;
            float[] heldOut = Arrays.copyOf(codes, held * dim);
            float[] fitted = Arrays.copyOfRange(codes, held * dim, count * dim);
            double[] own = logDensities(prior, heldOut, few(prior, held), progress);
            progress.begun(new Held(own.length, MeanEstimate.of(own)));
            return new Split(prior, fitted, heldOut, own, progress);
        }

        int dim() {
            return prior.dim();
        }

        int held() {
            return heldOut.length / dim();
        }

        Tried tried(Prior one, int components) {
            double[] under = logDensities(one, heldOut, few(one, held()), progress);
            double[] gain = new double[Math.min(own.length, under.length)];
            Arrays.setAll(gain, i -> under[i] - own[i]);
            return new Tried(components, MeanEstimate.of(under), MeanEstimate.of(gain));
        }

        PriorFit with(Prior one, Tried chosen, long seed) {
            float[] draws = prior.draws(Noise.named(seed, "fit draws"), DRAWS);
            double[] its = logDensities(prior, draws, few(prior, DRAWS), progress);
            double[] drawn = logDensities(one, draws, few(one, DRAWS), progress);
            double[] held = logDensities(one, heldOut, few(one, held()), progress);
            return new PriorFit(
                    fitted.length / dim(),
                    new Held(own.length, MeanEstimate.of(own)),
                    one,
                    chosen,
                    outside(draws, drawn, held),
                    outside(heldOut, own, its));
        }

        /** Codes whose values lie below nearly all the others. */
        private Outside outside(float[] codes, double[] values, double[] others) {
            double[] sorted = others.clone();
            Arrays.sort(sorted);
            double edge = sorted[(int) (OUTSIDE * sorted.length)];
            int[] below = IntStream.range(0, values.length)
                    .filter(i -> values[i] < edge)
                    .toArray();
            float[] found = new float[below.length * dim()];
            for (int i = 0; i < below.length; i++) {
                System.arraycopy(codes, below[i] * dim(), found, i * dim(), dim());
            }
            return new Outside(values.length, found, below.length);
        }
    }

    /** Fits mixtures, of ever more components up to the most, until two in a row gain nothing. */
    public static PriorFit mixture(PosteriorBatch posteriors, Prior prior, int most, long seed, Progress progress) {
        Split split = Split.of(posteriors, prior, seed, progress);
        Tried[] best = {null};
        int components = Math.min(most, split.fitted.length / prior.dim());
        Mixture mixture = new MixtureFit(STARTS, STEPS, seed)
                .choose(split.fitted, split.heldOut, prior.dim(), components, new MixtureFit.Progress() {
                    @Override
                    public void tried(Mixture mixture) {
                        Tried one = split.tried(mixture, mixture.weights().length);
                        best[0] = best[0] == null
                                        || one.logDensity().mean()
                                                > best[0].logDensity().mean()
                                ? one
                                : best[0];
                        progress.tried(one);
                    }

                    @Override
                    public void stepped() {
                        progress.check();
                    }
                })
                .mixture();
        return split.with(mixture, best[0], seed);
    }

    /** Fits a flow. */
    public static PriorFit flow(PosteriorBatch posteriors, Prior prior, long seed, Progress progress) {
        Split split = Split.of(posteriors, prior, seed, progress);
        FlowMatching flow = new VelocityFit(split.fitted, prior.dim(), FLOW_STEPS, seed).fit((done, loss) -> {
            progress.check();
            progress.stepped(done, FLOW_STEPS);
        });
        return split.with(flow, split.tried(flow, 0), seed);
    }

    /** Of so many codes those whose density is asked for. */
    private static int few(Prior of, int count) {
        return of.hasQuickDensity() ? count : Math.min(SLOW, count);
    }

    private static double[] logDensities(Prior prior, float[] codes, int count, Progress progress) {
        double[] logs = new double[count];
        for (int i = 0; i < count; i++) {
            progress.check();
            logs[i] = prior.logDensity(codes, i);
        }
        return logs;
    }
}
