package isthmus.inference.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BatchSizesTest {
    @Test
    void rowsRunInPowersOfTwoAndLittleIsPadded() {
        BatchSizes sizes = BatchSizes.forImages(784);
        assertEquals(256, sizes.largest());
        for (int rows = 1; rows <= 1000; rows++) {
            int runs = 0;
            int padded = 0;
            for (int left = rows; left > 0; runs++) {
                int size = sizes.next(left);
                assertEquals(1, Integer.bitCount(size), "a power of two");
                assertTrue(size <= sizes.largest());
                padded += Math.max(0, size - left);
                left -= size;
            }
            assertTrue(padded <= 8, rows + " rows are padded by " + padded);
            assertTrue(runs <= rows / 256 + 6, rows + " rows run in " + runs + " batches");
        }
    }

    @Test
    void whatIsAskedForMostRunsAsOneFullBatch() {
        BatchSizes sizes = BatchSizes.forImages(784);
        for (int size : new int[] {1, 2, 64, 128, 256}) {
            assertEquals(size, sizes.next(size));
        }
    }

    @Test
    void largeImagesRunInSmallerBatches() {
        assertEquals(64, BatchSizes.forImages(4 * 64 * 64).largest());
        assertEquals(1, BatchSizes.forImages(1 << 21).largest());
    }

    @Test
    void equalBatchesRunAtOneSize() {
        BatchSizes sizes = BatchSizes.forImages(784).allEqual();
        for (int rows : new int[] {1, 2, 16, 255, 256, 1000}) {
            assertEquals(256, sizes.next(rows));
            assertEquals(256, sizes.holding(rows));
        }
    }
}
