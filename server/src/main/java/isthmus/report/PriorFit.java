package isthmus.report;

import isthmus.estimate.MeanEstimate;
import isthmus.latent.Mixture;
import isthmus.latent.MixtureFit;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A mixture of Gaussians that is fitted to codes of the data, beside the model's own prior: how likely each makes codes
 * held out, and how much of one lies where there is little of the other. Immutable; any thread.
 *
 * @param codes that it was fitted to
 * @param chosen the likeliest of those tried
 * @param empty share of the prior's draws where the mixture has a lower density than at 99% of the codes held out
 * @param missed share of the codes held out where the prior has a lower density than at 99% of its own draws
 */
public record PriorFit(int codes, Held prior, Mixture mixture, Tried chosen, double empty, double missed) {
    /** Images without which there is nothing to fit. */
    public static final int LEAST = 20;

    /** Draws of the prior by which it is compared with the codes. */
    public static final int DRAWS = 1000;

    private static final int MOST = 5000; // codes
    private static final int MOST_NUMBERS = 1 << 18; // of all codes together
    private static final int STARTS = 2;
    private static final int STEPS = 60;
    private static final int SLOW = 200; // codes and draws where a prior's density takes long
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
     * Codes held out under a mixture.
     *
     * @param logDensity their mean log density in nats, and its standard error
     * @param gain by how much that is above the prior's, code by code
     */
    public record Tried(int components, MeanEstimate logDensity, MeanEstimate gain) {}

    /**
     * Fits it.
     *
     * @param most components
     * @param begun told of the prior, before the first is tried
     * @param tried told of each number of components
     * @param check called often; what it throws ends the fit
     */
    public static PriorFit of(
            PosteriorBatch posteriors,
            Prior prior,
            int most,
            long seed,
            Consumer<Held> begun,
            Consumer<Tried> tried,
            Runnable check) {
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
        boolean quick = prior.hasQuickDensity();
        double[] own = logDensities(prior, heldOut, quick ? held : Math.min(SLOW, held), check);
        Held of = new Held(own.length, MeanEstimate.of(own));
        begun.accept(of);
        Tried[] best = {null};
        Mixture mixture = new MixtureFit(STARTS, STEPS, seed)
                .choose(fitted, heldOut, dim, Math.min(most, count - held), new MixtureFit.Progress() {
                    @Override
                    public void tried(Mixture mixture) {
                        double[] under = logDensities(mixture, heldOut, held, check);
                        double[] gain = new double[own.length];
                        Arrays.setAll(gain, i -> under[i] - own[i]);
                        Tried one = new Tried(mixture.weights().length, MeanEstimate.of(under), MeanEstimate.of(gain));
                        best[0] = best[0] == null
                                        || one.logDensity().mean()
                                                > best[0].logDensity().mean()
                                ? one
                                : best[0];
                        tried.accept(one);
                    }

                    @Override
                    public void stepped() {
                        check.run();
                    }
                })
                .mixture();
        float[] draws = prior.draws(Noise.named(seed, "fit draws"), DRAWS);
        double[] its = logDensities(prior, draws, quick ? DRAWS : SLOW, check);
        return new PriorFit(
                count - held,
                of,
                mixture,
                best[0],
                below(logDensities(mixture, draws, DRAWS, check), logDensities(mixture, heldOut, held, check)),
                below(own, its));
    }

    private static double[] logDensities(Prior prior, float[] codes, int count, Runnable check) {
        double[] logs = new double[count];
        for (int i = 0; i < count; i++) {
            check.run();
            logs[i] = prior.logDensity(codes, i);
        }
        return logs;
    }

    /** The share of values that lie below nearly all the others. */
    private static double below(double[] values, double[] others) {
        double[] sorted = others.clone();
        Arrays.sort(sorted);
        double edge = sorted[(int) (OUTSIDE * sorted.length)];
        return (double) Arrays.stream(values).filter(value -> value < edge).count() / values.length;
    }
}
