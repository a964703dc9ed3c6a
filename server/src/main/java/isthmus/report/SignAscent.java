package isthmus.report;

import isthmus.inference.ScoresAndGradients;
import isthmus.latent.Prior;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Moves codes to where a function was highest on their way. Steps follow the signs of the gradient: longer while a sign
 * stays, half as long when it turns (Rprop, Riedmiller and Braun 1993), so that no scale need be known. One thread, that
 * of the model.
 */
final class SignAscent {
    private static final double FIRST_STEP = 0.1; // deviations
    private static final double LONGEST_STEP = 0.5;

    private SignAscent() {}

    /**
     * @param codes (count, dim), which is written into
     * @param deviation (dim), about as far as codes lie apart
     * @param function values and their gradients of all codes
     * @return (count) the values there
     */
    static double[] maximise(
            float[] codes, double[] deviation, int steps, Function<float[], ValuesAndGradients> function) {
        int dim = deviation.length;
        int count = codes.length / dim;
        double[] highest = new double[count];
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        float[] at = codes.clone();
        float[] step = new float[at.length];
        float[] before = new float[at.length];
        for (int i = 0; i < step.length; i++) {
            step[i] = (float) (FIRST_STEP * deviation[i % dim]);
        }
        for (int round = 0; round < steps; round++) {
            ValuesAndGradients scored = function.apply(at);
            for (int row = 0; row < count; row++) {
                if (scored.values()[row] > highest[row]) {
                    highest[row] = scored.values()[row];
                    System.arraycopy(at, row * dim, codes, row * dim, dim);
                }
            }
            for (int i = 0; i < at.length; i++) {
                float slope = scored.gradient()[i];
                float turn = slope * before[i];
                double longest = LONGEST_STEP * deviation[i % dim];
                step[i] = (float) (turn < 0 ? step[i] / 2 : turn > 0 ? Math.min(longest, 1.2 * step[i]) : step[i]);
                before[i] = turn < 0 ? 0 : slope; // after a turn the step is halved once
                at[i] += Math.signum(before[i]) * step[i];
            }
        }
        return highest;
    }

    /**
     * A function at each code, and its gradients.
     *
     * @param values (count), in double: near a maximum they differ by less than a float can say
     * @param gradient (count, dim)
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record ValuesAndGradients(double[] values, float[] gradient) {
        /** Of log p(x|z). */
        static ValuesAndGradients of(ScoresAndGradients likelihood) {
            double[] values = new double[likelihood.nats().length];
            Arrays.setAll(values, row -> likelihood.nats()[row]);
            return new ValuesAndGradients(values, likelihood.gradient());
        }
    }

    /** log p(x, z) with its gradients from log p(x|z) with its own. */
    static ValuesAndGradients joint(ScoresAndGradients likelihood, Prior prior, float[] z) {
        double[] values = new double[likelihood.nats().length];
        float[] gradient = new float[likelihood.gradient().length];
        int dim = prior.dim();
        for (int row = 0; row < values.length; row++) {
            values[row] = likelihood.nats()[row] + prior.logDensity(z, row);
            double[] slope = prior.gradient(z, row);
            for (int d = 0, i = row * dim; d < dim; d++, i++) {
                gradient[i] = (float) (likelihood.gradient()[i] + slope[d]);
            }
        }
        return new ValuesAndGradients(values, gradient);
    }
}
