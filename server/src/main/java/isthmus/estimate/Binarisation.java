package isthmus.estimate;

import isthmus.latent.Noise;

/**
 * Draws of zeros and ones by grey levels, on which models are trained and measured whose card says so. The draw of an
 * image depends on the seed and on its place in its data set, so that whoever draws it draws the same. Any thread.
 */
public final class Binarisation {
    private Binarisation() {}

    /**
     * @param greys an image's values in [0,1]
     * @param place of the image in its data set
     */
    public static float[] draw(float[] greys, long seed, int place) {
        Noise noise = noise(seed, place);
        float[] drawn = new float[greys.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = noise.uniform() < greys[i] ? 1 : 0;
        }
        return drawn;
    }

    /**
     * @param greys of which an image's bytes begin at one; 255 is 1
     * @param drawn takes 0 and 255 at the same places
     */
    public static void draw(byte[] greys, int from, int size, long seed, int place, byte[] drawn) {
        Noise noise = noise(seed, place);
        for (int i = from; i < from + size; i++) {
            drawn[i] = noise.uniform() < (greys[i] & 0xFF) / 255f ? (byte) 255 : 0;
        }
    }

    private static Noise noise(long seed, int place) {
        return Noise.named(seed, "binarised images").stream(place);
    }
}
