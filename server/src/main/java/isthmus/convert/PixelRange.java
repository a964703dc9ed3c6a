package isthmus.convert;

/**
 * The numbers that stand for black and white in the images that a network takes and gives, where a format fixes them.
 *
 * @param black such as −1
 * @param white such as 1
 */
public record PixelRange(float black, float white) {
    /** From −1 to 1. */
    public static final PixelRange SIGNED = new PixelRange(-1, 1);

    public PixelRange {
        if (!(black < white)) {
            throw new IllegalArgumentException("expected white above black, found %f and %f".formatted(white, black));
        }
    }
}
