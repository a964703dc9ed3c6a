package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Beside
class RefinementTest {
    @TempDir
    Path folder;

    private static Refinement refine(LinearModel model, Refinement.Listener steps) {
        return refine(model.chunked, model.image, 1, steps);
    }

    private static Refinement refine(ChunkedModel model, float[] image, long seed, Refinement.Listener steps) {
        return Refinement.of(model, Observation.of(image), model.encode(image), new float[0], 200, seed, steps);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 3", "-2, 0.01", "0.1, 1", "0, 400"})
    void whatAWrongEncoderLostIsClosedWhereThePosteriorIsOfTheFamily(double shift, double stretch) {
        try (LinearModel model = new LinearModel(folder, 3, true, shift, stretch)) {
            double lost = model.gap(model.chunked.encode(model.image));
            Refinement found = refine(model, (step, bound, q) -> {});
            assertTrue(found.kept() && found.converged());
            assertEquals(lost, found.gain(), 4 * found.gainError() + 0.01);
            assertTrue(found.gainError() < 0.2 * lost, "the error is small enough to see " + lost);
            assertEquals(0, model.gap(found.q()), 0.01);
            assertEquals(0, found.family(), 4 * found.familyError() + 0.01);
            assertEquals(
                    model.logEvidence(),
                    found.evidence().log(),
                    4 * found.evidence().error() + 1e-3);
        }
    }

    @Test
    void whatNoDiagonalPosteriorReachesIsSaidToBeTheFamilys() {
        try (LinearModel model = new LinearModel(folder, 3, false, 0.3, 2)) {
            try (LinearModel best = new LinearModel(folder, 3, false, 0, 1)) {
                Gaussian start = model.chunked.encode(model.image);
                double family = best.gap(best.chunked.encode(best.image));
                Refinement found = refine(model, (step, bound, q) -> {});
                assertEquals(model.gap(start) - family, found.gain(), 4 * found.gainError() + 0.02);
                assertEquals(family, found.family(), 4 * found.familyError() + 0.02);
                assertEquals(family, model.gap(found.q()), 0.02);
                assertEquals(found.after() - found.before(), found.gain(), 1e-9);
            }
        }
    }

    @Test
    void eachStepRaisesTheBoundAndIsTold() {
        try (LinearModel model = new LinearModel(folder, 3, false, -0.7, 5)) {
            List<Integer> steps = new ArrayList<>();
            List<Double> bounds = new ArrayList<>();
            List<Gaussian> places = new ArrayList<>();
            Refinement found = refine(model, (step, bound, q) -> {
                steps.add(step);
                bounds.add(bound);
                places.add(q);
            });
            assertEquals(found.steps() + 1, steps.size());
            assertArrayEquals(
                    model.chunked.encode(model.image).mean(), places.get(0).mean());
            assertArrayEquals(found.q().logvar(), places.get(found.steps()).logvar());
            for (int i = 1; i < bounds.size(); i++) {
                assertEquals(i, steps.get(i));
                assertTrue(bounds.get(i) > bounds.get(i - 1), "step " + i);
            }
            Refinement two = Refinement.of(
                    model.chunked, model.seen(), places.get(0), new float[0], 2, 1, (step, bound, q) -> {});
            assertTrue(two.steps() == 2 && !two.converged());
        }
    }

    @Test
    void anEncoderThatIsRightEndsNoLowerThanItBegan() {
        try (LinearModel model = new LinearModel(folder, 3, true, 0, 1)) {
            for (int seed = 0; seed < 5; seed++) {
                Refinement found = refine(model.chunked, model.image, seed, (step, bound, q) -> {});
                assertTrue(found.after() >= found.before() && found.gain() >= 0);
                assertEquals(0, found.gain(), 0.01);
                assertEquals(0, model.gap(found.q()), 0.01);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anEncoderInTheLesserModeIsLeftForTheGreaterAndBothCountInTheEvidence(int dim) {
        try (TwoModes model = new TwoModes(dim, 0.3)) {
            List<Double> bounds = new ArrayList<>();
            for (int seed = 1; seed <= 3; seed++) {
                bounds.clear();
                Refinement found = refine(model.chunked, model.image, seed, (step, bound, q) -> bounds.add(bound));
                assertTrue(found.evidence().trusted(), found.evidence().toString());
                assertEquals(
                        model.logEvidence(),
                        found.evidence().log(),
                        4 * found.evidence().error());
                assertEquals(model.greater, found.q().mean()[0], 0.1);
                // One normal over a mode that has a share of the posterior lacks at least the log of it.
                assertEquals(-Math.log(model.greaterShare()), found.family(), 4 * found.familyError() + 0.05);
                assertEquals(found.steps() + 1, bounds.size());
                for (int i = 1; i < bounds.size(); i++) {
                    assertTrue(bounds.get(i) > bounds.get(i - 1), "step " + i);
                }
            }
        }
    }

    @Test
    void theFamilysGapIsAnEstimateThatMayFallBelowNone() {
        try (LinearModel model = new LinearModel(folder, 3, true, 0, 1)) {
            int below = 0;
            for (int seed = 0; seed < 20; seed++) {
                Refinement found = refine(model.chunked, model.image, seed, (step, bound, q) -> {});
                below += found.family() < 0 ? 1 : 0;
                assertEquals(0, found.family(), 4.5 * found.familyError() + 0.002);
            }
            assertTrue(below > 0, "none of 20 is below 0");
        }
    }
}
