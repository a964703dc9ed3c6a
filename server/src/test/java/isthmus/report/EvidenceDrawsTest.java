package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.estimate.RepeatedEstimates;
import isthmus.estimate.RepeatedEstimates.Level;
import isthmus.estimate.RunningMean;
import isthmus.latent.Gaussian;
import isthmus.latent.LogSumExp;
import isthmus.report.EvidenceDraws.Reference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** log p(x) by draws, against its closed form in a linear-Gaussian model. */
class EvidenceDrawsTest {
    private static final int DRAWS = 20_000;

    @TempDir
    Path folder;

    private static RepeatedEstimates drawn(LinearModel model, Gaussian q, int draws) {
        RepeatedEstimates estimates = new RepeatedEstimates(model.logEvidence(), draws);
        EvidenceDraws.of(model.chunked.inLargerChunks(), model.seen(), q, estimates, draws, 3, () -> true, so -> {});
        return estimates;
    }

    private static Level level(RepeatedEstimates estimates, int draws) {
        return estimates.levels().stream()
                .filter(level -> level.draws() == draws)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void manyDrawsOfThePriorFindLogEvidenceAndFewMissItByMoreThanTheyState() {
        try (LinearModel model = new LinearModel(folder, 2, false, 0.15, 1.5)) {
            RepeatedEstimates prior = drawn(model, null, DRAWS);
            assertEquals(DRAWS, prior.draws());
            assertEquals(
                    model.logEvidence(), prior.whole().mean(), 4 * prior.whole().error());
            assertTrue(prior.whole().error() < 0.1);
            Level few = level(prior, 10);
            assertEquals(DRAWS / 10, few.repetitions());
            assertTrue(few.off() > 2 * few.stated(), few.off() + " is far from " + few.stated());
            assertTrue(few.covered() < 0.8 * few.repetitions(), few.covered() + " intervals of " + few.repetitions());
            // Of q the weights are even, so that even few draws state what they are off by.
            RepeatedEstimates byQ = drawn(model, model.chunked.encode(model.image), DRAWS);
            Level some = level(byQ, 100);
            assertEquals(1, some.stated() / some.off(), 0.25);
            assertTrue(some.covered() > 0.9 * some.repetitions());
            assertTrue(byQ.effective() > 10 * prior.effective());
        }
    }

    @Test
    void meanWeightsAreLogEvidenceOnAverageHoweverFewDrawsTheyAreOf() {
        try (LinearModel model = new LinearModel(folder, 1, true, 0, 1)) {
            RepeatedEstimates estimates = drawn(model, null, DRAWS);
            for (int k : new int[] {10, 100}) {
                Level level = level(estimates, k);
                RunningMean ratio = new RunningMean();
                for (double log : level.log()) {
                    ratio.add(Math.exp(log - model.logEvidence()));
                }
                assertEquals(1, ratio.mean(), 5 * ratio.error(), "by " + k);
            }
        }
    }

    @Test
    void groupsAreSuccessiveDrawsAndEachIsHeldAgainstWhatIsKnown() {
        RepeatedEstimates estimates = new RepeatedEstimates(-1, 40);
        double[] weights = new double[40];
        LogSumExp first = new LogSumExp();
        LogSumExp second = new LogSumExp();
        for (int i = 0; i < 40; i++) {
            weights[i] = Math.sin(i) - 1;
            estimates.add(weights[i]);
            if (i < 20) {
                first.add(weights[i]);
            } else {
                second.add(weights[i]);
            }
        }
        Level twenty = level(estimates, 20);
        assertEquals(
                List.of(10, 20), estimates.levels().stream().map(Level::draws).toList());
        assertArrayEquals(new double[] {first.logMean(), second.logMean()}, twenty.log(), 1e-12);
        assertArrayEquals(new double[] {first.logMeanError(), second.logMeanError()}, twenty.error(), 1e-12);
        assertEquals((first.logMeanError() + second.logMeanError()) / 2, twenty.stated(), 1e-12);
        double off = Math.hypot(first.logMean() + 1, second.logMean() + 1) / Math.sqrt(2);
        assertEquals(off, twenty.off(), 1e-12);
        assertEquals(0, twenty.covered() - covers(first) - covers(second));
    }

    private static int covers(LogSumExp group) {
        return Math.abs(group.logMean() + 1) <= 1.96 * group.logMeanError() ? 1 : 0;
    }

    @Test
    void whatIsKnownOtherwiseIsByAGridInTwoDimensionsAndByQInMore() {
        try (LinearModel model = new LinearModel(folder, 2, false, 0.1, 1.2)) {
            Reference known = reference(model);
            assertTrue(known.grid());
            assertEquals(model.logEvidence(), known.log(), Math.max(1e-3, known.error()));
        }
        try (LinearModel model = new LinearModel(folder, 3, false, 0.1, 1.2)) {
            Reference known = reference(model);
            assertFalse(known.grid());
            assertEquals(model.logEvidence(), known.log(), 4 * known.error());
        }
    }

    private static Reference reference(LinearModel model) {
        Gaussian q = model.chunked.encode(model.image);
        return EvidenceDraws.reference(model.chunked, model.seen(), q, q.mean(), 1);
    }

    @Test
    void theDrawsEndWhenTimeIsUp() {
        try (LinearModel model = new LinearModel(folder, 2, false, 0, 1)) {
            RepeatedEstimates estimates = new RepeatedEstimates(0, DRAWS);
            int[] left = {3};
            EvidenceDraws.of(model.chunked, model.seen(), null, estimates, DRAWS, 1, () -> left[0]-- > 0, so -> {});
            assertEquals(3 * 1024, estimates.draws());
        }
    }
}
