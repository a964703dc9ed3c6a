package isthmus.inference;

import isthmus.Failure;

/** The check that every batch passes at the door. Any thread. */
public final class Batch {
    private Batch() {}

    /** Refuses rows that are not as many, as wide, or as finite as a model takes. */
    public static void check(String name, float[] values, int count, int width) {
        if (count < 0 || values.length != (long) count * width) {
            throw Failure.badInput(
                    "%s: expected %d rows of %d values, found %d values".formatted(name, count, width, values.length));
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw Failure.badInput(
                        "%s: expected finite values, found %s in row %d".formatted(name, values[i], i / width));
            }
        }
    }
}
