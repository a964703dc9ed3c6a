package isthmus.image;

/**
 * What a picture may cost before it is refused. Immutable; any thread.
 *
 * @param bytes of the file
 * @param pixels that its header announces, width times height; decoding takes up to 8 bytes for each
 */
public record PictureLimits(long bytes, long pixels) {
    /** A camera's largest pictures pass; a gigabyte never has to be found for one. */
    public static final PictureLimits DEFAULT = new PictureLimits(32L << 20, 50_000_000);
}
