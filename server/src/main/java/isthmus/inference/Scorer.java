package isthmus.inference;

/** log p(x|z) under the card's likelihood, in nats. Threads as the {@link Model}'s. */
public interface Scorer {
    /**
     * Scores each image under its own group of codes, so that many draws of one posterior need one copy of the image.
     *
     * @param codes (count, perImage, dim)
     * @param perImage codes for each image, at least 1
     * @param images (count, channels, height, width) in [0,1]
     * @return log p(x|z), (count, perImage), code j of image i at i · perImage + j
     */
    float[] logLikelihood(float[] codes, int perImage, float[] images, int count);

    /**
     * Scores one observation under many codes.
     *
     * @param codes (count, dim)
     * @return log p(what is seen|z), (count)
     */
    float[] logLikelihood(float[] codes, int count, Observation seen);
}
