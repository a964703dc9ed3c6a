package isthmus.check;

import isthmus.Failure;
import isthmus.data.DataFolders;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How models are checked. Immutable; any thread.
 *
 * @param data where data sets are looked for
 * @param claims which are checked; the files always are
 * @param images of each claim that is about images; a quarter of it where each takes long, ten times as many where each takes
 *     little
 * @param seconds after which a claim begins no further image
 * @param seed of every draw
 * @param progress told after each image of a claim whose images take long what was found so far
 */
public record CheckOptions(
        DataFolders data, Set<Claim> claims, int images, int seconds, long seed, Consumer<String> progress) {
    /** So that all claims of a model take minutes. */
    public static final int SECONDS = 45;

    private static final int PART = 4;
    private static final int TIMES = 10;

    public CheckOptions {
        claims = Set.copyOf(claims);
        if (images < 1) {
            throw Failure.badInput("", "--images of 1 or more", images);
        }
        if (seconds < 1) {
            throw Failure.badInput("", "--seconds of 1 or more", seconds);
        }
    }

    /** All claims, in minutes. */
    public static CheckOptions all(DataFolders data, int images, long seed) {
        return new CheckOptions(data, Set.of(Claim.values()), images, SECONDS, seed, so -> {});
    }

    /** Whether a claim that began then, by the clock of {@link System#nanoTime}, is to begin no further image. */
    boolean isLate(long began) {
        return System.nanoTime() - began > TimeUnit.SECONDS.toNanos(seconds);
    }

    int manyImages() {
        return TIMES * images;
    }

    int fewImages() {
        return (images + PART - 1) / PART;
    }
}
