package isthmus.evaluate;

import isthmus.data.DataSet;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import java.util.List;
import java.util.stream.IntStream;

/** Data sets of random bytes for tests. */
final class SmallData {
    private SmallData() {}

    static DataSet of(int count, Shape shape, long seed) {
        byte[] pixels = new byte[count * shape.size()];
        Noise noise = new Noise(seed, 0);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) noise.nextInt(256);
        }
        // Places that are not the rows, as in a part out of the middle of a data set.
        int[] index = IntStream.range(500, 500 + count).toArray();
        return new DataSet("small", shape, pixels, null, List.of(), null, index, List.of());
    }
}
