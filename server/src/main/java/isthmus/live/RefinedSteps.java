package isthmus.live;

import isthmus.latent.Gaussian;
import isthmus.report.Refinement;
import java.util.List;

/**
 * A refinement of q(z|x) of an image with the steps that led to it. Immutable by agreement: nobody writes into the array.
 * Any thread.
 *
 * @param mean what the decoder makes of the refined mean
 */
record RefinedSteps(Refinement found, List<Step> steps, float[] mean) {
    private static final int STEP = 200; // bytes of a step beside its numbers

    /** q after a step, and its bound. */
    record Step(int number, double bound, Gaussian q) {}

    RefinedSteps {
        steps = List.copyOf(steps);
    }

    /** About how many bytes it takes. */
    long bytes() {
        int dim = found.q().mean().length;
        return (long) steps.size() * (STEP + 2L * dim * Float.BYTES) + (long) mean.length * Float.BYTES + STEP;
    }
}
