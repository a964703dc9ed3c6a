package isthmus.image;

import java.util.Arrays;

/**
 * Weights for resampling one axis: area averaging downwards, linear interpolation upwards. Immutable by agreement; any
 * thread.
 *
 * @param first (to) first source sample of each new one
 * @param weights (to, taps) of the source samples from there on; they sum to 1, or less where the interval reaches beyond
 *     the source
 */
record ResampleWeights(int[] first, float[][] weights) {
    /** New samples at even spacing over the interval from {@code start} to {@code end}, in source samples. */
    static ResampleWeights of(int old, double start, double end, int to) {
        double step = (end - start) / to;
        var resample = new ResampleWeights(new int[to], new float[to][]);
        for (int i = 0; i < to; i++) {
            double from = start + i * step;
            if (step < 1) {
                resample.interpolate(i, old, from + step / 2);
            } else {
                resample.average(i, old, from, step);
            }
        }
        return resample;
    }

    /**
     * Resamples both axes of a plane.
     *
     * @param plane (old rows × width)
     * @return (new rows × new columns); what is beyond the plane counts as 0
     */
    float[] times(float[] plane, ResampleWeights columns, int width) {
        float[] line = new float[width];
        float[] out = new float[first.length * columns.first.length];
        for (int y = 0; y < first.length; y++) {
            Arrays.fill(line, 0);
            for (int s = 0; s < weights[y].length; s++) {
                for (int x = 0; x < width; x++) {
                    line[x] += weights[y][s] * plane[(first[y] + s) * width + x];
                }
            }
            for (int x = 0; x < columns.first.length; x++) {
                float sum = 0;
                for (int s = 0; s < columns.weights[x].length; s++) {
                    sum += columns.weights[x][s] * line[columns.first[x] + s];
                }
                out[y * columns.first.length + x] = sum;
            }
        }
        return out;
    }

    private void average(int i, int old, double from, double step) {
        // Rounding errors must not count as samples.
        double tolerance = 1e-9 * step;
        int low = (int) Math.max(0, Math.floor(from + tolerance));
        int high = (int) Math.min(old, Math.ceil(from + step - tolerance));
        first[i] = low;
        weights[i] = new float[Math.max(0, high - low)];
        for (int s = low; s < high; s++) {
            weights[i][s - low] = (float) ((Math.min(from + step, s + 1) - Math.max(from, s)) / step);
        }
    }

    /** Samples sit at the centres of their intervals; beyond the outermost centres the edge is repeated. */
    private void interpolate(int i, int old, double at) {
        if (at < 0 || at > old) {
            weights[i] = new float[0];
            return;
        }
        double clamped = Math.max(0, Math.min(old - 1, at - 0.5));
        int low = Math.min((int) clamped, Math.max(0, old - 2));
        float fraction = (float) (clamped - low);
        first[i] = low;
        weights[i] = old == 1 ? new float[] {1} : new float[] {1 - fraction, fraction};
    }
}
