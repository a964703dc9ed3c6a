package isthmus.inference;

import isthmus.image.Pixels;
import isthmus.model.ModelCard;

/**
 * A model that encodes and decodes batches over plain arrays; the batch is the first axis of every array. Two things
 * implement it: the network itself, confined to one thread, and the engine in front of it, which any thread may call.
 */
public interface Model extends AutoCloseable {
    ModelCard card();

    /**
     * @param images (count, channels, height, width) in [0,1]
     */
    Codes encode(float[] images, int count);

    /**
     * Encodes images of a data set as it holds them. The network turns bytes into values where it computes; this default
     * does so on the heap.
     *
     * @param pixels (images, channels, height, width), unsigned bytes of which 255 is 1
     * @param from first of the images to encode
     */
    default Codes encode(byte[] pixels, int from, int count) {
        int size = card().input().shape().size();
        float[] images = new float[count * size];
        for (int i = 0; i < images.length; i++) {
            images[i] = (pixels[from * size + i] & 0xFF) / 255f;
        }
        return encode(images, count);
    }

    /**
     * @param codes (count, dim)
     * @return the mean of p(x|z), (count, channels, height, width) in [0,1]
     */
    float[] decode(float[] codes, int count);

    /**
     * Decodes into what is shown. The network rounds where it computes, so that a quarter of the memory is copied; this
     * default does so on the heap.
     *
     * @param codes (count, dim)
     * @return the mean of p(x|z) times 255 and rounded, (count, channels, height, width), unsigned
     */
    default byte[] decodeBytes(float[] codes, int count) {
        float[] mean = decode(codes, count);
        byte[] bytes = new byte[mean.length];
        Pixels.toBytes(mean, 0, bytes.length, bytes, 0);
        return bytes;
    }

    /**
     * @param codes (count, dim)
     * @param images (count, channels, height, width) in [0,1], image i scored under code i
     * @return log p(x|z) in nats, (count)
     */
    float[] logLikelihood(float[] codes, float[] images, int count);

    /**
     * Scores each image under its own group of codes, so that thousands of posterior draws of one image need one copy
     * of it. The network expands the images where it computes; this default repeats them on the heap.
     *
     * @param codes (count, perImage, dim)
     * @param perImage codes for each image, at least 1
     * @param images (count, channels, height, width) in [0,1]
     * @return log p(x|z) in nats, (count, perImage), code j of image i at i · perImage + j
     */
    default float[] logLikelihood(float[] codes, int perImage, float[] images, int count) {
        int size = images.length / count;
        float[] repeated = new float[perImage * images.length];
        for (int row = 0; row < count * perImage; row++) {
            System.arraycopy(images, row / perImage * size, repeated, row * size, size);
        }
        return logLikelihood(codes, repeated, count * perImage);
    }

    /**
     * Scores one observation under many codes.
     *
     * @param codes (count, dim)
     * @return log p(what is seen|z) in nats, (count)
     */
    float[] logLikelihood(float[] codes, int count, Observation seen);

    /**
     * Scores one observation under many codes, and tells which way each would score better.
     *
     * @param codes (count, dim)
     */
    ScoresAndGradients slopes(float[] codes, int count, Observation seen);

    @Override
    void close();
}
