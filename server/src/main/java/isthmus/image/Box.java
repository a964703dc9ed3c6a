package isthmus.image;

/** A rectangle in an upright picture, its sides being 1 long; it may reach beyond. Immutable; any thread. */
public record Box(double left, double top, double right, double bottom) {
    static final Box WHOLE = new Box(0, 0, 1, 1);

    double width() {
        return right - left;
    }

    double height() {
        return bottom - top;
    }

    Box moved(double across, double down) {
        return new Box(left + across, top + down, right + across, bottom + down);
    }

    /** The same middle, and sides longer by this factor, but nothing that is beyond the picture. */
    Box around(double times) {
        double across = width() * (times - 1) / 2;
        double down = height() * (times - 1) / 2;
        return new Box(
                Math.max(0, left - across),
                Math.max(0, top - down),
                Math.min(1, right + across),
                Math.min(1, bottom + down));
    }

    /** Where this lies within another, whose sides are 1 long. */
    Box within(Box other) {
        return new Box(
                (left - other.left) / other.width(),
                (top - other.top) / other.height(),
                (right - other.left) / other.width(),
                (bottom - other.top) / other.height());
    }

    /** The inverse of {@link #within}. */
    Box outOf(Box other) {
        return new Box(
                other.left + left * other.width(),
                other.top + top * other.height(),
                other.left + right * other.width(),
                other.top + bottom * other.height());
    }
}
