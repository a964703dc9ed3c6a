package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.TrainsNetworks;
import isthmus.latent.FlowMatching;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TrainsNetworks
class FlowMatchingFitTest {
    private static final int COUNT = 4000;
    private static final double WIDTH = 0.5;

    /** q(z|x) of one width about one of two points, so that q(z) is the mixture of the two. */
    private static PosteriorBatch twoPlaces(Noise noise) {
        float[] means = new float[2 * COUNT];
        float[] logvars = new float[2 * COUNT];
        Arrays.fill(logvars, (float) (2 * Math.log(WIDTH)));
        for (int row = 0; row < COUNT; row++) {
            boolean first = noise.uniform() < 0.25;
            means[2 * row] = first ? -1 : 1;
            means[2 * row + 1] = first ? 1 : 0;
        }
        return new PosteriorBatch(COUNT, 2, means, logvars);
    }

    @Test
    void theFittedPriorNearlyReachesTheDensityOfTheMixtureThatCodesComeFrom(@TempDir Path folder) {
        float[] logvar = {(float) (2 * Math.log(WIDTH)), (float) (2 * Math.log(WIDTH))};
        Mixture truth = new Mixture(
                List.of(new Gaussian(new float[] {-1, 1}, logvar), new Gaussian(new float[] {1, 0}, logvar)),
                new double[] {0.25, 0.75});
        Noise noise = new Noise(3, 0);
        VelocityRecipe field = new VelocityRecipe(List.of(24, 24), 3, 128, 400, 0.01);
        double[] losses = new double[2];
        FlowMatching flow = new FlowMatchingFit(field, twoPlaces(noise), twoPlaces(noise), noise)
                .fit(folder, 1, (step, steps, loss, density) -> losses[step == steps ? 1 : 0] = loss);
        assertTrue(losses[1] < losses[0] + 0.1, "losses " + Arrays.toString(losses));

        // KL(truth ‖ flow) by draws of the truth, and the same of a normal of the truth's mean and variances.
        Gaussian normal = Gaussian.of(truth.mean(), truth.variances());
        int draws = 1000;
        float[] z = truth.draws(new Noise(4, 0), draws);
        double excess = 0;
        double ofNormal = 0;
        for (int row = 0; row < draws; row++) {
            excess += (truth.logDensity(z, row) - flow.logDensity(z, row)) / draws;
            ofNormal += (truth.logDensity(z, row) - normal.logDensity(z, row)) / draws;
        }
        assertTrue(excess < 0.3 * ofNormal, excess + " nats, and a normal " + ofNormal);
    }
}
