package isthmus.estimate;

import isthmus.latent.Noise;

/**
 * Bernoulli draws of an image's grey levels, for models that are trained and measured on zeros and ones. The draw depends
 * on the seed and on the index of the image in its data set alone. Any thread.
 */
public final class Binarisation {
    private Binarisation() {}

    /**
     * @param greys an image's values in [0,1]
     * @param index of the image in its data set
     */
    public static float[] draw(float[] greys, long seed, long index) {
        Noise noise = noise(seed, index);
        float[] drawn = new float[greys.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = noise.uniform() < greys[i] ? 1 : 0;
        }
        return drawn;
    }

    /**
     * @param greys (images, values), 255 is 1; the image has {@code size} values starting at {@code from}
     * @param drawn receives 0 or 255 at the same positions
     */
    public static void draw(byte[] greys, int from, int size, long seed, long index, byte[] drawn) {
        Noise noise = noise(seed, index);
        for (int i = from; i < from + size; i++) {
            drawn[i] = noise.uniform() < (greys[i] & 0xFF) / 255f ? (byte) 255 : 0;
        }
    }

    private static Noise noise(long seed, long index) {
        return Noise.named(seed, "binarised images").stream(index);
    }
}
