package isthmus.check;

import isthmus.Failure;
import isthmus.data.DataFolders;

/**
 * How models are checked. Immutable; any thread.
 *
 * @param data where data sets are looked for
 * @param images of each claim that is about images; a quarter of it where each takes a second or more
 * @param seed of every draw
 */
public record CheckOptions(DataFolders data, int images, long seed) {
    private static final int PART = 4;

    public CheckOptions {
        if (images < 1) {
            throw Failure.badInput("", "--images of 1 or more", images);
        }
    }

    int fewImages() {
        return (images + PART - 1) / PART;
    }
}
