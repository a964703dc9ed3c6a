package isthmus.train;

import isthmus.data.DataSet;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import java.util.List;

/** Small pictures of a bright bar whose place varies: enough structure for a bound to rise. */
final class SyntheticImages {
    private SyntheticImages() {}

    static DataSet bars(Shape shape, int count) {
        Noise noise = Noise.named(7, "bars");
        byte[] pixels = new byte[count * shape.size()];
        int[] index = new int[count];
        for (int i = 0; i < count; i++) {
            index[i] = i;
            int row = noise.nextInt(shape.height());
            for (int c = 0; c < shape.channels(); c++) {
                for (int x = 0; x < shape.width(); x++) {
                    pixels[i * shape.size() + (c * shape.height() + row) * shape.width() + x] = (byte) 230;
                }
            }
        }
        return new DataSet("bars", shape, pixels, null, List.of(), null, index, List.of());
    }
}
