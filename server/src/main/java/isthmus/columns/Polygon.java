package isthmus.columns;

import isthmus.Failure;

/**
 * Closed outlines in a plane; what one of them goes around an odd number of times is inside. Immutable by agreement: nobody
 * writes into the arrays. Any thread.
 *
 * @param x (corners) of all outlines, one after another
 * @param y (corners)
 * @param ends (outlines) how many corners there are up to the end of each
 */
public record Polygon(double[] x, double[] y, int[] ends) {
    /** How a rectangle lies to the outline. */
    enum Side {
        INSIDE,
        OUTSIDE,
        CROSSED
    }

    /** One outline. */
    public Polygon(double[] x, double[] y) {
        this(x, y, new int[] {x.length});
    }

    public Polygon {
        int from = 0;
        for (int end : ends) {
            if (end - from < 3 || end > x.length) {
                throw Failure.badInput("polygon", "three or more corners of each outline", end - from);
            }
            from = end;
        }
        if (x.length != y.length || from != x.length) {
            throw Failure.badInput("polygon", "corners of outlines alone", x.length + " and " + y.length);
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
                throw Failure.badInput("polygon", "finite corners", "%s, %s".formatted(x[i], y[i]));
            }
        }
    }

    boolean contains(double px, double py) {
        int from = 0;
        for (int end : ends) {
            boolean inside = false;
            for (int i = from, j = end - 1; i < end; j = i++) {
                if (y[i] > py != y[j] > py && px < (x[j] - x[i]) * (py - y[i]) / (y[j] - y[i]) + x[i]) {
                    inside = !inside;
                }
            }
            if (inside) {
                return true;
            }
            from = end;
        }
        return false;
    }

    /** Crossed also where an edge only touches or lies within another outline, which costs a look at the points and no error. */
    Side of(double left, double bottom, double right, double top) {
        int from = 0;
        for (int end : ends) {
            for (int i = from, j = end - 1; i < end; j = i++) {
                if (meets(x[j], y[j], x[i], y[i], left, bottom, right, top)) {
                    return Side.CROSSED;
                }
            }
            from = end;
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
