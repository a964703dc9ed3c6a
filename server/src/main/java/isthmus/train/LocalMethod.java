package isthmus.train;

import isthmus.latent.Noise;

/** A method that keeps numbers of each training image in place of an encoder. */
interface LocalMethod {
    /** Numbers of an image. */
    int numbers();

    /**
     * A step on a batch of images: moves their own numbers, in place, and then the decoder.
     *
     * @param own (count, numbers), all 0 for an image that is met for the first time
     * @param rate of the decoder
     * @return means over the batch
     */
    TrainingSession.Terms step(
            TrainingSession session, float[] images, int count, float[] own, Noise noise, double rate);

    /** Where the log variances of q(z|x) begin among an image's numbers, which begin with its code; -1 where it has none. */
    int variancesAt();

    /** Makes it for a recipe. */
    interface Maker {
        LocalMethod of(Recipe recipe);
    }
}
