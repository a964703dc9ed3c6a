package isthmus.inference;

import isthmus.Failure;

/**
 * What is seen of one image: all of it, the pixels that are known, or pixels with noise on them. Immutable by agreement:
 * nobody writes into the arrays. Any thread.
 *
 * @param values (channels, height, width) in [0,1]; those that are unknown say nothing
 * @param known (channels, height, width), 1 where a value is known and 0 elsewhere; null where all are
 * @param noise standard deviation of what was added to every known value
 */
public record Observation(float[] values, float[] known, double noise) {
    private static final double LEAST_NOISE = 0.001;
    private static final double MOST_NOISE = 10;

    public Observation {
        if (known != null && known.length != values.length) {
            throw new IllegalArgumentException(
                    "expected as many flags as values, found %d and %d".formatted(known.length, values.length));
        }
        if (!(noise == 0 || (noise >= LEAST_NOISE && noise <= MOST_NOISE))) {
            throw Failure.badInput(
                    "noise", "0, or a standard deviation from %s to %s".formatted(LEAST_NOISE, MOST_NOISE), noise);
        }
    }

    /** A whole image without noise. */
    public static Observation of(float[] image) {
        return new Observation(image, null, 0);
    }

    public boolean isKnown(int value) {
        return known == null || known[value] != 0;
    }

    /** How many values are known. */
    public int knownCount() {
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            count += isKnown(i) ? 1 : 0;
        }
        return count;
    }
}
