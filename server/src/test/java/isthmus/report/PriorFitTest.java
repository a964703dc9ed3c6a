package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PriorFitTest {
    private static final int ROWS = 2000;
    private static final PosteriorBatch WIDE =
            new PosteriorBatch(ROWS, 2, new float[2 * ROWS], new float[2 * ROWS]); // all N(0, I)

    private static final PriorFit.Progress QUIET = new Asking(() -> {});

    /** Asks whether the fit is wanted. */
    private static class Asking implements PriorFit.Progress {
        private final Runnable check;

        Asking(Runnable check) {
            this.check = check;
        }

        @Override
        public void begun(PriorFit.Held prior) {}

        @Override
        public void check() {
            check.run();
        }
    }

    /** Codes in two places, of which a normal prior knows nothing. */
    @Test
    void aFlowGainsWhatTheTruthGainsAndSaysWhereOneIsWithoutTheOther() {
        Mixture truth = new Mixture(
                List.of(
                        new Gaussian(new float[] {-1.5f, 0}, new float[] {-2, -2}),
                        new Gaussian(new float[] {1.5f, 1}, new float[] {-2, -2})),
                new double[] {1, 1});
        PosteriorBatch points = new PosteriorBatch(ROWS, 2, truth.draws(new Noise(2, 2), ROWS), null);
        Gaussian prior = Gaussian.standard(2);
        AtomicInteger steps = new AtomicInteger();
        PriorFit fit = PriorFit.flow(points, prior, 1, new Asking(() -> {}) {
            @Override
            public void stepped(int done, int of) {
                steps.incrementAndGet();
            }
        });
        assertTrue(steps.get() > 100, steps + " steps");
        float[] fresh = truth.draws(new Noise(3, 3), 20_000);
        double gain = 0;
        for (int row = 0; row < 20_000; row++) {
            gain += (truth.logDensity(fresh, row) - prior.logDensity(fresh, row)) / 20_000;
        }
        assertEquals(
                gain, fit.chosen().gain().mean(), 0.1 + 3 * fit.chosen().gain().error());
        assertTrue(fit.empty().share() > 0.4, fit.empty().share() + " of the prior's draws");
        for (int i = 0; i < fit.empty().count(); i++) { // hardly a code is there
            assertTrue(truth.logDensity(fit.empty().codes(), i) < -3.2, "draw " + i);
        }
    }

    @Test
    void whereTheCodesAreThePriorsNothingIsGainedAndNothingLiesOutside() {
        PriorFit fit = PriorFit.mixture(WIDE, Gaussian.standard(2), 8, 1, QUIET);
        assertTrue(Math.abs(fit.chosen().gain().mean()) < 0.02, fit.toString());
        assertEquals(0.01, fit.empty().share(), 0.015);
        assertEquals(0.01, fit.missed().share(), 0.015);
    }

    @Test
    void pointsAreFittedAsTheyAreAndCodesOfTheSameSeedAreTheSame() {
        PosteriorBatch points = new PosteriorBatch(ROWS, 2, new Noise(1, 1).normals(2 * ROWS), null);
        PriorFit once = PriorFit.mixture(points, Gaussian.standard(2), 2, 1, QUIET);
        PriorFit again = PriorFit.mixture(points, Gaussian.standard(2), 2, 1, QUIET);
        assertEquals(once.chosen(), again.chosen());
        assertEquals(once.prior(), again.prior());
    }

    @Test
    void itAsksAtEachStepAndEachCodeWhetherItIsWantedAndStopsOnceItIsNot() {
        AtomicInteger checks = new AtomicInteger();
        AtomicInteger tried = new AtomicInteger();
        int held = ROWS / 5;
        PriorFit.mixture(WIDE, Gaussian.standard(2), 4, 1, new Asking(checks::incrementAndGet) {
            @Override
            public void tried(PriorFit.Tried one) {
                tried.incrementAndGet();
            }
        });
        int scored = held * (2 + tried.get()) + 2 * PriorFit.DRAWS;
        assertTrue(checks.get() >= scored + 2 * tried.get(), checks + " checks, " + scored + " codes");
        checks.set(0);
        int last = held + 3;
        assertThrows(
                CancellationException.class,
                () -> PriorFit.mixture(WIDE, Gaussian.standard(2), 64, 1, new Asking(() -> {
                    if (checks.incrementAndGet() > last) {
                        throw new CancellationException();
                    }
                })));
        assertEquals(last + 1, checks.get());
    }
}
