package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The gradient of the bound by draws, for log p(x|z) = c − (z − m)ᵀ A (z − m) / 2 as of a linear-Gaussian model: its mean, and
 * the variance of the reparameterised estimator, have closed forms; that of the score function is a sum over a grid of ε.
 */
@Beside
class GradientModuleTest {
    private static final int DRAWS = 4000;
    private static final double[] MU = {0.7, -0.4};
    private static final double[] SIGMA = {0.3, 0.15};
    private static final double[] M = {0.9, -0.1};
    private static final double[][] A = {{20, 6}, {6, 30}};
    private static final double C = -50;

    @RegisterExtension
    final Pages pages = new Pages();

    private static double[] z(double a, double b) {
        return new double[] {MU[0] + SIGMA[0] * a, MU[1] + SIGMA[1] * b};
    }

    private static double[] pull(double a, double b) {
        double[] z = z(a, b);
        double[] pull = new double[2];
        for (int d = 0; d < 2; d++) {
            pull[d] = -A[d][0] * (z[0] - M[0]) - A[d][1] * (z[1] - M[1]);
        }
        return pull;
    }

    private static double logLikelihood(double a, double b) {
        double[] z = z(a, b);
        double[] pull = pull(a, b);
        return C + ((z[0] - M[0]) * pull[0] + (z[1] - M[1]) * pull[1]) / 2;
    }

    /** Of both estimators, path first: of each of mu and log sigma the mean, its error and the variance. */
    private double[] found(boolean baseline) {
        Noise noise = new Noise(5, 1);
        List<Double> codes = new ArrayList<>();
        List<Double> likelihood = new ArrayList<>();
        List<Double> gradient = new ArrayList<>();
        for (int i = 0; i < DRAWS; i++) {
            double a = noise.normal();
            double b = noise.normal();
            for (int d = 0; d < 2; d++) {
                codes.add(z(a, b)[d]);
                gradient.add(pull(a, b)[d]);
            }
            likelihood.add(logLikelihood(a, b));
        }
        return pages.module("/src/gradients.js")
                .numbers(
                        """
                (m, mu, logvar, codes, likelihood, gradient, baseline) => {
                  const { path, score } = m.estimators({ mu, logvar, codes, likelihood, gradient }, 1e6, baseline);
                  return [path, score].flatMap(({ mean, error, variance }) => [...mean, ...error, ...variance]);
                }
                """,
                        List.of(MU[0], MU[1]),
                        List.of(2 * Math.log(SIGMA[0]), 2 * Math.log(SIGMA[1])),
                        codes,
                        likelihood,
                        gradient,
                        baseline);
    }

    private static double[] exact() {
        double[] at = pull(0, 0);
        double[] gradient = new double[4];
        for (int d = 0; d < 2; d++) {
            double squared = SIGMA[d] * SIGMA[d];
            gradient[d] = at[d] - MU[d];
            gradient[2 + d] = -A[d][d] * squared - (squared - 1);
        }
        return gradient;
    }

    @Test
    void bothEstimatorsHaveTheGradientOfTheBoundAsTheirMean() {
        double[] exact = exact();
        for (boolean baseline : new boolean[] {false, true}) {
            double[] found = found(baseline);
            for (int estimator = 0; estimator < 2; estimator++) {
                for (int i = 0; i < 4; i++) {
                    int at = 12 * estimator + i;
                    assertEquals(exact[i], found[at], 4 * found[at + 4], "estimator " + estimator + ", part " + i);
                }
            }
        }
    }

    @Test
    void theVarianceOfTheReparameterisedOneIsThatOfThePull() {
        double[] found = found(false);
        double[] at = pull(0, 0);
        for (int d = 0; d < 2; d++) {
            int other = 1 - d;
            double along = A[d][d] * A[d][d] * SIGMA[d] * SIGMA[d];
            double across = A[d][other] * A[d][other] * SIGMA[other] * SIGMA[other];
            assertEquals(1, found[8 + d] / (along + across), 0.1, "by mu");
            double byLog = SIGMA[d] * SIGMA[d] * (at[d] * at[d] + across + 2 * along);
            assertEquals(1, found[10 + d] / byLog, 0.15, "by log sigma");
        }
    }

    @Test
    void theVarianceOfTheScoreFunctionIsThatOfItsWeightsAndABaselineTakesMostOfItAway() {
        double mean = mean(GradientModuleTest::logLikelihood);
        double[] plain = found(false);
        double[] less = found(true);
        for (int d = 0; d < 2; d++) {
            int part = d;
            for (double taken : new double[] {0, mean}) {
                DoubleBinaryOperator weighted =
                        (a, b) -> (logLikelihood(a, b) - taken) * (part == 0 ? a : b) / SIGMA[part];
                double first = mean(weighted);
                double variance = mean((a, b) -> Math.pow(weighted.applyAsDouble(a, b), 2)) - first * first;
                assertEquals(1, (taken == 0 ? plain : less)[20 + d] / variance, 0.15, "less " + taken);
            }
            assertTrue(less[20 + d] < plain[20 + d] / 50, "with a baseline");
        }
    }

    /** Over ε, by the midpoint rule. */
    private static double mean(DoubleBinaryOperator value) {
        int side = 120;
        double sum = 0;
        double whole = 0;
        for (int i = 0; i < side * side; i++) {
            double a = 7 * (2.0 * (i % side) + 1 - side) / side;
            double b = 7 * (2.0 * (i / side) + 1 - side) / side;
            double weight = Math.exp(-(a * a + b * b) / 2);
            sum += weight * value.applyAsDouble(a, b);
            whole += weight;
        }
        return sum / whole;
    }
}
