package isthmus.inference;

import isthmus.image.Pixels;

/** Codes to the parameters of p(x|z). Threads as the {@link Model}'s. */
public interface Decoder {
    /**
     * @param codes (count, dim)
     * @return the mean of p(x|z), (count, channels, height, width) in [0,1]
     */
    float[] decode(float[] codes, int count);

    /**
     * Decodes into what is shown. A network rounds where it computes, so that a quarter of the memory is copied; this
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
}
