package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.estimate.IwaeBounds;
import isthmus.estimate.RunningMean;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
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
        Gaussian q = model.chunked.encode(model.image);
        return ImportanceSampling.bounds(model.chunked, model.seen(), q, draws, Noise.named(seed, "test"), told -> {});
    }

    @Test
    void theBoundsRiseFromTheElboToLogEvidenceWithinTheirErrors() {
        try (LinearModel model = new LinearModel(folder, 3, false, 0.15, 2)) {
            Gaussian q = model.chunked.encode(model.image);
            double evidence = model.logEvidence();
            double gap = model.gap(q);
            IwaeBounds found = bounds(model, 3000, 1);
            assertArrayEquals(
                    new int[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 3000}, found.k(), "the last is all");
            assertEquals(3000, found.groups()[0]);
            assertEquals(6, found.groups()[8]);
            assertEquals(evidence - gap, found.bound()[0], 4 * found.error()[0]);
            assertEquals(evidence, found.best(), 4 * found.bestError());
            assertTrue(found.error()[0] < 0.1 * gap && found.bestError() < 0.1 * gap, "the errors tell them apart");
            for (int i = 1; i < 5; i++) {
                assertTrue(found.bound()[i] > found.bound()[i - 1], "bound " + i);
            }
            assertTrue(found.effective() > 100 && found.effective() < 3000);
        }
    }

    @Test
    void withTheTruePosteriorEachDrawIsLogEvidence() {
        try (LinearModel model = new LinearModel(folder, 3, true, 0, 1)) {
            IwaeBounds found = bounds(model, 20, 1);
            for (double bound : found.bound()) {
                assertEquals(model.logEvidence(), bound, 1e-4);
            }
            assertEquals(20, found.effective(), 1e-3);
        }
    }

    @Test
    void theStatedErrorIsTheSpreadOverSeedsForManyGroupsAndForOne() {
        try (LinearModel model = new LinearModel(folder, 2, false, 0.15, 2)) {
            List<RunningMean> spreads = List.of(new RunningMean(), new RunningMean(), new RunningMean());
            double[] stated = new double[3];
            for (int seed = 0; seed < 100; seed++) {
                IwaeBounds found = bounds(model, 100, seed);
                int[] at = {0, 2, found.k().length - 1}; // 100 groups of 1, 20 of 5, 1 of 100
                for (int i = 0; i < 3; i++) {
                    spreads.get(i).add(found.bound()[at[i]]);
                    stated[i] += found.error()[at[i]] / 100;
                }
            }
            for (int i = 0; i < 3; i++) {
                double spread = spreads.get(i).error() * 10;
                double most = i == 2 ? 1.8 : 1.3; // of one group the spread is carried on, on the safe side
                assertTrue(stated[i] > 0.7 * spread && stated[i] < most * spread, stated[i] + " of " + spread);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameFiguresAndEachRungIsToldOnce() {
        try (LinearModel model = new LinearModel(folder, 2, false, 0.1, 1.5)) {
            List<Integer> draws = new ArrayList<>();
            Gaussian q = model.chunked.encode(model.image);
            Noise noise = Noise.named(5, "test");
            IwaeBounds once =
                    ImportanceSampling.bounds(model.chunked, model.seen(), q, 130, noise, so -> draws.add(so.draws()));
            assertEquals(List.of(1, 2, 5, 10, 20, 50, 100, 130), draws);
            assertArrayEquals(once.bound(), bounds(model, 130, 5).bound());
            assertTrue(once.best() != bounds(model, 130, 6).best(), "the seed matters");
        }
    }

    @Test
    void whatNobodyWantsAnyMoreStops() {
        try (LinearModel model = new LinearModel(folder, 2, true, 0, 1)) {
            int[] left = {4};
            ChunkedModel chunked = new ChunkedModel(model.vae(), () -> left[0]-- > 0);
            Gaussian q = chunked.encode(model.image);
            List<Integer> draws = new ArrayList<>();
            assertThrows(
                    CancellationException.class,
                    () -> ImportanceSampling.bounds(
                            chunked, model.seen(), q, 5000, new Noise(0, 0), so -> draws.add(so.draws())));
            assertEquals(List.of(1, 2, 5), draws);
        }
    }
}
