package isthmus.latent;

import isthmus.Failure;
import java.util.Arrays;

/**
 * A plane in latent space with coordinates of its own: the point with coordinates (s, t) is origin + s · first + t ·
 * second, and the two directions are orthonormal. In one dimension there is no second direction, and it is 0. Immutable by agreement: nobody writes into the arrays. Any thread.
 */
public final class Plane {
    private static final double PARALLEL = 1e-5; // sine of the smallest angle that float coordinates can resolve

    private final double[] origin; // (dim)
    private final double[] first; // (dim), of length 1
    private final double[] second; // (dim), of length 1, at a right angle to first

    private Plane(double[] origin, double[] first, double[] second) {
        this.origin = origin;
        if (origin.length == 1) {
            this.first = new double[] {1};
            this.second = new double[1];
            return;
        }
        this.first = Vectors.unit(first);
        // The second pass removes what rounding left of the first direction.
        double[] once = Vectors.unit(Vectors.rejection(Vectors.unit(second), this.first));
        this.second = Vectors.unit(Vectors.rejection(once, this.first));
    }

    /**
     * The plane through a point along two directions, of which the first is kept and the second is turned to a right
     * angle with it.
     */
    public static Plane along(double[] origin, double[] first, double[] second) {
        int dim = origin.length;
        if (first.length != dim || second.length != dim) {
            throw Failure.badInput(
                    "", "two directions of " + dim + " numbers", "%d and %d".formatted(first.length, second.length));
        }
        if (dim == 1) {
            return new Plane(origin, first, second);
        }
        double a = Vectors.length(first);
        double b = Vectors.length(second);
        double sine = Vectors.length(Vectors.rejection(Vectors.unit(second), Vectors.unit(first)));
        // Negated, so that zero directions and NaN are refused too.
        if (!(sine > PARALLEL)) {
            throw Failure.badInput(
                    "",
                    "two directions that span a plane",
                    "ones of lengths %.3g and %.3g that lie on one line".formatted(a, b));
        }
        return new Plane(origin, first, second);
    }

    /** The plane of two axes of latent space through a point; in one dimension axis 0 alone. */
    public static Plane axes(double[] origin, int i, int j) {
        int dim = origin.length;
        if (dim == 1 && i == 0 && j == 1) {
            return new Plane(origin, new double[] {1}, new double[1]);
        }
        if (i < 0 || j < 0 || i >= dim || j >= dim || i == j) {
            throw Failure.badInput("", "two different axes below " + dim, "%d and %d".formatted(i, j));
        }
        double[] first = new double[dim];
        double[] second = new double[dim];
        first[i] = 1;
        second[j] = 1;
        return new Plane(origin, first, second);
    }

    /** The plane through three points: the first is its origin, and the second lies on its first axis. */
    public static Plane through(float[] a, float[] b, float[] c) {
        int dim = a.length;
        if (b.length != dim || c.length != dim) {
            throw Failure.badInput(
                    "", "three points of one latent space", "%d, %d and %d numbers".formatted(dim, b.length, c.length));
        }
        double[] origin = doubles(a);
        return along(origin, Vectors.sum(doubles(b), -1, origin), Vectors.sum(doubles(c), -1, origin));
    }

    /** The plane in which points of two dimensions or more vary most: through their mean, along their first two components. */
    public static Plane principal(PrincipalComponents components) {
        return new Plane(components.mean(), components.direction(0), components.direction(1));
    }

    public int dim() {
        return origin.length;
    }

    /**
     * The coordinates of the nearest point in the plane, for each point.
     *
     * @param points (count, dim)
     * @return (count, 2)
     */
    public float[] project(float[] points, int count) {
        float[] out = new float[count * 2];
        int dim = dim();
        for (int p = 0; p < count; p++) {
            double s = 0;
            double t = 0;
            for (int d = 0; d < dim; d++) {
                double offset = points[p * dim + d] - origin[d];
                s += first[d] * offset;
                t += second[d] * offset;
            }
            out[2 * p] = (float) s;
            out[2 * p + 1] = (float) t;
        }
        return out;
    }

    /**
     * How far each point lies from the plane.
     *
     * @param points (count, dim)
     * @return (count)
     */
    public float[] distances(float[] points, int count) {
        float[] out = new float[count];
        float[] within = project(points, count);
        int dim = dim();
        for (int p = 0; p < count; p++) {
            double squares = 0;
            for (int d = 0; d < dim; d++) {
                double left =
                        points[p * dim + d] - origin[d] - within[2 * p] * first[d] - within[2 * p + 1] * second[d];
                squares += left * left;
            }
            out[p] = (float) Math.sqrt(squares);
        }
        return out;
    }

    /**
     * The share of points' variance that lies along the two directions; 1 where they do not vary.
     *
     * @param points (count, dim)
     */
    public double shareOf(float[] points, int count) {
        int dim = dim();
        double within = variances(project(points, count), count, 2);
        double all = variances(points, count, dim);
        return all == 0 ? 1 : within / all;
    }

    /** The sum over dimensions of the points' variances. */
    private static double variances(float[] points, int count, int dim) {
        double[] sums = new double[dim];
        for (int i = 0; i < count * dim; i++) {
            sums[i % dim] += points[i] / (double) count;
        }
        double squares = 0;
        for (int i = 0; i < count * dim; i++) {
            squares += (points[i] - sums[i % dim]) * (points[i] - sums[i % dim]);
        }
        return squares / count;
    }

    /**
     * The exact covariance of the plane coordinates of N(mean, diag exp(logvar)); it does not depend on the mean.
     *
     * @param logvar (rows, dim) log variances
     */
    public Covariance covariance(float[] logvar, int row) {
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int d = 0, at = row * dim(); d < dim(); d++, at++) {
            double variance = Math.exp(logvar[at]);
            xx += first[d] * first[d] * variance;
            xy += first[d] * second[d] * variance;
            yy += second[d] * second[d] * variance;
        }
        return new Covariance(xx, xy, yy);
    }

    /**
     * The points of latent space at plane coordinates.
     *
     * @param coordinates (count, 2)
     * @return (count, dim)
     */
    public float[] lift(float[] coordinates, int count) {
        int dim = dim();
        float[] out = new float[count * dim];
        for (int p = 0; p < count; p++) {
            for (int d = 0; d < dim; d++) {
                out[p * dim + d] =
                        (float) (origin[d] + coordinates[2 * p] * first[d] + coordinates[2 * p + 1] * second[d]);
            }
        }
        return out;
    }

    /** The point whose plane coordinates are zero, (dim). */
    public double[] origin() {
        return origin.clone();
    }

    /** The first direction, (dim), of length 1. */
    public double[] first() {
        return first.clone();
    }

    /** The second direction, (dim), of length 1. */
    public double[] second() {
        return second.clone();
    }

    /** Equal in their coordinates; planes of the same points may have different coordinates and are then not equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Plane plane
                && Arrays.equals(origin, plane.origin)
                && Arrays.equals(first, plane.first)
                && Arrays.equals(second, plane.second);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(origin) + Arrays.hashCode(first)) + Arrays.hashCode(second);
    }

    private static double[] doubles(float[] values) {
        return Vectors.doubles(values, 0, values.length);
    }
}
