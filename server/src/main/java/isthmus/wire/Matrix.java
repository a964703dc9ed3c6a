package isthmus.wire;

import isthmus.Failure;
import java.util.Arrays;

/**
 * Rows of finite numbers, as somebody sent them. Immutable by agreement: nobody writes into the array. Any thread.
 *
 * @param values (rows, width)
 */
public record Matrix(int rows, int width, float[] values) {
    public Matrix {
        if (rows < 1 || width < 1 || values.length != (long) rows * width) {
            throw Failure.badInput("", "one or more rows of one or more numbers", rows + " of " + width);
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw Failure.badInput("", "finite numbers", value);
            }
        }
    }

    /** Rows of one width. */
    public static Matrix ofRows(float[]... rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
        }
        return new Matrix(rows.length, rows[0].length, all);
    }

    /** One of them, (width). */
    public float[] row(int i) {
        return Arrays.copyOfRange(values, i * width, (i + 1) * width);
    }

    /** Refuses rows of another width than a model's latent space has. */
    public Matrix of(String field, int dim) {
        if (width != dim) {
            throw Failure.badInput(field, "codes of " + dim + " numbers", width);
        }
        return this;
    }
}
