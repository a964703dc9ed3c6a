package isthmus.importing;

import isthmus.Failure;
import isthmus.inference.torch.RawNetwork.Output;
import isthmus.model.ModelCard.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Decides what an encoder gives beside the mean: by the reading whose variances are nearest to the best ones, in nats of
 * the bound, under any likelihood that the model may have been trained with. One thread.
 */
final class SpreadSearch {
    private static final double TWICE = 2; // the cost of the best likelihood, up to which another may be the true one
    private static final Comparator<Fit> BY_COST = Comparator.comparingDouble(Fit::mean);
    private static final double MOST_LOST = 1; // nats a dimension, by which no variance of a trained model is off
    private static final double SAME = 0.05; // nats a dimension that make no difference
    private static final double FARTHEST = 20; // log ratio beyond which numbers would only overflow

    private final int count;
    private final int dim;
    private final Curvature curvature;
    private final List<TrainedWith> all;
    private final List<TrainedWith> likelihoods; // that the model may have been trained with

    /**
     * @param count images at which the curvature was found
     * @param known family of the likelihood, or null
     * @param variance mean squared residual of a value
     * @param deviation of the scale in which the decoder gives images
     */
    SpreadSearch(int count, int dim, Curvature curvature, Family known, double variance, double deviation) {
        this.count = count;
        this.dim = dim;
        this.curvature = curvature;
        this.all = TrainedWith.candidates(null, variance, deviation);
        this.likelihoods = TrainedWith.candidates(known, variance, deviation);
    }

    /**
     * One reading of the spread, and the likelihood under which it fits best.
     *
     * @param logVariance (count, dim)
     * @param lost (count) nats of each image's bound
     */
    record Fit(CodePart part, Spread spread, TrainedWith likelihood, double[] logVariance, double[] lost) {
        double mean() {
            return Arrays.stream(lost).average().orElseThrow();
        }

        @Override
        public String toString() {
            return "%s is the %s (by %s)".formatted(part, spread, likelihood.words());
        }
    }

    /**
     * @param alike other meanings of the same output that are the same in effect
     * @param second the nearest of the others, under a likelihood that may be the true one; null where all else is the same
     *     in effect
     */
    record Choice(Fit best, List<Spread> alike, Fit second, Margin margin) {
        /** The best in words, with what is the same in effect. */
        String words() {
            return best
                    + String.join(
                            "",
                            alike.stream()
                                    .map(spread -> ", or the " + spread + ", which is nearly the same here")
                                    .toList());
        }
    }

    /**
     * @param parts outputs that may be it
     * @param stated null where it is to be found out
     */
    Choice choose(List<CodePart> parts, List<Output> outputs, Spread stated) {
        List<Fit> fits = new ArrayList<>();
        for (CodePart part : parts) {
            for (Spread spread : stated == null ? Spread.values() : new Spread[] {stated}) {
                fits.addAll(fits(part, spread, part.values(outputs)));
            }
        }
        if (fits.isEmpty()) {
            throw Failure.badInput(
                    "--spread", "numbers that can be the %s".formatted(stated), "ones that are not above 0");
        }
        Fit nearest = Collections.min(fits, BY_COST);
        if (nearest.mean() > MOST_LOST * dim) {
            throw Failure.badInput(
                            "",
                            "a spread beside the mean that is a variance or a deviation in some form",
                            "none: the nearest, %s, costs %.1f nats of the bound".formatted(nearest, nearest.mean()))
                    .hint("export encode(x) so that it gives (mu, logvar), or state --spread and --likelihood");
        }
        // Of several that are the same in effect and not told apart, the commonest.
        Fit first = fits.stream()
                .filter(fit -> fit.likelihood().equals(nearest.likelihood())
                        && same(fit, nearest)
                        && (fit.equals(nearest)
                                || !Margin.of(negative(nearest.lost()), negative(fit.lost()))
                                        .isClear()))
                .min(Comparator.comparing(Fit::spread))
                .orElseThrow();
        List<Spread> alike = fits.stream()
                .filter(fit -> fit.likelihood().equals(first.likelihood())
                        && fit.part().equals(first.part())
                        && !fit.equals(first)
                        && same(fit, first))
                .map(Fit::spread)
                .toList();
        Choice clearest = new Choice(first, alike, null, null);
        // It must be the best under every likelihood that explains the variances, for any may be the true one.
        for (TrainedWith likelihood : likelihoods) {
            List<Fit> under = fits.stream()
                    .filter(fit -> fit.likelihood().equals(likelihood))
                    .sorted(BY_COST)
                    .toList();
            if (under.get(0).mean() > TWICE * nearest.mean()) {
                continue;
            }
            Fit own = under.stream().filter(fit -> same(fit, first)).findFirst().orElseThrow();
            Fit other =
                    under.stream().filter(fit -> !same(fit, first)).findFirst().orElse(null);
            if (other == null) {
                continue;
            }
            Margin margin = Margin.of(negative(own.lost()), negative(other.lost()));
            if (!margin.isClear()) {
                throw undecided(first, other);
            }
            if (clearest.margin() == null || margin.nats() < clearest.margin().nats()) {
                clearest = new Choice(first, alike, other, margin);
            }
        }
        return clearest;
    }

    private Failure undecided(Fit first, Fit other) {
        return Failure.badInput(
                        "",
                        "one meaning of what the encoder gives beside the mean",
                        "two that cost %.2f and %.2f nats of the bound: %s; or %s"
                                .formatted(first.mean(), other.mean(), first, other))
                .hint("state it with --spread %s or %s"
                                .formatted(
                                        first.spread().option(), other.spread().option())
                        + (likelihoods.stream()
                                                .map(TrainedWith::family)
                                                .distinct()
                                                .count()
                                        > 1
                                ? ", or what it was trained with by --likelihood"
                                : ""));
    }

    static double[] negative(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }

    private List<Fit> fits(CodePart part, Spread spread, float[] values) {
        double[] logVariance = new double[count * dim];
        for (int i = 0; i < logVariance.length; i++) {
            logVariance[i] = spread.logVariance(values[i]);
            if (!Double.isFinite(logVariance[i])) {
                return List.of();
            }
        }
        return likelihoods.stream()
                .map(with -> new Fit(
                        part,
                        spread,
                        with,
                        logVariance,
                        curvature.lost(logVariance, dim, with.bends(curvature), with.strength())))
                .toList();
    }

    /** Whether it hardly matters which of two is right: each would cost the other's bound next to nothing. */
    private boolean same(Fit one, Fit other) {
        double lost = 0;
        for (int i = 0; i < one.logVariance.length; i++) {
            double off = one.logVariance[i] - other.logVariance[i];
            lost += (Math.cosh(Math.min(Math.abs(off), FARTHEST)) - 1) / 2; // the mean of both directions
        }
        return lost / one.logVariance.length < SAME;
    }

    /**
     * What a reading's variances cost under a family, in nats of each image's bound; by whichever strength costs least.
     *
     * @param plain whether by plain likelihoods alone
     */
    double[] lost(Fit fit, Family family, boolean plain) {
        return all.stream()
                .filter(with -> with.family() == family && (!plain || with.plain()))
                .map(with -> curvature.lost(fit.logVariance(), dim, with.bends(curvature), with.strength()))
                .min(Comparator.comparingDouble(lost -> Arrays.stream(lost).sum()))
                .orElseThrow();
    }
}
