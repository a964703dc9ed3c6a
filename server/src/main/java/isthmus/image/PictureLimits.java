package isthmus.image;

/**
 * Limits on what a picture may cost. Immutable; any thread.
 *
 * @param bytes of the file
 * @param pixels that its header announces, width times height; decoding takes up to 8 bytes for each
 */
public record PictureLimits(long bytes, long pixels) {
    /** Enough for the largest camera pictures, and never a gigabyte of heap. */
    public static final PictureLimits DEFAULT = new PictureLimits(32L << 20, 50_000_000);

    /**
     * Rows and columns cost time even where they hold a pixel each: a PNG of 1×16,000,000 takes ten times as long as one
     * of 4000×4000. JPEG, GIF and WebP can state no more than this.
     */
    static final int MOST_PIXELS_A_SIDE = 65_535;

    /** A progressive JPEG has 5 to 20. */
    static final int MOST_SCANS = 100;

    /**
     * Scans that a JPEG of the most pixels may have; a smaller one may have more. The platform's decoder turns all
     * coefficients into pixels again after every scan, in native code that cannot be interrupted.
     */
    private static final int SCANS_OF_LARGEST = 16;

    /** Pixels times scans. */
    long scannedPixels() {
        return pixels * SCANS_OF_LARGEST;
    }
}
