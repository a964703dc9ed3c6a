package isthmus.report;

import isthmus.Failure;
import isthmus.estimate.Elbo;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.latent.Posterior;
import isthmus.latent.Viewport;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * p(z|x) of a model of two dimensions, normalised on a grid. Immutable by agreement: nobody writes into
 * the arrays. Any thread.
 *
 * @param view the area, in the two numbers of z
 * @param side columns, and as many rows
 * @param density (side, side) log p(z|x) at cell centres, row 0 having the smallest second coordinate
 * @param edge fraction of the mass in the outermost cells
 * @param logEvidence log p(x) in nats
 * @param error of logEvidence, by comparison with coarser grids and by the mass at the edge
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

    private static final double REACH =
            6; // standard deviations of the prior, beyond which it has less than 1e-8 of its mass
    private static final double MAX_CENTRE = 20;
    private static final double MAX_DEFICIT = 8; // nats below the best mode's bound, beyond which a mode has no mass
    private static final double MODE_REACH = 4; // deviations
    private static final int COARSE_SIDE = 40; // cells a side of the grids that find the area
    private static final int MAX_SEARCHES = 12;
    private static final double SETTLED = 0.6; // of a side: where the area shrinks less, the search ends
    private static final double OUTSIDE = 1e-6; // fraction of the mass that may lie outside, on each side
    private static final double MAX_EDGE =
            1e-4; // of the mass, in the outermost cells: where it is more, the search goes on
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
     * A coarse grid of the search for the area.
     *
     * @param density normalised over this grid
     */
    public record Search(Viewport view, int side, float[] density, double edge) {}

    /**
     * @param samples (count, 2) codes that images of the data have, among which modes are looked for
     * @param side columns of the grid, 2 or more
     * @param listener receives each coarse grid
     */
    public static TruePosterior of(
            ChunkedModel model,
            Observation seen,
            Posterior q,
            float[] samples,
            int side,
            long seed,
            Consumer<Search> listener) {
        checkDim(model.card().id(), q.dim());
        List<Gaussian> modes = modes(model, seen, samples, seed);
        Viewport area = initialArea(q.marginals());
        for (int i = 0; i < MAX_SEARCHES; i++) {
            PosteriorGrid coarse = PosteriorGrid.of(model, seen, area, COARSE_SIDE);
            listener.accept(new Search(area, COARSE_SIDE, density(coarse), coarse.edgeMass()));
            Viewport next = containing(modes, coarse.crop(OUTSIDE));
            boolean settled = next.width() > SETTLED * area.width()
                    && next.height() > SETTLED * area.height()
                    && coarse.edgeMass() < MAX_EDGE;
            area = next;
            if (settled) {
                break;
            }
        }
        PosteriorGrid grid = PosteriorGrid.of(model, seen, area, side);
        Elbo elbo = ImageLikelihood.bound(model, seen, q, DRAWS, Noise.named(seed, "bound"));
        return of(grid, elbo);
    }

    /** The modes that have some of the mass, of which a coarse grid may miss narrow ones. */
    private static List<Gaussian> modes(ChunkedModel model, Observation seen, float[] samples, long seed) {
        List<BoundAscent.Result> found = TwoSearches.of(
                        model, seen, List.of(), samples, seed, (component, of, at) -> {})
                .all()
                .toList();
        double best =
                found.stream().mapToDouble(BoundAscent.Result::bound).max().orElseThrow();
        return found.stream()
                .filter(mode -> mode.bound() > best - MAX_DEFICIT)
                .map(BoundAscent.Result::q)
                .toList();
    }

    private static Viewport containing(List<Gaussian> modes, Viewport area) {
        double[] low = {area.left(), area.bottom()};
        double[] high = {area.right(), area.top()};
        for (Gaussian mode : modes) {
            for (int d = 0; d < 2; d++) {
                double reach = MODE_REACH * Math.exp(mode.logvar()[d] / 2.0);
                low[d] = Math.min(low[d], mode.mean()[d] - reach);
                high[d] = Math.max(high[d], mode.mean()[d] + reach);
            }
        }
        return new Viewport(low[0], low[1], high[0], high[1]);
    }

    /** Covers the prior and q, but limits how far q may be, so that cells stay small. */
    private static Viewport initialArea(Gaussian q) {
        double[] low = new double[2];
        double[] high = new double[2];
        for (int d = 0; d < 2; d++) {
            double centre = Math.max(-MAX_CENTRE, Math.min(MAX_CENTRE, q.mean()[d]));
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
        double[] masses = grid.masses();
        double[] mean = new double[2];
        double[] covariance = new double[3];
        for (int i = 0; i < masses.length; i++) {
            mean[0] += masses[i] * grid.x(i);
            mean[1] += masses[i] * grid.y(i);
        }
        for (int i = 0; i < masses.length; i++) {
            double dx = grid.x(i) - mean[0];
            double dy = grid.y(i) - mean[1];
            covariance[0] += masses[i] * dx * dx;
            covariance[1] += masses[i] * dx * dy;
            covariance[2] += masses[i] * dy * dy;
        }
        return new TruePosterior(
                grid.area(),
                grid.side(),
                density(grid),
                grid.edgeMass(),
                grid.logEvidence(),
                Math.max(ROUNDING, grid.logEvidenceError() + grid.edgeMass()),
                mean,
                covariance,
                levels(masses, grid.logCell()),
                elbo.bound(),
                elbo.error());
    }

    /** The log densities above which the shares of the masses, of sum 1, lie. */
    static float[] levels(double[] masses, double logCell) {
        double[] sorted = masses.clone();
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
