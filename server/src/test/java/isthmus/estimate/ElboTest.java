package isthmus.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.Prior;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** KL where it has no closed form. */
class ElboTest {
    private static final int SIDE = 400;
    private static final double REACH = 10;
    private static final int DRAWS = 40_000;
    private static final Mixture Q = new Mixture(
            List.of(
                    new Gaussian(new float[] {-1.5f, 0}, new float[] {-1, 0}),
                    new Gaussian(new float[] {2, 1}, new float[] {0, -1.5f})),
            new double[] {3, 1});

    static Stream<Prior> priors() {
        Gaussian wide = new Gaussian(new float[] {1, -1}, new float[] {1, 0.5f});
        Gaussian near = new Gaussian(new float[] {-2, 0.5f}, new float[] {0, 0});
        return Stream.of(Gaussian.standard(2), new Mixture(List.of(wide, near), new double[] {1, 2}));
    }

    @ParameterizedTest
    @MethodSource("priors")
    void theKlOfAMixtureByItsDrawsIsThatOfASumOverAGrid(Prior prior) {
        double cell = 2 * REACH / SIDE;
        double exact = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            float[] z = {(float) (cell * (i % SIDE + 0.5) - REACH), (float) (cell * (i / SIDE + 0.5) - REACH)};
            double log = Q.logDensity(z, 0);
            exact += Math.exp(log) * (log - prior.logDensity(z, 0)) * cell * cell;
        }
        Elbo found = Elbo.of(Q, prior, Q.draws(new Noise(4, 0), DRAWS), new float[DRAWS]);
        double error = found.divergence().error();
        assertTrue(error > 0 && error < 0.02, "a standard error of " + error);
        assertEquals(exact, found.kl(), 4 * error);
        assertEquals(-exact, found.bound(), 4 * error);
    }
}
