package isthmus.latent;

/** p(z), whatever its family. Immutable; any thread. */
public sealed interface Prior extends Distribution permits Gaussian, Laplace, Mixture, FlowMatching, Codebook {
    /**
     * The gradient of the log density at one row, (dim).
     *
     * @param z (rows, dim)
     */
    double[] gradient(float[] z, int row);

    /** Whether its density takes no longer than a network's answer; one that is integrated is asked for seldom. */
    default boolean hasQuickDensity() {
        return true;
    }
}
