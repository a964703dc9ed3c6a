package isthmus.latent;

import java.util.List;

/** A mixture of Gaussians with equal weights. Immutable; any thread. */
public final class Mixture {
    private final List<Gaussian> components;

    public Mixture(List<Gaussian> components) {
        if (components.isEmpty()) {
            throw new IllegalArgumentException("expected one or more components of a mixture, found none");
        }
        this.components = List.copyOf(components);
    }

    public int dim() {
        return components.get(0).dim();
    }

    /** The log density at one row of z, (rows, dim). */
    public double logDensity(float[] z, int row) {
        LogSumExp sum = new LogSumExp();
        components.forEach(component -> sum.add(component.logDensity(z, row)));
        return sum.logMean();
    }

    /**
     * Draws into one row from the given component. Cycling through the components stratifies the draws: each of n components
     * has every n-th one.
     *
     * @param z (rows, dim), of which the row is overwritten
     * @param component any number; counted modulo the number of components
     */
    public void draw(Noise noise, float[] z, int row, int component) {
        components.get(component % components.size()).draw(noise, z, row);
    }
}
