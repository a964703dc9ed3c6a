package isthmus.latent;

import java.util.Arrays;

/**
 * Numbers of an encoder, a row an image. Immutable by agreement: nobody writes into the array. Any thread.
 *
 * @param sides of a row
 * @param values (count, sides…)
 */
public record RowArray(int[] sides, float[] values) {
    /** Numbers of a row. */
    public int width() {
        return Arrays.stream(sides).reduce(1, (a, b) -> a * b);
    }

    /** One row, copied. */
    public float[] row(int row) {
        return Arrays.copyOfRange(values, row * width(), (row + 1) * width());
    }
}
