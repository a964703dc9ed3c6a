package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.estimate.IwaeBounds;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Viewport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruePosteriorTest {
    @TempDir
    Path folder;

    private static TruePosterior of(LinearModel model, Gaussian q) {
        return TruePosterior.of(model.chunked, model.seen(), q, new float[0], 64, 1, search -> {});
    }

    @Test
    void thePosteriorItsEvidenceAndTheGapMeetTheirClosedForms() {
        try (LinearModel model = new LinearModel(folder, 2, false, 0.3, 2)) {
            Gaussian q = model.chunked.encode(model.image);
            TruePosterior found = of(model, q);
            SimpleMatrix mean = model.exact.posteriorMean(model.x());
            SimpleMatrix covariance = model.exact.posteriorCovariance();
            assertEquals(model.logEvidence(), found.logEvidence(), found.error());
            assertEquals(model.gap(q), found.gap(), 4 * found.gapError());
            assertTrue(found.gapError() < 0.2 * model.gap(q), "the error is small enough to see the gap");
            assertTrue(found.edge() < 1e-3 && found.error() < 0.01, found.edge() + " " + found.error());
            for (int d = 0; d < 2; d++) {
                assertEquals(mean.get(d), found.mean()[d], 1e-3);
            }
            assertEquals(covariance.get(0, 0), found.covariance()[0], 1e-4);
            assertEquals(covariance.get(0, 1), found.covariance()[1], 1e-4);
            assertEquals(covariance.get(1, 1), found.covariance()[2], 1e-4);
            double peak = -Math.log(2 * Math.PI) - 0.5 * Math.log(covariance.determinant());
            double[] shares = {0.5, 0.9, 0.99};
            for (int i = 0; i < 3; i++) {
                // The density at which a share lies inside is the peak times the share outside, in two dimensions.
                assertEquals(peak + Math.log(1 - shares[i]), found.levels()[i], 0.1, "level " + i);
            }
        }
    }

    @Test
    void theGridAndTheWeightedDrawsAgreeOnLogEvidence() {
        try (LinearModel model = new LinearModel(folder, 2, false, 0.1, 1.5)) {
            Gaussian q = model.chunked.encode(model.image);
            TruePosterior found = of(model, q);
            IwaeBounds bounds =
                    ImportanceSampling.bounds(model.chunked, model.seen(), q, 2000, new Noise(3, 3), all -> {});
            assertEquals(found.logEvidence(), bounds.best(), 4 * Math.hypot(found.error(), bounds.bestError()));
        }
    }

    @Test
    void anEncoderThatIsFarOffStillLeadsToWhereTheMassIs() {
        try (LinearModel model = new LinearModel(folder, 2, false, 9, 0.01)) {
            Gaussian q = model.chunked.encode(model.image);
            List<Double> widths = new ArrayList<>();
            TruePosterior found = TruePosterior.of(
                    model.chunked,
                    model.seen(),
                    q,
                    new float[0],
                    64,
                    1,
                    search -> widths.add(search.view().width()));
            assertEquals(model.logEvidence(), found.logEvidence(), found.error());
            assertTrue(found.edge() < 1e-3, "edge " + found.edge());
            assertTrue(widths.size() > 1 && widths.get(0) > 12 && found.view().width() < 6, widths.toString());
        }
    }

    @Test
    void aModeThatIsNarrowerThanTheCellsOfTheSearchIsNotLost() {
        try (TwoModes model = new TwoModes(2, 0.1)) {
            Gaussian q = model.chunked.encode(model.image);
            TruePosterior found = TruePosterior.of(model.chunked, model.seen(), q, new float[0], 96, 1, search -> {});
            assertEquals(model.logEvidence(), found.logEvidence(), found.error());
            double mean = model.greaterShare() * model.greater + (1 - model.greaterShare()) * q.mean()[0];
            assertEquals(mean, found.mean()[0], 0.1);
        }
    }

    @Test
    void whatLiesAtTheEdgeIsFollowedAndCountsAsError() {
        Viewport area = new Viewport(0, 0, 8, 8);
        double[] logs = new double[64];
        Arrays.fill(logs, -40);
        logs[3 * 8] = 0; // in the outermost column
        PosteriorGrid grid = new PosteriorGrid(area, 8, logs);
        Viewport next = grid.crop(1e-6);
        assertEquals(-2, next.left(), 1e-9); // a quarter of the area
        assertEquals(2, next.right(), 1e-9); // one cell
        assertEquals(2, next.bottom(), 1e-9);
        assertEquals(5, next.top(), 1e-9);
        assertEquals(1, grid.edgeMass(), 1e-9);
    }

    @Test
    void aModelOfOtherDimensionsIsRefusedInASentence() {
        try (LinearModel model = new LinearModel(folder, 3, true, 0, 1)) {
            Gaussian q = model.chunked.encode(model.image);
            Failure failure = assertThrows(Failure.class, () -> of(model, q));
            assertEquals(
                    "linear: expected a model of two latent dimensions for a posterior on a grid, found 3",
                    failure.getMessage());
        }
    }
}
