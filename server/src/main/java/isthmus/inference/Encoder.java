package isthmus.inference;

import isthmus.latent.PosteriorBatch;
import java.util.Arrays;

/** Images to their posteriors. Threads as the {@link Model}'s. */
public interface Encoder {
    /**
     * @param images (count, channels, height, width) in [0,1]
     */
    PosteriorBatch encode(float[] images, int count);

    /**
     * Encodes images of a data set as it holds them. A network turns bytes into values where it computes; this default
     * does so on the heap.
     *
     * @param pixels (images, channels, height, width), unsigned bytes of which 255 is 1
     * @param from first of the images to encode
     * @param size values of an image
     */
    default PosteriorBatch encode(byte[] pixels, int from, int count, int size) {
        byte[] some = Arrays.copyOfRange(pixels, from * size, (from + count) * size);
        float[] images = new float[some.length];
        for (int i = 0; i < images.length; i++) {
            images[i] = (some[i] & 0xFF) / 255f;
        }
        return encode(images, count);
    }
}
