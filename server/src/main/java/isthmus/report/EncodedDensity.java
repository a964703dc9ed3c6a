package isthmus.report;

import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.latent.Viewport;

/**
 * q(z|x) of one image over two dimensions, for contours. Immutable by agreement: nobody writes into the arrays. Any thread.
 *
 * @param side columns, and as many rows
 * @param density (side, side) log q(z|x) at cell centres, row 0 having the smallest second coordinate
 * @param levels (3) the log densities above which half, 90% and 99% of the mass lie
 */
public record EncodedDensity(Viewport area, int side, float[] density, float[] levels) {
    private static final int DRAWS = 1000; // by which the area is found
    private static final double ROOM = 0.15; // on each side, as a share of what the draws cover

    public static EncodedDensity of(Posterior q, int side) {
        TruePosterior.checkDim("", q.dim());
        Viewport area = area(q.draws(Noise.named(0, "contours"), DRAWS));
        float[] codes = PosteriorGrid.centres(area, side);
        float[] density = new float[side * side];
        double[] masses = new double[side * side];
        double logCell = Math.log(area.width() * area.height() / (side * side));
        double sum = 0;
        for (int i = 0; i < density.length; i++) {
            density[i] = (float) q.logDensity(codes, i);
            masses[i] = Math.exp(density[i] + logCell);
            sum += masses[i];
        }
        for (int i = 0; i < masses.length; i++) {
            masses[i] /= sum;
        }
        return new EncodedDensity(area, side, density, TruePosterior.levels(masses, logCell - Math.log(sum)));
    }

    private static Viewport area(float[] z) {
        double[] low = {z[0], z[1]};
        double[] high = low.clone();
        for (int i = 0; i < z.length; i++) {
            low[i % 2] = Math.min(low[i % 2], z[i]);
            high[i % 2] = Math.max(high[i % 2], z[i]);
        }
        double across = ROOM * (high[0] - low[0]);
        double up = ROOM * (high[1] - low[1]);
        return new Viewport(low[0] - across, low[1] - up, high[0] + across, high[1] + up);
    }
}
