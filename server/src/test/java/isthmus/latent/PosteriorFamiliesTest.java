package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PosteriorFamiliesTest {
    private static final int SIDE = 400;
    private static final double REACH = 10;
    private static final int DRAWS = 40_000;

    private static final FullGaussian FULL =
            new FullGaussian(new float[] {0.5f, -1}, new float[] {0.8f, 0, -0.9f, 0.4f});
    private static final Mixture MIXTURE = new Mixture(
            List.of(
                    new Gaussian(new float[] {-1.5f, 0}, new float[] {-1, 0}),
                    new Gaussian(new float[] {2, 1}, new float[] {0, -1.5f})),
            new double[] {3, 1});
    private static final CouplingFlow FLOW = flow();

    static Stream<Posterior> families() {
        return Stream.of(FULL, MIXTURE, FLOW);
    }

    /** Bent enough that its density is no ellipse. */
    private static CouplingFlow flow() {
        float[] couplings = Noise.named(3, "couplings").normals(3 * 4 * 5);
        for (int i = 0; i < couplings.length; i++) {
            couplings[i] *= 0.4f;
        }
        return new CouplingFlow(new float[] {0.2f, -0.3f}, new float[] {-0.4f, -1}, couplings, 3);
    }

    /** (SIDE², 2) centres of the cells of a square around 0. */
    private static float[] grid() {
        float[] z = new float[SIDE * SIDE * 2];
        for (int i = 0; i < SIDE * SIDE; i++) {
            z[2 * i] = (float) (REACH * (2 * (i % SIDE + 0.5) / SIDE - 1));
            z[2 * i + 1] = (float) (REACH * (2 * (i / SIDE + 0.5) / SIDE - 1));
        }
        return z;
    }

    @ParameterizedTest
    @MethodSource("families")
    void aDensityIntegratesToOne(Posterior q) {
        float[] z = grid();
        double mass = 0;
        for (int row = 0; row < SIDE * SIDE; row++) {
            mass += Math.exp(q.logDensity(z, row)) * Math.pow(2 * REACH / SIDE, 2);
        }
        assertEquals(1, mass, 2e-3);
    }

    @ParameterizedTest
    @MethodSource("families")
    void drawsHaveTheMeanAndTheCovarianceOfTheDensity(Posterior q) {
        float[] z = grid();
        double[] mean = new double[2];
        double[] square = new double[3];
        for (int row = 0; row < SIDE * SIDE; row++) {
            double mass = Math.exp(q.logDensity(z, row)) * Math.pow(2 * REACH / SIDE, 2);
            mean[0] += mass * z[2 * row];
            mean[1] += mass * z[2 * row + 1];
            square[0] += mass * z[2 * row] * z[2 * row];
            square[1] += mass * z[2 * row] * z[2 * row + 1];
            square[2] += mass * z[2 * row + 1] * z[2 * row + 1];
        }
        float[] drawn = q.draws(Noise.named(1, "draws"), DRAWS);
        double[] found = new double[5];
        for (int i = 0; i < DRAWS; i++) {
            double x = drawn[2 * i];
            double y = drawn[2 * i + 1];
            double[] one = {x, y, x * x, x * y, y * y};
            for (int k = 0; k < one.length; k++) {
                found[k] += one[k] / DRAWS;
            }
        }
        double[] all = {mean[0], mean[1], square[0], square[1], square[2]};
        for (int k = 0; k < all.length; k++) {
            assertEquals(all[k], found[k], 0.05, "moment " + k);
        }
        // What a map shows: exact, or for a flow by fixed draws.
        double slack = q == FLOW ? 0.1 : 1e-2;
        Covariance covariance = q.covariance(Plane.axes(new double[2], 0, 1));
        assertEquals(mean[0], q.mean()[0], slack);
        assertEquals(mean[1], q.mean()[1], slack);
        assertEquals(square[0] - mean[0] * mean[0], covariance.xx(), slack);
        assertEquals(square[1] - mean[0] * mean[1], covariance.xy(), slack);
        assertEquals(square[2] - mean[1] * mean[1], covariance.yy(), slack);
        assertEquals(covariance.xx(), q.variances()[0], 1e-6);
        assertEquals(covariance.yy(), q.moments().variances()[1], 1e-5);
    }

    @Test
    void theKlOfAFullGaussianIsThatOfItsDraws() {
        Gaussian prior = new Gaussian(new float[] {0.3f, 0}, new float[] {0.2f, -0.4f});
        double kl = 0;
        float[] z = FULL.draws(Noise.named(2, "draws"), DRAWS);
        for (int row = 0; row < DRAWS; row++) {
            kl += (FULL.logDensity(z, row) - prior.logDensity(z, row)) / DRAWS;
        }
        assertEquals(FULL.klTo(prior).orElseThrow(), kl, 0.05);
        assertTrue(FULL.klByDimension(prior).isEmpty());
        // Without correlations it is the diagonal Gaussian.
        Gaussian diagonal = new Gaussian(new float[] {1, 2}, new float[] {-1, 0.5f});
        assertEquals(
                diagonal.klTo(prior).orElseThrow(),
                diagonal.moments().klTo(prior).orElseThrow(),
                1e-5);
        assertTrue(FULL.klTo(MIXTURE).isEmpty());
    }

    @Test
    void theGradientOfAPriorIsTheSlopeOfItsLogDensity() {
        for (Prior prior : List.of(MIXTURE, new Gaussian(new float[] {0.3f, 0}, new float[] {0.2f, -0.4f}))) {
            float[] z = {0, 0, 0.4f, 0.7f};
            double[] gradient = prior.gradient(z, 1);
            for (int d = 0; d < 2; d++) {
                float[] above = z.clone();
                float[] below = z.clone();
                above[2 + d] += 0.01f;
                below[2 + d] -= 0.01f;
                double slope = (prior.logDensity(above, 1) - prior.logDensity(below, 1))
                        / ((double) above[2 + d] - below[2 + d]);
                assertEquals(slope, gradient[d], 1e-3);
            }
        }
    }

    @Test
    void batchesAreCutAndJoinedByRow() {
        PosteriorBatch all = PosteriorBatch.of(List.of(FULL, FULL.moments(), MIXTURE, FLOW), 2);
        PosteriorBatch again = PosteriorBatch.joined(List.of(all.rows(0, 1), all.rows(1, 3)));
        assertEquals(4, again.count());
        for (int row = 0; row < 4; row++) {
            float[] z = {0.1f, 0.2f};
            assertEquals(all.get(row).logDensity(z, 0), again.get(row).logDensity(z, 0));
            assertEquals(all.get(row).mean()[1], again.means()[2 * row + 1]);
            assertEquals(Math.log(all.get(row).variances()[0]), again.logvar()[2 * row], 1e-5);
        }
        PosteriorBatch moments = again.moments();
        assertEquals(
                MIXTURE.covariance(Plane.axes(new double[2], 0, 1)),
                moments.get(2).covariance(Plane.axes(new double[2], 0, 1)));
        assertEquals(FLOW.moments().factor()[2], moments.factors()[3 * 4 + 2]);
    }
}
