package isthmus.inference;

import isthmus.model.ModelFolder;

/**
 * What an open model is taken to weigh in memory. Measured on the bundled models, whose processes grew by 24 to 81 MB a
 * model of 5 to 7 MB after batches of every size: some four times the files, and some sixteen times the images of the
 * largest batch. Any thread.
 */
final class ModelWeight {
    private static final long FILES = 4;
    private static final long BATCHES = 16;
    private static final long BATCH_VALUES = 1 << 20; // most values in the images of one batch

    private ModelWeight() {}

    /** In bytes. */
    static long of(ModelFolder folder) {
        long values = (long) Engine.ROWS * folder.card().input().shape().size();
        return FILES * folder.networkBytes() + BATCHES * Math.min(values, BATCH_VALUES) * Float.BYTES;
    }
}
