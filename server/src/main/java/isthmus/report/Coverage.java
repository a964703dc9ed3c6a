package isthmus.report;

import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import java.util.Arrays;
import java.util.List;

/**
 * How much of p(z|x) lies where the encoder says: its mass within the ellipsoids that hold {@link #INNER} and
 * {@link #OUTER} of q(z|x), one and two deviations in two dimensions. By importance weights of draws from all modes that
 * are found. Any thread.
 *
 * @param inner mass of p(z|x) within the smaller
 * @param outer within the larger
 * @param evidence of the draws, which says whether the shares are to be trusted
 */
public record Coverage(double inner, double outer, Evidence evidence) {
    public static final double INNER = -Math.expm1(-0.5);
    public static final double OUTER = -Math.expm1(-2);

    private static final int STEPS = 60;
    private static final int DRAWS = 4000;
    private static final int RADII = 1 << 16; // draws by which the radii are found where they have no closed form

    /** The squared radii, in deviations, within which a normal of so many dimensions has the two shares. */
    public record Radii(double inner, double outer) {
        public static Radii of(int dim) {
            if (dim == 2) {
                return new Radii(1, 4);
            }
            float[] epsilon = Noise.named(0, "radii").normals(RADII * dim);
            double[] squares = new double[RADII];
            for (int i = 0; i < epsilon.length; i++) {
                squares[i / dim] += (double) epsilon[i] * epsilon[i];
            }
            Arrays.sort(squares);
            return new Radii(squares[(int) (INNER * RADII)], squares[(int) (OUTER * RADII)]);
        }
    }

    /**
     * @param q of the encoder
     * @param samples (count, dim) codes that images of the data have, among which modes are looked for
     */
    public static Coverage of(
            ChunkedModel model, Observation seen, Gaussian q, float[] samples, Radii radii, long seed) {
        BoundAscent ascent = new BoundAscent(model, seen, q.dim(), BoundAscent.DRAWS, Noise.named(seed, "refinement"));
        BoundAscent.Result own = ascent.maximise(q, STEPS, (step, bound, at) -> {});
        ImportanceSampling.Weighted drawn = TwoSearches.of(
                        model, seen, List.of(own), samples, seed, (component, of, at) -> {})
                .draws(model, seen, DRAWS, seed, "coverage");
        double[] weights = Moments.of(drawn, q.dim(), 0, DRAWS).weights();
        double inner = 0;
        double outer = 0;
        for (int row = 0; row < DRAWS; row++) {
            double squared = squaredRadius(q, drawn.z(), row);
            inner += squared < radii.inner() ? weights[row] : 0;
            outer += squared < radii.outer() ? weights[row] : 0;
        }
        return new Coverage(inner, outer, Evidence.of(drawn.logWeights()));
    }

    private static double squaredRadius(Gaussian q, float[] z, int row) {
        double sum = 0;
        for (int d = 0; d < q.dim(); d++) {
            double offset = z[row * q.dim() + d] - q.mean()[d];
            sum += offset * offset / Math.exp(q.logvar()[d]);
        }
        return sum;
    }
}
