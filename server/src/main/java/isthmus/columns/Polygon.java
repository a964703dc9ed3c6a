package isthmus.columns;

import isthmus.Failure;

/**
 * A closed outline in a plane; what it goes around an odd number of times is inside. Immutable by agreement: nobody writes
 * into the arrays. Any thread.
 *
 * @param x (corners)
 * @param y (corners)
 */
public record Polygon(double[] x, double[] y) {
    /** How a rectangle lies to the outline. */
    enum Side {
        INSIDE,
        OUTSIDE,
        CROSSED
    }

    public Polygon {
        if (x.length != y.length || x.length < 3) {
            throw Failure.badInput("polygon", "three or more corners", x.length + " and " + y.length);
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
                throw Failure.badInput("polygon", "finite corners", "%s, %s".formatted(x[i], y[i]));
            }
        }
    }

    boolean contains(double px, double py) {
        boolean inside = false;
        for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
            if (y[i] > py != y[j] > py && px < (x[j] - x[i]) * (py - y[i]) / (y[j] - y[i]) + x[i]) {
                inside = !inside;
            }
        }
        return inside;
    }

    /** Crossed also where an edge only touches, which costs a look at the points and no error. */
    Side of(double left, double bottom, double right, double top) {
        for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
            if (meets(x[j], y[j], x[i], y[i], left, bottom, right, top)) {
                return Side.CROSSED;
            }
        }
        return contains((left + right) / 2, (bottom + top) / 2) ? Side.INSIDE : Side.OUTSIDE;
    }

    /** Whether a segment meets a rectangle, by Liang and Barsky. */
    private static boolean meets(
            double ax, double ay, double bx, double by, double left, double bottom, double right, double top) {
        double[] from = {left - ax, ax - right, bottom - ay, ay - top};
        double[] along = {bx - ax, ax - bx, by - ay, ay - by};
        double enter = 0;
        double leave = 1;
        for (int side = 0; side < 4; side++) {
            if (along[side] == 0) {
                if (from[side] > 0) {
                    return false;
                }
            } else if (along[side] > 0) {
                enter = Math.max(enter, from[side] / along[side]);
            } else {
                leave = Math.min(leave, from[side] / along[side]);
            }
        }
        return enter <= leave;
    }
}
