package isthmus.report;

import isthmus.latent.Gaussian;

/** Receives each step of a gradient ascent, on the thread that runs it. */
public interface RefinementListener {
    /**
     * @param step 0 for the start
     * @param bound in nats, under the draws of the ascent
     */
    void onStep(int step, double bound, Gaussian q);
}
