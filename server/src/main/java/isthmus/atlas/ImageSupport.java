package isthmus.atlas;

import isthmus.atlas.NearestRows.Neighbour;
import isthmus.estimate.RunningMean;
import isthmus.latent.PosteriorBatch;
import java.util.List;

/**
 * How well the data support the image that a code decodes to: by how many grey levels (255 is white) it differs from the
 * decoded images of the samples around the code, the root of the mean square over values, averaged over those samples. The
 * less, the better. Around a code lie the samples that are nearest in their own posterior's deviations, or as the crow
 * flies where posteriors are points. Immutable; any thread.
 */
public final class ImageSupport {
    private static final int NEAREST = 20;
    private static final int MOST_BYTES = 8 << 20; // of the decoded images that are held

    private final Atlas atlas; // of the samples whose images are held
    private final int[] rows; // of the whole atlas, ascending
    private final float[] precision; // (rows, dim), or null
    private final byte[] images; // (rows, size), 255 is 1
    private final int size;

    private ImageSupport(Atlas atlas, int[] rows, byte[] images) {
        this.atlas = atlas;
        this.rows = rows;
        this.images = images;
        size = images.length / rows.length;
        float[] logvar = atlas.posteriors().logvar();
        precision = logvar == null ? null : new float[logvar.length];
        for (int i = 0; logvar != null && i < logvar.length; i++) {
            precision[i] = (float) Math.exp(-logvar[i]);
        }
    }

    /** The rows whose decoded images are compared with: all, or as many as their images may take, evenly spread. */
    public static int[] rows(Atlas atlas, int size) {
        int count = Math.max(1, Math.min(atlas.count(), MOST_BYTES / size));
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (int) ((long) i * atlas.count() / count);
        }
        return rows;
    }

    /**
     * @param rows as {@link #rows} says
     * @param images their decoded means, (rows, size), 255 is 1
     */
    public static ImageSupport of(Atlas atlas, int[] rows, byte[] images) {
        int dim = atlas.dim();
        float[] logvar = atlas.posteriors().logvar();
        return new ImageSupport(
                new Atlas(
                        new PosteriorBatch(
                                rows.length,
                                dim,
                                some(atlas.mu(), rows, dim),
                                logvar == null ? null : some(logvar, rows, dim)),
                        new byte[rows.length],
                        rows,
                        new float[rows.length],
                        new float[rows.length],
                        null),
                rows,
                images);
    }

    /** The means of some rows, (rows, dim). */
    public static float[] codes(Atlas atlas, int[] rows) {
        return some(atlas.mu(), rows, atlas.dim());
    }

    private static float[] some(float[] values, int[] rows, int width) {
        float[] some = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * width, some, i * width, width);
        }
        return some;
    }

    /**
     * @param codes (count, dim)
     * @param decoded their means, (count, size) in [0, 1]
     * @return (count) grey levels
     */
    public float[] differences(float[] codes, float[] decoded) {
        return withErrors(codes, decoded)[0];
    }

    /** The same and their standard errors, by the spread over the samples around each code, (count) each. */
    public float[][] withErrors(float[] codes, float[] decoded) {
        int dim = atlas.dim();
        float[][] found = new float[2][codes.length / dim];
        float[] code = new float[dim];
        for (int c = 0; c < found[0].length; c++) {
            System.arraycopy(codes, c * dim, code, 0, dim);
            RunningMean mean = around(code, decoded, c);
            found[0][c] = (float) mean.mean();
            found[1][c] = (float) mean.error();
        }
        return found;
    }

    /**
     * Of one code.
     *
     * @param code (dim)
     * @param decoded (…, size), of which the image is the one at {@code at}
     * @param without rows of the whole atlas that do not count: those that the code was made of
     */
    public float difference(float[] code, float[] decoded, int at, int... without) {
        return (float) around(code, decoded, at, without).mean();
    }

    private RunningMean around(float[] code, float[] decoded, int at, int... without) {
        List<Neighbour> near = NearestRows.find(atlas, precision, code, NEAREST + without.length);
        float[] levels = new float[size];
        for (int p = 0; p < size; p++) {
            levels[p] = 255 * decoded[at * size + p];
        }
        RunningMean mean = new RunningMean();
        for (Neighbour one : near) {
            if (mean.count() < NEAREST && !isAmong(rows[one.row()], without)) {
                mean.add(difference(levels, one.row()));
            }
        }
        return mean;
    }

    private static boolean isAmong(int row, int[] rows) {
        for (int one : rows) {
            if (one == row) {
                return true;
            }
        }
        return false;
    }

    private double difference(float[] levels, int row) {
        int start = row * size;
        double squares = 0;
        for (int p = 0; p < size; p++) {
            float off = levels[p] - (images[start + p] & 0xFF);
            squares += off * off;
        }
        return Math.sqrt(squares / size);
    }
}
