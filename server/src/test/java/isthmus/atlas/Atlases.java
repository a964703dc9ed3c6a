package isthmus.atlas;

import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;

/** Atlases for tests. */
public final class Atlases {
    private Atlases() {}

    /** An atlas of these distributions, with nothing known of the images. */
    public static Atlas of(int dim, float[] mu, float[] logvar) {
        int count = mu.length / dim;
        return new Atlas(
                new PosteriorBatch(count, dim, mu, logvar),
                new byte[count],
                new int[count],
                new float[count],
                new float[count],
                null);
    }

    /** Means drawn from N(0, spread²), log variances evenly from a range. */
    public static Atlas drawn(long seed, int count, int dim, double spread, double least, double greatest) {
        Noise noise = new Noise(seed, 0);
        float[] mu = new float[count * dim];
        float[] logvar = new float[count * dim];
        for (int i = 0; i < mu.length; i++) {
            mu[i] = (float) (spread * noise.normal());
            logvar[i] = (float) (least + (greatest - least) * noise.uniform());
        }
        return of(dim, mu, logvar);
    }
}
