package isthmus.inference;

/** d log p(x|z) / dz. Threads as the {@link Model}'s. */
public interface Gradients {
    /**
     * Scores one observation under many codes, with the gradient by each code.
     *
     * @param codes (count, dim)
     */
    ScoresAndGradients scoresAndGradients(float[] codes, int count, Observation seen);
}
