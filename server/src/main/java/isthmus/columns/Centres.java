package isthmus.columns;

import isthmus.latent.Noise;
import java.util.Arrays;

/**
 * Centres of k-means, each of which has the places that are nearer to it than to any other. Immutable by agreement: nobody
 * writes into the arrays. Any thread.
 *
 * @param count of centres
 * @param at (dim, count): an axis after another, so that all centres are looked at together
 * @param half (count) half the square of each one's length
 */
record Centres(int dim, int count, float[] at, float[] half) {
    private static final int ROUNDS = 10;

    /**
     * Fits them by Lloyd's rounds.
     *
     * @param codes (rows, dim)
     * @param noise draws those to begin with
     */
    static Centres fit(float[] codes, int dim, int count, Noise noise) {
        int rows = codes.length / dim;
        Centres centres = of(dim, begin(codes, rows, dim, count, noise));
        float[] work = new float[count];
        for (int round = 0; round < ROUNDS; round++) {
            double[] sums = new double[count * dim];
            int[] sizes = new int[count];
            for (int row = 0; row < rows; row++) {
                int nearest = centres.nearest(codes, row * dim, work);
                sizes[nearest]++;
                for (int d = 0; d < dim; d++) {
                    sums[nearest * dim + d] += codes[row * dim + d];
                }
            }
            float[] moved = new float[count * dim]; // (count, dim)
            for (int i = 0; i < count; i++) {
                int instead = sizes[i] == 0 ? noise.nextInt(rows) : 0; // of a centre that nothing is near to
                for (int d = 0; d < dim; d++) {
                    moved[i * dim + d] =
                            sizes[i] == 0 ? codes[instead * dim + d] : (float) (sums[i * dim + d] / sizes[i]);
                }
            }
            centres = of(dim, moved);
        }
        return centres;
    }

    private static float[] begin(float[] codes, int rows, int dim, int count, Noise noise) {
        float[] begin = new float[count * dim];
        for (int i = 0; i < count; i++) {
            System.arraycopy(codes, noise.nextInt(rows) * dim, begin, i * dim, dim);
        }
        return begin;
    }

    /** @param centres (count, dim) */
    static Centres of(int dim, float[] centres) {
        int count = centres.length / dim;
        float[] at = new float[centres.length];
        float[] half = new float[count];
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < dim; d++) {
                float along = centres[i * dim + d];
                at[d * count + i] = along;
                half[i] += along * along / 2;
            }
        }
        return new Centres(dim, count, at, half);
    }

    /**
     * Half the squared distance of each centre from a code, less half the square of the code's own length.
     *
     * @param work (count) to be filled
     */
    void distances(float[] codes, int from, float[] work) {
        System.arraycopy(half, 0, work, 0, count);
        for (int d = 0; d < dim; d++) {
            float along = codes[from + d];
            int start = d * count;
            for (int i = 0; i < count; i++) {
                work[i] -= along * at[start + i];
            }
        }
    }

    /** @param work (count) for its own use */
    int nearest(float[] codes, int from, float[] work) {
        distances(codes, from, work);
        return least(work, count);
    }

    static int least(float[] values, int count) {
        int least = 0;
        for (int i = 1; i < count; i++) {
            if (values[i] < values[least]) {
                least = i;
            }
        }
        return least;
    }

    /** (count, dim) */
    float[] rows() {
        float[] rows = new float[at.length];
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < dim; d++) {
                rows[i * dim + d] = at[d * count + i];
            }
        }
        return rows;
    }

    /** Those of all, one after another. */
    static float[] together(Centres... parts) {
        float[] all =
                new float[Arrays.stream(parts).mapToInt(part -> part.at.length).sum()];
        int at = 0;
        for (Centres part : parts) {
            System.arraycopy(part.rows(), 0, all, at, part.at.length);
            at += part.at.length;
        }
        return all;
    }
}
