package isthmus.inference;

import isthmus.model.ModelCard;

/**
 * A model that encodes and decodes batches over plain arrays; the batch is the first axis of every array. Two things
 * implement it: the network itself, confined to one thread, and the engine in front of it, which any thread may call.
 */
public interface Vae extends AutoCloseable {
    ModelCard card();

    /**
     * @param images (count, channels, height, width) in [0,1]
     */
    Codes encode(float[] images, int count);

    /**
     * @param codes (count, dim)
     * @return the mean of p(x|z), (count, channels, height, width) in [0,1]
     */
    float[] decode(float[] codes, int count);

    /**
     * @param codes (count, dim)
     * @param images (count, channels, height, width) in [0,1], image i scored under code i
     * @return log p(x|z) in nats, (count)
     */
    float[] logLikelihood(float[] codes, float[] images, int count);

    @Override
    void close();
}
