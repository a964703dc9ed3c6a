package isthmus.train;

import isthmus.inference.ScoresAndGradients;
import isthmus.latent.LogSumExp;
import isthmus.latent.Noise;
import java.util.Arrays;

/**
 * Monte Carlo expectation maximisation (Wei and Tanner 1990). Each image has a Markov chain of its own, whose code is kept
 * from one visit to the next. For a batch:
 *
 * <pre>
 * E: draw z among the present one and proposals of the prior by p(x|z), which leaves p(z|x) as it is (Tjelmeland 2004);
 *    then move z by Hamiltonian Monte Carlo (Neal 2011), whose step size each image tunes to the acceptance asked for
 * M: go up log p(x|z) by the decoder's weights at z, some steps of AdamW
 * </pre>
 *
 * The proposals are what takes a chain from one mode to another, which Hamiltonian moves hardly do. One thread.
 */
final class Mcem implements LocalMethod {
    /**
     * Moves of the code of an image, each time that it is in a batch.
     *
     * @param proposals codes drawn from the prior among which, and the present one, it is drawn by p(x|z)
     * @param moves of Hamiltonian Monte Carlo after that
     * @param leaps of a move
     * @param acceptance probability of acceptance that each image's step size is tuned to
     * @param updates of the decoder for a draw
     */
    public record Chains(int proposals, int moves, int leaps, double acceptance, int updates) {
        public Chains {
            Recipe.require(proposals >= 1 && proposals <= 4096, "proposals", "1 to 4096", proposals);
            Recipe.require(moves >= 1 && moves <= 1000, "moves", "1 to 1000", moves);
            Recipe.require(leaps >= 1 && leaps <= 1000, "leaps", "1 to 1000", leaps);
            Recipe.require(acceptance > 0 && acceptance < 1, "acceptance", "a number in (0, 1)", acceptance);
            Recipe.require(updates >= 1 && updates <= 100, "updates", "1 to 100", updates);
        }
    }

    private static final double FIRST_STEP = 0.1;
    private static final double TUNING =
            0.2; // change of the log step for a move that is accepted, beyond what is asked
    private static final double JITTER = 0.2; // share of a step, so that no chain goes round in a circle

    private final Chains chains;
    private final int dim;

    Mcem(Recipe recipe) {
        chains = recipe.chains();
        dim = recipe.latent();
    }

    /** z, the logarithm of the step in first steps, and whether the image was met. */
    @Override
    public int numbers() {
        return dim + 2;
    }

    @Override
    public int variancesAt() {
        return -1;
    }

    @Override
    public TrainingSession.Terms step(
            TrainingSession session, float[] images, int count, float[] own, Noise noise, double rate) {
        float[] z = new float[count * dim];
        for (int i = 0; i < count; i++) {
            System.arraycopy(own, i * numbers(), z, i * dim, dim);
        }
        propose(session, images, count, own, z, noise);
        for (int move = 0; move < chains.moves(); move++) {
            z = move(session, images, count, own, z, noise);
        }
        for (int i = 0; i < count; i++) {
            System.arraycopy(z, i * dim, own, i * numbers(), dim);
        }
        double reconstruction = 0;
        for (int update = 0; update < chains.updates(); update++) {
            reconstruction += session.step(new EpochBatches.Batch(count, images, images, z), 1, rate)
                            .reconstruction()
                    / chains.updates();
        }
        return new TrainingSession.Terms(-reconstruction, reconstruction, 0);
    }

    /** Draws each code among itself and the proposals. */
    private void propose(TrainingSession session, float[] images, int count, float[] own, float[] z, Noise noise) {
        float[] drawn = noise.normals(chains.proposals() * dim);
        PriorDraws proposals = PriorDraws.of(session, images, count, drawn, z, dim);
        double[] weights = new double[chains.proposals() + 1];
        for (int i = 0; i < count; i++) {
            int met = i * numbers() + dim + 1;
            for (int s = 0; s < chains.proposals(); s++) {
                weights[s] = proposals.score(i, s);
            }
            weights[chains.proposals()] = own[met] > 0 ? proposals.own(i) : Double.NEGATIVE_INFINITY;
            int chosen = chosen(weights, noise.uniform());
            if (chosen < chains.proposals()) {
                System.arraycopy(drawn, chosen * dim, z, i * dim, dim);
            }
            own[met] = 1;
        }
    }

    /** An index by weights that are given as logarithms. */
    private static int chosen(double[] logWeights, double uniform) {
        LogSumExp all = new LogSumExp();
        for (double one : logWeights) {
            all.add(one);
        }
        double sum = 0;
        for (int i = 0; i < logWeights.length; i++) {
            sum += Math.exp(logWeights[i] - all.logSum());
            if (uniform < sum) {
                return i;
            }
        }
        return logWeights.length - 1;
    }

    /** A move of every chain, which keeps p(x, z) as it is. */
    private float[] move(TrainingSession session, float[] images, int count, float[] own, float[] z, Noise noise) {
        float[] p = noise.normals(count * dim);
        double[] steps = new double[count];
        for (int i = 0; i < count; i++) {
            steps[i] = FIRST_STEP * Math.exp(own[i * numbers() + dim]) * (1 + JITTER * (2 * noise.uniform() - 1));
        }
        float[] moved = z.clone();
        ScoresAndGradients here = session.slopes(new EpochBatches.Batch(count, images, images, moved));
        double[] before = energies(here, moved, p);
        for (int leap = 0; leap < chains.leaps(); leap++) {
            push(p, moved, here, steps);
            for (int i = 0; i < p.length; i++) {
                moved[i] += (float) (steps[i / dim] * p[i]);
            }
            here = session.slopes(new EpochBatches.Batch(count, images, images, moved));
            push(p, moved, here, steps);
        }
        double[] after = energies(here, moved, p);
        for (int i = 0; i < count; i++) {
            double accepted = Math.min(1, Math.exp(before[i] - after[i])); // NaN where it left what numbers there are
            boolean kept = noise.uniform() < accepted;
            if (!kept) {
                System.arraycopy(z, i * dim, moved, i * dim, dim);
            }
            own[i * numbers() + dim] +=
                    (float) (TUNING * ((Double.isNaN(accepted) ? 0 : accepted) - chains.acceptance()));
        }
        return moved;
    }

    /** Half a step of the momenta along the slope of log p(x, z). */
    private void push(float[] p, float[] z, ScoresAndGradients here, double[] steps) {
        for (int i = 0; i < p.length; i++) {
            p[i] += (float) (0.5 * steps[i / dim] * (here.gradient()[i] - z[i]));
        }
    }

    private double[] energies(ScoresAndGradients here, float[] z, float[] p) {
        double[] energies = new double[here.nats().length];
        Arrays.setAll(energies, i -> -here.nats()[i]);
        for (int i = 0; i < z.length; i++) {
            energies[i / dim] += 0.5 * (z[i] * z[i] + p[i] * p[i]);
        }
        return energies;
    }
}
