package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Noise;
import isthmus.latent.RunningMean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportanceTest {
    @TempDir
    Path folder;

    private static IwaeBounds bounds(LinearModel model, int draws, long seed) {
        Approximation q = model.turns.encode(model.image);
        return ImportanceSampling.bounds(model.turns, model.seen(), q, draws, Noise.named(seed, "test"), rungs -> {});
    }

    @Test
    void theBoundsRiseFromTheElboToLogEvidenceWithinTheirErrors() {
        try (LinearModel model = new LinearModel(folder, 3, false, 0.15, 2)) {
            Approximation q = model.turns.encode(model.image);
            double evidence = model.logEvidence();
            double gap = model.gap(q);
            IwaeBounds rungs = bounds(model, 3000, 1);
            assertArrayEquals(
                    new int[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 3000}, rungs.k(), "the last is all");
            assertEquals(3000, rungs.groups()[0]);
            assertEquals(6, rungs.groups()[8]);
            assertEquals(evidence - gap, rungs.bound()[0], 4 * rungs.error()[0]);
            assertEquals(evidence, rungs.best(), 4 * rungs.bestError());
            assertTrue(rungs.error()[0] < 0.1 * gap && rungs.bestError() < 0.1 * gap, "the errors tell them apart");
            for (int i = 1; i < 5; i++) {
                assertTrue(rungs.bound()[i] > rungs.bound()[i - 1], "rung " + i);
            }
            assertTrue(rungs.effective() > 100 && rungs.effective() < 3000 && rungs.trusted());
        }
    }

    @Test
    void withTheTruePosteriorEachDrawIsLogEvidence() {
        try (LinearModel model = new LinearModel(folder, 3, true, 0, 1)) {
            IwaeBounds rungs = bounds(model, 20, 1);
            for (double bound : rungs.bound()) {
                assertEquals(model.logEvidence(), bound, 1e-4);
            }
            assertEquals(20, rungs.effective(), 1e-3);
        }
    }

    @Test
    void theStatedErrorIsTheSpreadOverSeedsForManyGroupsAndForOne() {
        try (LinearModel model = new LinearModel(folder, 2, false, 0.15, 2)) {
            List<RunningMean> spreads = List.of(new RunningMean(), new RunningMean(), new RunningMean());
            double[] stated = new double[3];
            for (int seed = 0; seed < 100; seed++) {
                IwaeBounds rungs = bounds(model, 100, seed);
                int[] at = {0, 2, rungs.k().length - 1}; // 100 groups of 1, 20 of 5, 1 of 100
                for (int i = 0; i < 3; i++) {
                    spreads.get(i).add(rungs.bound()[at[i]]);
                    stated[i] += rungs.error()[at[i]] / 100;
                }
            }
            for (int i = 0; i < 3; i++) {
                double spread = spreads.get(i).error() * 10;
                assertEquals(spread, stated[i], 0.3 * spread, "figure " + i);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameFiguresAndEachRungIsToldOnce() {
        try (LinearModel model = new LinearModel(folder, 2, false, 0.1, 1.5)) {
            List<Integer> draws = new ArrayList<>();
            Approximation q = model.turns.encode(model.image);
            Noise noise = Noise.named(5, "test");
            IwaeBounds once = ImportanceSampling.bounds(
                    model.turns, model.seen(), q, 130, noise, rungs -> draws.add(rungs.draws()));
            assertEquals(List.of(1, 2, 5, 10, 20, 50, 100, 130), draws);
            assertArrayEquals(once.bound(), bounds(model, 130, 5).bound());
            assertTrue(once.best() != bounds(model, 130, 6).best(), "the seed matters");
        }
    }

    @Test
    void whatNobodyWantsAnyMoreStops() {
        try (LinearModel model = new LinearModel(folder, 2, true, 0, 1)) {
            int[] left = {4};
            ChunkedModel turns = new ChunkedModel(model.vae(), () -> left[0]-- > 0);
            Approximation q = turns.encode(model.image);
            List<Integer> draws = new ArrayList<>();
            assertThrows(
                    CancellationException.class,
                    () -> ImportanceSampling.bounds(
                            turns, model.seen(), q, 5000, new Noise(0, 0), rungs -> draws.add(rungs.draws())));
            assertEquals(List.of(1, 2, 5), draws);
        }
    }
}
