package isthmus.image;

/**
 * How the samples of one axis make up fewer or more of them. Making fewer, each new one is the average of the stretch
 * it covers, parts of samples counted as parts; making more, it lies on the line between its two neighbours. Immutable
 * by agreement; any thread.
 *
 * @param first (to) the first old sample that each new one takes from
 * @param shares (to, taken) of each old sample from there on; they sum to 1, or to less where the stretch reaches
 *     beyond the old samples
 */
record ResampleWeights(int[] first, float[][] shares) {
    /** New samples that share out evenly the stretch from {@code start} to {@code end}, in old samples. */
    static ResampleWeights of(int old, double start, double end, int to) {
        double step = (end - start) / to;
        var weights = new ResampleWeights(new int[to], new float[to][]);
        for (int i = 0; i < to; i++) {
            double from = start + i * step;
            if (step < 1) {
                weights.between(i, old, from + step / 2);
            } else {
                weights.average(i, old, from, step);
            }
        }
        return weights;
    }

    private void average(int i, int old, double from, double step) {
        // Arithmetic on fractions leaves crumbs, which must not count as samples.
        double crumb = 1e-9 * step;
        int low = (int) Math.max(0, Math.floor(from + crumb));
        int high = (int) Math.min(old, Math.ceil(from + step - crumb));
        first[i] = low;
        shares[i] = new float[Math.max(0, high - low)];
        for (int s = low; s < high; s++) {
            shares[i][s - low] = (float) ((Math.min(from + step, s + 1) - Math.max(from, s)) / step);
        }
    }

    /** ArgbReader sit at the middles of their stretches; beyond the outermost middles the edge goes on. */
    private void between(int i, int old, double at) {
        if (at < 0 || at > old) {
            shares[i] = new float[0];
            return;
        }
        double clamped = Math.max(0, Math.min(old - 1, at - 0.5));
        int low = Math.min((int) clamped, Math.max(0, old - 2));
        float share = (float) (clamped - low);
        first[i] = low;
        shares[i] = old == 1 ? new float[] {1} : new float[] {1 - share, share};
    }
}
