package isthmus.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngTest {
    private static Pixels counting(Shape shape) {
        byte[] values = new byte[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i * 7);
        }
        return new Pixels(shape, values);
    }

    @Test
    void greyIsWrittenAsItIsWithEightBits() throws IOException {
        Pixels pixels = counting(new Shape(1, 16, 16));
        byte[] png = Png.of(pixels, 1);
        assertEquals(8, png[24]);
        assertEquals(0, png[25], "colour type grey");
        var raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
        int[] expected = IntStream.range(0, 256).map(i -> i * 7 & 0xff).toArray();
        assertArrayEquals(expected, raster.getPixels(0, 0, 16, 16, (int[]) null));
    }

    @Test
    void coloursAreWrittenAndEveryValueGrowsToASquare() throws IOException {
        Pixels pixels = counting(new Shape(3, 2, 3));
        byte[] png = Png.of(pixels, 4);
        assertEquals(2, png[25], "colour type RGB");
        var image = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(12, image.getWidth());
        assertEquals(8, image.getHeight());
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 12; x++) {
                int expected = 0xff000000
                        | pixels.at(0, y / 4, x / 4) << 16
                        | pixels.at(1, y / 4, x / 4) << 8
                        | pixels.at(2, y / 4, x / 4);
                assertEquals(expected, image.getRGB(x, y));
            }
        }
    }

    @Test
    void aSecondOrFourthChannelIsWrittenAsAlpha() throws IOException {
        for (int channels : new int[] {2, 4}) {
            Pixels pixels = counting(new Shape(channels, 5, 4));
            byte[] png = Png.of(pixels, 1);
            assertEquals(channels == 2 ? 4 : 6, png[25], "colour type with alpha");
            var raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
            for (int c = 0; c < channels; c++) {
                for (int p = 0; p < 20; p++) {
                    assertEquals(pixels.at(c, p / 4, p % 4), raster.getSample(p % 4, p / 4, c));
                }
            }
        }
    }

    @Test
    void floatsAreRoundedAndBroughtToTheEdge() {
        float[] values = {9, -0.1f, 0, 0.5f / 255 + 1e-4f, 0.5f, 1, 1.5f, Float.NaN};
        assertArrayEquals(
                new byte[] {0, 0, 1, (byte) 128, (byte) 255, (byte) 255, 0},
                Pixels.of(new Shape(1, 1, 7), values, 1).values());
        assertArrayEquals(new float[] {1, 0.2f}, new Pixels(new Shape(1, 1, 2), new byte[] {-1, 51}).floats());
    }
}
