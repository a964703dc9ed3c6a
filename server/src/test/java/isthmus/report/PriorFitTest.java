package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PriorFitTest {
    private static final int ROWS = 2000;
    private static final PosteriorBatch WIDE =
            new PosteriorBatch(ROWS, 2, new float[2 * ROWS], new float[2 * ROWS]); // all N(0, I)

    @Test
    void whereTheCodesAreThePriorsNothingIsGainedAndNothingLiesOutside() {
        PriorFit fit = PriorFit.of(WIDE, Gaussian.standard(2), 8, 1, held -> {}, tried -> {}, () -> {});
        assertTrue(Math.abs(fit.chosen().gain().mean()) < 0.02, fit.toString());
        assertEquals(0.01, fit.empty(), 0.015);
        assertEquals(0.01, fit.missed(), 0.015);
    }

    @Test
    void pointsAreFittedAsTheyAreAndCodesOfTheSameSeedAreTheSame() {
        PosteriorBatch points = new PosteriorBatch(ROWS, 2, new Noise(1, 1).normals(2 * ROWS), null);
        PriorFit once = PriorFit.of(points, Gaussian.standard(2), 2, 1, held -> {}, tried -> {}, () -> {});
        PriorFit again = PriorFit.of(points, Gaussian.standard(2), 2, 1, held -> {}, tried -> {}, () -> {});
        assertEquals(once.chosen(), again.chosen());
        assertEquals(once.prior(), again.prior());
    }

    @Test
    void itAsksAtEachStepAndEachCodeWhetherItIsWantedAndStopsOnceItIsNot() {
        AtomicInteger checks = new AtomicInteger();
        AtomicInteger tried = new AtomicInteger();
        int held = ROWS / 5;
        PriorFit.of(
                WIDE, Gaussian.standard(2), 4, 1, one -> {}, one -> tried.incrementAndGet(), checks::incrementAndGet);
        int scored = held * (2 + tried.get()) + 2 * PriorFit.DRAWS;
        assertTrue(checks.get() >= scored + 2 * tried.get(), checks + " checks, " + scored + " codes");
        checks.set(0);
        int last = held + 3;
        assertThrows(
                CancellationException.class,
                () -> PriorFit.of(WIDE, Gaussian.standard(2), 64, 1, one -> {}, one -> {}, () -> {
                    if (checks.incrementAndGet() > last) {
                        throw new CancellationException();
                    }
                }));
        assertEquals(last + 1, checks.get());
    }
}
