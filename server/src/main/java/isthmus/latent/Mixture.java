package isthmus.latent;

import java.util.List;

/** A mixture of Gaussians, each as likely as the others to be drawn from. Immutable; any thread. */
public final class Mixture {
    private final List<Gaussian> parts;

    public Mixture(List<Gaussian> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("expected one or more parts of a mixture, found none");
        }
        this.parts = List.copyOf(parts);
    }

    public int dim() {
        return parts.get(0).dim();
    }

    /** The log density at one row of z, (rows, dim). */
    public double logDensity(float[] z, int row) {
        LogSumExp sum = new LogSumExp();
        parts.forEach(part -> sum.add(part.logDensity(z, row)));
        return sum.logMean();
    }

    /**
     * Draws into one row, the parts taking turns: of n parts each has every n-th row, so that none is missed by chance.
     *
     * @param z (rows, dim), of which the row is overwritten
     * @param turn whose part it is
     */
    public void draw(Noise noise, float[] z, int row, int turn) {
        parts.get(turn % parts.size()).draw(noise, z, row);
    }
}
