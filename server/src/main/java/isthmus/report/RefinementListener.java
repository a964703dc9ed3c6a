package isthmus.report;

import isthmus.latent.Gaussian;

/** Is told where an ascent stands. Called on the thread that ascends. */
public interface RefinementListener {
    /**
     * @param step 0 for where it begins
     * @param bound in nats, under the draws of the ascent
     */
    void stands(int step, double bound, Gaussian q);
}
