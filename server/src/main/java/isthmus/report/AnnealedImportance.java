package isthmus.report;

import isthmus.estimate.RunningMean;
import isthmus.inference.Model;
import isthmus.inference.Observation;
import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.report.HamiltonianChains.Start;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * log p(x) by annealed importance sampling (Neal 2001): chains start from r(z), the prior or a mixture of normals, and move
 * by Hamiltonian Monte Carlo while r(z)^(1 − β) p(x, z)^β turns from the one into the other. Those from the prior know
 * nothing of the modes that other estimates look for, so they tell whether one was missed. Pilot chains find the steps
 * that are accepted and where in β most is to be done; what is counted then runs by a fixed plan, so that its mean weight is
 * p(x) on average. Any thread.
 *
 * @param evidence of the weights of the chains
 * @param temperatures values of β after 0
 */
public record AnnealedImportance(Evidence evidence, int temperatures) {
    private static final int CHAINS = 16;
    private static final int PILOT = 48; // temperatures
    private static final int PILOT_MOVES = 2; // at each
    private static final int PILOT_IMAGES = 16; // at most
    private static final double PRIOR_POWER = 5; // β = (k / PILOT)^power: most are near the prior
    private static final double MIXTURE_POWER = 2;
    private static final double LEAST_SPREAD = 1e-3; // nats
    private static final double VARIANCE = 0.2; // of a chain's log weight that the plan aims at, where it may
    private static final int LEAST = 64; // temperatures of the plan
    private static final int MOST = 2000;
    private static final double ACCEPTED = 0.8; // share of the moves that steps are fitted to
    private static final double FITTING = 0.3; // by how much the log of a step follows a miss of that share
    private static final double FIRST_STEP = 0.5;
    private static final double LONGEST_STEP =
            Math.PI / 2 / HamiltonianChains.LEAPS; // a quarter round, for most is new there
    private static final double SETTLED_SHARE = 0.25; // of equal weights
    private static final int TOGETHER = 16; // images whose chains run in one batch

    /** Whether the weights are even enough for the error to be believed. */
    public boolean settled() {
        return evidence.effective() >= SETTLED_SHARE * CHAINS && evidence.halvesAgree();
    }

    /**
     * From the prior.
     *
     * @param scale a normal about as wide as p(z|x), to scale the steps by, wherever it lies: a wrong one costs accuracy, and
     *     moves no estimate
     */
    public static AnnealedImportance of(ChunkedModel model, Observation seen, Gaussian scale, long seed) {
        Chains chains = (name, from, to) -> new HamiltonianChains(
                model.prior(),
                z -> model.scoresAndGradients(z, CHAINS, seen),
                List.of(Start.ofPrior(model.prior(), scale)),
                CHAINS,
                new Noise[] {Noise.named(seed, name)});
        return run(chains, Plan.of(chains.of("pilot chains", 0, 1), PRIOR_POWER), 0, 1)
                .get(0);
    }

    /**
     * Of many images, from mixtures of normals at the modes that are found, which are near enough for few temperatures; from
     * the prior where posteriors are points.
     *
     * @param candidates (…, dim) codes among which modes are looked for
     * @param images (count, channels, height, width)
     * @param progress told how many images are done
     */
    public static List<AnnealedImportance> of(
            Model model,
            PosteriorBatch posteriors,
            float[] candidates,
            float[] images,
            long seed,
            IntConsumer progress) {
        if (!posteriors.hasDensity()) {
            return ofPrior(model, posteriors, images, seed, progress);
        }
        List<Mixture> mixtures = ModeMixtures.of(model, posteriors, candidates, images);
        List<Start> starts = IntStream.range(0, posteriors.count())
                .mapToObj(i -> new Start(
                        mixtures.get(i),
                        mixtures.get(i).components().get(0).variances(),
                        posteriors.get(i).marginals()))
                .toList();
        return of(model, images, starts, MIXTURE_POWER, seed, progress);
    }

    /**
     * Of many images, from the prior.
     *
     * @param images (count, channels, height, width)
     * @param progress told how many images are done
     */
    public static List<AnnealedImportance> ofPrior(
            Model model, PosteriorBatch posteriors, float[] images, long seed, IntConsumer progress) {
        Prior prior = model.prior();
        Gaussian wide = Gaussian.of(prior.mean(), prior.variances());
        List<Start> starts = IntStream.range(0, posteriors.count())
                .mapToObj(i -> Start.ofPrior(
                        prior, posteriors.hasDensity() ? posteriors.get(i).marginals() : wide))
                .toList();
        return of(model, images, starts, PRIOR_POWER, seed, progress);
    }

    /** By one plan for all images, which the pilot chains of some of them make. */
    private static List<AnnealedImportance> of(
            Model model, float[] images, List<Start> starts, double power, long seed, IntConsumer progress) {
        int size = images.length / starts.size();
        Chains chains = (name, from, to) -> {
            float[] shown = Arrays.copyOfRange(images, from * size, to * size);
            Function<float[], ScoresAndGradients> likelihood =
                    z -> model.scoresAndGradients(z, CHAINS, shown, to - from);
            Noise noise = Noise.named(seed, name);
            return new HamiltonianChains(
                    model.prior(),
                    likelihood,
                    starts.subList(from, to),
                    CHAINS,
                    IntStream.range(from, to).mapToObj(noise::stream).toArray(Noise[]::new));
        };
        int pilots = Math.min(PILOT_IMAGES, starts.size());
        Plan plan = Plan.of(chains.of("pilot chains", 0, pilots), power);
        List<AnnealedImportance> found = new ArrayList<>();
        for (int from = 0; from < starts.size(); from += TOGETHER) {
            found.addAll(run(chains, plan, from, Math.min(starts.size(), from + TOGETHER)));
            progress.accept(found.size());
        }
        return found;
    }

    /** Makes the chains of the images [from, to). */
    private interface Chains {
        HamiltonianChains of(String name, int from, int to);
    }

    private static List<AnnealedImportance> run(Chains images, Plan plan, int from, int to) {
        HamiltonianChains chains = images.of("chains", from, to);
        double[] logWeights = new double[(to - from) * CHAINS];
        for (int t = 1; t < plan.beta.length; t++) {
            double[] ratios = chains.ratios();
            for (int chain = 0; chain < logWeights.length; chain++) {
                logWeights[chain] += (plan.beta[t] - plan.beta[t - 1]) * ratios[chain];
            }
            if (t < plan.beta.length - 1) { // where the chains go after the last weight, nobody asks
                chains.move(plan.beta[t], plan.step[t]);
            }
        }
        return IntStream.range(0, to - from)
                .mapToObj(i -> new AnnealedImportance(
                        Evidence.of(Arrays.copyOfRange(logWeights, i * CHAINS, (i + 1) * CHAINS)),
                        plan.beta.length - 1))
                .toList();
    }

    /**
     * A schedule whose temperatures are equally far apart by the spread of log p(x, z) − log r(z): the variance of a log
     * weight is then the square of the whole length over their number, the least there is (Gelman and Meng 1998).
     *
     * @param beta from 0 to 1
     * @param step at each
     */
    private record Plan(double[] beta, double[] step) {
        static Plan of(HamiltonianChains pilot, double power) {
            double[] beta = new double[PILOT + 1];
            double[] step = new double[PILOT + 1];
            double[] length = new double[PILOT + 1]; // from β = 0
            double spread = spread(pilot.ratios());
            step[0] = FIRST_STEP;
            for (int k = 1; k <= PILOT; k++) {
                beta[k] = Math.pow((double) k / PILOT, power);
                step[k] = step[k - 1];
                for (int i = 0; i < PILOT_MOVES; i++) {
                    double missed = pilot.move(beta[k], step[k]) - ACCEPTED;
                    step[k] = Math.min(LONGEST_STEP, step[k] * Math.exp(FITTING * missed));
                }
                double next = spread(pilot.ratios());
                length[k] = length[k - 1] + (beta[k] - beta[k - 1]) * (spread + next) / 2;
                spread = next;
            }
            double whole = length[PILOT];
            int count = (int) Math.max(LEAST, Math.min(MOST, Math.ceil(whole * whole / VARIANCE)));
            Plan plan = new Plan(new double[count + 1], new double[count + 1]);
            for (int t = 0; t <= count; t++) {
                double at = whole * t / count;
                int k = 1;
                while (k < PILOT && length[k] < at) {
                    k++;
                }
                double share = Math.min(1, (at - length[k - 1]) / (length[k] - length[k - 1]));
                plan.beta[t] = beta[k - 1] + share * (beta[k] - beta[k - 1]);
                plan.step[t] = step[k - 1] + share * (step[k] - step[k - 1]);
            }
            return plan;
        }

        /** The root of the variance among the chains of an image, on average over images. */
        private static double spread(double[] ratios) {
            double variance = 0;
            for (int from = 0; from < ratios.length; from += CHAINS) {
                RunningMean mean = new RunningMean();
                for (int chain = from; chain < from + CHAINS; chain++) {
                    mean.add(ratios[chain]);
                }
                variance += mean.variance() * CHAINS / ratios.length;
            }
            return Math.max(LEAST_SPREAD, Math.sqrt(variance));
        }
    }
}
