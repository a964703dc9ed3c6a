package isthmus.check;

import isthmus.Failure;
import isthmus.data.DataFolders;

/**
 * How models are checked. Immutable; any thread.
 *
 * @param data where data sets are looked for
 * @param images of each claim that is about images; a quarter of it where each takes long
 * @param seed of every draw
 */
public record CheckOptions(DataFolders data, int images, long seed) {
    private static final int PART = 4;
    private static final long LONGEST = 45_000_000_000L; // nanoseconds after which a claim begins no further image

    public CheckOptions {
        if (images < 1) {
            throw Failure.badInput("", "--images of 1 or more", images);
        }
    }

    /** Whether a claim that began then, by the clock of {@link System#nanoTime}, is to begin no further image. */
    static boolean isLate(long began) {
        return System.nanoTime() - began > LONGEST;
    }

    int fewImages() {
        return (images + PART - 1) / PART;
    }
}
