package isthmus.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CellSamplingTest {
    @Test
    void smallImagesStayAsTheyAreAndLargeOnesFitIntoACell() {
        assertEquals(new Shape(1, 64, 64), CellSampling.of(new Shape(1, 64, 64)).cell());
        assertEquals(new Shape(3, 28, 20), CellSampling.of(new Shape(3, 28, 20)).cell());
        assertEquals(
                new Shape(4, 64, 64), CellSampling.of(new Shape(4, 1024, 1024)).cell());
        assertEquals(new Shape(1, 1, 50), CellSampling.of(new Shape(1, 1, 100)).cell());
    }

    @Test
    void aPixelIsTheMeanOfItsSquareAlsoWhereTheEdgeCutsIt() {
        CellSampling sampling = CellSampling.of(new Shape(2, 3, 127)); // squares of 2 by 2
        assertEquals(new Shape(2, 2, 64), sampling.cell());
        byte[] images = new byte[2 * sampling.image().size()];
        int second = sampling.image().size() + 3 * 127; // the second channel of the second image
        images[second] = (byte) 200;
        images[second + 128] = (byte) 100;
        images[second + 2 * 127 + 126] = (byte) 250; // alone in its square
        byte[] cells = new byte[3 * sampling.cell().size()];
        sampling.sample(images, 1, cells, 2);
        byte[] expected = new byte[cells.length];
        int at = 2 * sampling.cell().size() + 2 * 64;
        expected[at] = 75;
        expected[at + 127] = (byte) 250;
        assertArrayEquals(expected, cells);
    }
}
