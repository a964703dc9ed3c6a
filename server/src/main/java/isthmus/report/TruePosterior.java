package isthmus.report;

import isthmus.Failure;
import isthmus.estimate.Elbo;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Viewport;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * p(z|x) of a model of two dimensions, on a grid by decoding and normalising. Immutable by agreement: nobody writes into
 * the arrays. Any thread.
 *
 * @param view the area, in the two numbers of z
 * @param side columns, and as many rows
 * @param density (side, side) log p(z|x) at cell centres, row 0 having the smallest second coordinate
 * @param edge share of the mass in the outermost cells
 * @param logEvidence log p(x) in nats
 * @param error of it, as coarser grids show it
 * @param mean (2)
 * @param covariance (3) xx, xy, yy
 * @param levels (3) the log densities above which half, 90% and 99% of the mass lie
 * @param elbo the bound of q, and its error
 */
public record TruePosterior(
        Viewport view,
        int side,
        float[] density,
        double edge,
        double logEvidence,
        double error,
        double[] mean,
        double[] covariance,
        float[] levels,
        double elbo,
        double elboError) {

    private static final double REACH = 6; // deviations of the prior, beyond which less than 1e-8 of it lies
    private static final double FAR = 20;
    private static final int SEARCH = 40; // cells a side of the grids that look for the area
    private static final int SEARCHES = 8;
    private static final double SETTLED = 0.6; // of a side, above which looking further gains little
    private static final double WITHOUT = 1e-6; // share of the mass that may lie outside, on each side
    private static final double ROUNDING = 1e-4; // nats, of scores that are float32
    private static final double[] SHARES = {0.5, 0.9, 0.99};
    private static final int DRAWS = 1024;

    /** KL(q(z|x) ‖ p(z|x)) in nats. */
    public double gap() {
        return logEvidence - elbo;
    }

    /** The standard error of {@link #gap}. */
    public double gapError() {
        return Math.hypot(error, elboError);
    }

    /** Refuses a model of other dimensions. */
    public static void checkDim(String model, int dim) {
        if (dim != 2) {
            throw Failure.badInput(
                    String.valueOf(model), "a model of two latent dimensions for a posterior on a grid", dim);
        }
    }

    /**
     * A grid on the way to the area.
     *
     * @param density as of the whole, normalised over this grid
     */
    public record Search(Viewport view, int side, float[] density, double edge) {}

    /**
     * @param side columns of the grid, 2 or more
     * @param searched told of each grid on the way
     */
    public static TruePosterior of(
            ChunkedModel model, Observation seen, Gaussian q, int side, long seed, Consumer<Search> searched) {
        checkDim(model.card().id(), q.dim());
        Viewport area = begin(q);
        for (int i = 0; i < SEARCHES; i++) {
            PosteriorGrid coarse = PosteriorGrid.of(model, seen, area, SEARCH);
            searched.accept(new Search(area, SEARCH, density(coarse), coarse.edge()));
            Viewport next = coarse.around(WITHOUT);
            boolean settled = next.width() > SETTLED * area.width() && next.height() > SETTLED * area.height();
            area = next;
            if (settled) {
                break;
            }
        }
        PosteriorGrid grid = PosteriorGrid.of(model, seen, area, side);
        Elbo elbo = ImageLikelihood.bound(model, seen, q, DRAWS, Noise.named(seed, "bound"));
        return of(grid, elbo);
    }

    /** All of the prior, and where q lies; an encoder that is far off does not make the cells too large to see anything. */
    private static Viewport begin(Gaussian q) {
        double[] low = new double[2];
        double[] high = new double[2];
        for (int d = 0; d < 2; d++) {
            double centre = Math.max(-FAR, Math.min(FAR, q.mean()[d]));
            double reach = REACH * Math.min(1, Math.exp(q.logvar()[d] / 2.0));
            low[d] = Math.min(-REACH, centre - reach);
            high[d] = Math.max(REACH, centre + reach);
        }
        return new Viewport(low[0], low[1], high[0], high[1]);
    }

    private static float[] density(PosteriorGrid grid) {
        double whole = grid.logEvidence();
        float[] density = new float[grid.logs().length];
        for (int i = 0; i < density.length; i++) {
            density[i] = (float) (grid.logs()[i] - whole);
        }
        return density;
    }

    private static TruePosterior of(PosteriorGrid grid, Elbo elbo) {
        double[] shares = grid.shares();
        double[] mean = new double[2];
        double[] covariance = new double[3];
        for (int i = 0; i < shares.length; i++) {
            mean[0] += shares[i] * grid.x(i);
            mean[1] += shares[i] * grid.y(i);
        }
        for (int i = 0; i < shares.length; i++) {
            double dx = grid.x(i) - mean[0];
            double dy = grid.y(i) - mean[1];
            covariance[0] += shares[i] * dx * dx;
            covariance[1] += shares[i] * dx * dy;
            covariance[2] += shares[i] * dy * dy;
        }
        return new TruePosterior(
                grid.area(),
                grid.side(),
                density(grid),
                grid.edge(),
                grid.logEvidence(),
                Math.max(ROUNDING, grid.logEvidenceError()),
                mean,
                covariance,
                levels(shares, grid.logCell()),
                elbo.bound(),
                elbo.error());
    }

    private static float[] levels(double[] shares, double logCell) {
        double[] sorted = shares.clone();
        Arrays.sort(sorted);
        float[] levels = new float[SHARES.length];
        double above = 0;
        int next = 0;
        for (int i = sorted.length - 1; i >= 0 && next < levels.length; i--) {
            above += sorted[i];
            while (next < levels.length && above >= SHARES[next]) {
                levels[next++] = (float) (Math.log(sorted[i]) - logCell);
            }
        }
        return levels;
    }
}
