package isthmus.inference;

import isthmus.Failure;

/** The check that every batch passes before it waits. Any thread. */
public final class Batch {
    /** The largest number, of either sign, that a network is given: beyond it sums overflow. */
    private static final float LARGEST = 1e6f;

    private Batch() {}

    /** Refuses rows that are not as many, as wide, as finite or as small as a model takes. */
    public static void check(String name, float[] values, int count, int width) {
        if (count < 0 || values.length != (long) count * width) {
            throw Failure.badInput(name, "%d rows of %d values".formatted(count, width), values.length + " values");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw Failure.badInput(name, "finite values", "%s in row %d".formatted(values[i], i / width));
            }
            if (Math.abs(values[i]) > LARGEST) {
                throw Failure.badInput(
                        name,
                        "values from -%.0f to %.0f".formatted(LARGEST, LARGEST),
                        "%s in row %d".formatted(values[i], i / width));
            }
        }
    }
}
