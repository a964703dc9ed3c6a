package isthmus.image;

/**
 * The EXIF orientation of a picture, in the order of the EXIF numbers. Any thread.
 */
enum Orientation {
    UPRIGHT(false, false, false),
    FLIPPED_ACROSS(false, true, false),
    TURNED_HALF(false, true, true),
    FLIPPED_DOWN(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_LEFT(true, true, false),
    TRANSPOSED_ACROSS(true, true, true),
    TURNED_RIGHT(true, false, true);

    /** Whether rows become columns; the flips come after it. */
    private final boolean transposed;

    private final boolean flippedX;
    private final boolean flippedY;

    Orientation(boolean transposed, boolean flippedX, boolean flippedY) {
        this.transposed = transposed;
        this.flippedX = flippedX;
        this.flippedY = flippedY;
    }

    /** By the number that cameras write, 1 to 8; any other number counts as 1. */
    static Orientation numbered(int exif) {
        return exif >= 1 && exif <= 8 ? values()[exif - 1] : UPRIGHT;
    }

    /** Whether the upright image is as wide as the stored one is high. */
    boolean isTransposed() {
        return transposed;
    }

    /** The stored shape of an image whose upright shape is given; its own inverse. */
    Shape storedShape(Shape upright) {
        return transposed
                ? new Shape(upright.channels(), /* height= */ upright.width(), /* width= */ upright.height())
                : upright;
    }

    /** Where a part of the upright picture is in the stored one. */
    Box stored(Box upright) {
        double left = flippedX ? 1 - upright.right() : upright.left();
        double right = flippedX ? 1 - upright.left() : upright.right();
        double top = flippedY ? 1 - upright.bottom() : upright.top();
        double bottom = flippedY ? 1 - upright.top() : upright.bottom();
        return transposed ? new Box(top, left, bottom, right) : new Box(left, top, right, bottom);
    }

    /** One stored plane, (height, width) of {@code storedShape(upright)}, made upright. */
    float[] upright(float[] stored, int height, int width) {
        if (this == UPRIGHT) {
            return stored;
        }
        float[] out = new float[stored.length]; // (height, width) upright
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX = flippedX ? width - 1 - x : x;
                int fromY = flippedY ? height - 1 - y : y;
                out[y * width + x] = transposed ? stored[fromX * height + fromY] : stored[fromY * width + fromX];
            }
        }
        return out;
    }
}
