package isthmus.report;

import isthmus.estimate.RunningMean;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;

/**
 * log p(x) by annealed importance sampling (Neal 2001): chains start from the prior and move by Hamiltonian Monte Carlo
 * while p(z) p(x|z)^β turns into p(x, z). They know nothing of the modes that other estimates look for, so they tell
 * whether one was missed. Pilot chains find the steps that are accepted and where in β most is to be done; what is counted
 * then runs by a fixed plan, so that its mean weight is p(x) on average. Any thread.
 *
 * @param evidence of the weights of the chains
 * @param temperatures values of β after 0
 */
public record AnnealedImportance(Evidence evidence, int temperatures) {
    private static final int CHAINS = 16;
    private static final int PILOT = 48; // temperatures
    private static final int PILOT_MOVES = 2; // at each
    private static final double PILOT_POWER = 5; // β = (k / PILOT)^power: most are near the prior
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

    /** Whether the weights are even enough for the error to be believed. */
    public boolean settled() {
        return evidence.effective() >= SETTLED_SHARE * CHAINS && evidence.halvesAgree();
    }

    /**
     * @param scale a normal about as wide as p(z|x), to scale the steps by, wherever it lies: a wrong one costs accuracy, and
     *     moves no estimate
     */
    public static AnnealedImportance of(ChunkedModel model, Observation seen, Gaussian scale, long seed) {
        Plan plan = Plan.of(new HamiltonianChains(model, seen, scale, CHAINS, Noise.named(seed, "pilot chains")));
        HamiltonianChains chains = new HamiltonianChains(model, seen, scale, CHAINS, Noise.named(seed, "chains"));
        double[] logWeights = new double[CHAINS];
        for (int t = 1; t < plan.beta.length; t++) {
            float[] scores = chains.scores();
            for (int chain = 0; chain < CHAINS; chain++) {
                logWeights[chain] += (plan.beta[t] - plan.beta[t - 1]) * scores[chain];
            }
            if (t < plan.beta.length - 1) { // where the chains go after the last weight, nobody asks
                chains.move(plan.beta[t], plan.step[t]);
            }
        }
        return new AnnealedImportance(Evidence.of(logWeights), plan.beta.length - 1);
    }

    /**
     * A schedule whose temperatures are equally far apart by the spread of log p(x|z): the variance of a log weight is then
     * the square of the whole length over their number, the least there is (Gelman and Meng 1998).
     *
     * @param beta from 0 to 1
     * @param step at each
     */
    private record Plan(double[] beta, double[] step) {
        static Plan of(HamiltonianChains pilot) {
            double[] beta = new double[PILOT + 1];
            double[] step = new double[PILOT + 1];
            double[] length = new double[PILOT + 1]; // from β = 0
            double spread = spread(pilot.scores());
            step[0] = FIRST_STEP;
            for (int k = 1; k <= PILOT; k++) {
                beta[k] = Math.pow((double) k / PILOT, PILOT_POWER);
                step[k] = step[k - 1];
                for (int i = 0; i < PILOT_MOVES; i++) {
                    double missed = pilot.move(beta[k], step[k]) - ACCEPTED;
                    step[k] = Math.min(LONGEST_STEP, step[k] * Math.exp(FITTING * missed));
                }
                double next = spread(pilot.scores());
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

        private static double spread(float[] scores) {
            RunningMean mean = new RunningMean();
            for (float score : scores) {
                mean.add(score);
            }
            return Math.max(LEAST_SPREAD, Math.sqrt(mean.variance()));
        }
    }
}
