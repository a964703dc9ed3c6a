package isthmus.npz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import org.junit.jupiter.api.Test;

class NpzFormatTest {
    @Test
    void theValuesOfAnArrayBeginAtAMultipleOf64AfterItsOwnStart() {
        for (int n : new int[] {1, 10, 12345, 1_234_567_890}) {
            byte[] head = new NpyHeader("<f4", new int[] {n, 2}).bytes();
            assertEquals(0, head.length % 64);
            assertEquals('\n', head[head.length - 1]);
        }
    }

    @Test
    void whatIsLargerThanTheFreeHeapIsRefusedBeforeMemoryIsTaken() {
        Failure failure = assertThrows(
                Failure.class,
                () -> NpzReader.requireHeap("mu", Runtime.getRuntime().maxMemory()));
        assertTrue(
                failure.getMessage().startsWith("mu: expected at most half of the free heap, "), failure.getMessage());
        NpzReader.requireHeap("mu", 2 << 20);
    }
}
