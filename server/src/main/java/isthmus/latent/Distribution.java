package isthmus.latent;

import java.util.Optional;

/** A distribution of codes that can be drawn from. Immutable; any thread. */
public interface Distribution {
    int dim();

    /** The mean, (dim); nobody writes into it. */
    float[] mean();

    /** The variance of each coordinate, (dim); nobody writes into it. */
    double[] variances();

    /**
     * Draws into one row.
     *
     * @param z (rows, dim), of which the row is overwritten
     */
    void draw(Noise noise, float[] z, int row);

    /** Draws one after another, (count, dim). */
    default float[] draws(Noise noise, int count) {
        float[] z = new float[count * dim()];
        for (int row = 0; row < count; row++) {
            draw(noise, z, row);
        }
        return z;
    }

    /**
     * The log density at one row, in nats.
     *
     * @param z (rows, dim)
     */
    double logDensity(float[] z, int row);

    /** Itself where it is a diagonal Gaussian, for which KL divergences have closed forms. */
    Optional<Gaussian> gaussian();
}
