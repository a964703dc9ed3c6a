package isthmus.report;

/** The effect of each latent dimension on the decoded image. One thread, that of the model. */
public final class DimensionEffects {
    private DimensionEffects() {}

    /**
     * How much the decoded mean changes when a code moves along each dimension: the root of the mean square over values
     * and codes, in grey levels.
     *
     * @param codes (count, dim) starting points
     * @param moves (dim) distance along each dimension
     * @return (dim)
     */
    public static float[] of(ChunkedModel model, float[] codes, int count, float[] moves) {
        int dim = moves.length;
        float[] from = model.decode(codes, count);
        float[] effects = new float[dim];
        for (int d = 0; d < dim; d++) {
            float[] moved = codes.clone();
            for (int i = d; i < moved.length; i += dim) {
                moved[i] += moves[d];
            }
            float[] to = model.decode(moved, count);
            double squares = 0;
            for (int i = 0; i < to.length; i++) {
                squares += (double) (to[i] - from[i]) * (to[i] - from[i]);
            }
            effects[d] = (float) (255 * Math.sqrt(squares / to.length));
        }
        return effects;
    }
}
