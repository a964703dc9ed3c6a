package isthmus.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.npz.NpzWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzImagesTest {
    @TempDir
    Path folder;

    private interface Content {
        void to(NpzWriter npz) throws IOException;
    }

    private String file(Content content) throws IOException {
        Path file = folder.resolve("mine.npz");
        try (OutputStream out = Files.newOutputStream(file)) {
            NpzWriter npz = new NpzWriter(out);
            content.to(npz);
            npz.finish();
        }
        return file.toString();
    }

    private static DataSet load(String file, DataPart part) {
        return DataSets.load(file, part, DataFolders.of(null, Path.of(".")));
    }

    @Test
    void bytesWithTheChannelsLastAreImagesWithTheChannelsFirst() throws IOException {
        byte[] pixels = new byte[20 * 2 * 2 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        String file = file(npz -> npz.add("labels", new byte[20], 20).add("images", pixels, 20, 2, 2, 3));
        DataSet all = load(file, DataPart.ALL);
        assertEquals(new Shape(3, 2, 2), all.shape());
        assertEquals(20, all.count());
        assertArrayEquals(new byte[] {0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}, Arrays.copyOf(all.pixels(), 12));
        assertArrayEquals(new int[] {9, 19}, load(file, DataPart.TEST).index());
    }

    @Test
    void floatsAreInTheScaleThatTheirRangeTells() throws IOException {
        float[][] scales = {{0, 1}, {-1, 1}, {0, 255}};
        for (float[] scale : scales) {
            float middle = (scale[0] + scale[1]) / 2;
            float[] values = {scale[0], scale[1], middle, scale[0]};
            String file = file(npz -> npz.add("whatever", values, 1, 2, 2));
            assertArrayEquals(
                    new byte[] {0, (byte) 255, (byte) 128, 0},
                    load(file, DataPart.ALL).pixels());
        }
        String other = file(npz -> npz.add("x", new float[] {-3, 2, 0, 0}, 1, 2, 2));
        Failure failure = assertThrows(Failure.class, () -> load(other, DataPart.ALL));
        assertTrue(failure.getMessage().contains("expected values in [0, 1], in [-1, 1] or from 0 to 255"));
        String none = file(npz -> npz.add("codes", new float[4], 2, 2));
        assertThrows(Failure.class, () -> load(none, DataPart.ALL));
    }
}
