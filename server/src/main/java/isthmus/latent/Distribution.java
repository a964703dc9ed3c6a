package isthmus.latent;

/** A distribution of codes that can be drawn from. Immutable; any thread. */
public interface Distribution {
    int dim();

    /**
     * Draws into one row.
     *
     * @param z (rows, dim), of which the row is overwritten
     */
    void draw(Noise noise, float[] z, int row);

    /**
     * The log density at one row, in nats.
     *
     * @param z (rows, dim)
     */
    double logDensity(float[] z, int row);
}
