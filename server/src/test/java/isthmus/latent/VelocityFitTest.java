package isthmus.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A flow that is fitted in plain arrays to draws of a known mixture. */
class VelocityFitTest {
    private static final int CODES = 4000;
    private static final int DRAWS = 1000;
    private static final Mixture TRUE = new Mixture(
            List.of(
                    new Gaussian(new float[] {-1, 1}, new float[] {-1.4f, -1.4f}),
                    new Gaussian(new float[] {1, 0}, new float[] {-1.4f, -1.4f})),
            new double[] {1, 3});

    @Test
    void theFlowNearlyReachesTheDensityThatItsCodesComeFrom() {
        float[] codes = TRUE.draws(new Noise(3, 0), CODES);
        double[] losses = new double[2];
        FlowMatching flow = new VelocityFit(codes, 2, 800, 1)
                .fit((done, loss) -> losses[done > 700 ? 1 : 0] += loss / (done > 700 ? 100 : 700));
        assertTrue(losses[1] < losses[0], losses[0] + " and then " + losses[1]);

        // KL(truth ‖ flow) by fresh draws of the truth, and the same of a normal of its mean and variances.
        Gaussian normal = Gaussian.of(TRUE.mean(), TRUE.variances());
        float[] z = TRUE.draws(new Noise(4, 0), DRAWS);
        double excess = 0;
        double ofNormal = 0;
        for (int row = 0; row < DRAWS; row++) {
            excess += (TRUE.logDensity(z, row) - flow.logDensity(z, row)) / DRAWS;
            ofNormal += (TRUE.logDensity(z, row) - normal.logDensity(z, row)) / DRAWS;
        }
        assertTrue(excess < 0.3 * ofNormal, excess + " nats, and a normal " + ofNormal);
    }

    @Test
    void theSameSeedGivesTheSameFlow() {
        float[] codes = TRUE.draws(new Noise(3, 0), 100);
        float[] first = new VelocityFit(codes, 2, 20, 7).fit((done, loss) -> {}).draws(new Noise(1, 1), 5);
        assertArrayEquals(
                first, new VelocityFit(codes, 2, 20, 7).fit((done, loss) -> {}).draws(new Noise(1, 1), 5));
    }
}
