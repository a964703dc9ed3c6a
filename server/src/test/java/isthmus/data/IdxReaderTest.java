package isthmus.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.gz"})
    void rowsOfAnyRankAreReadPackedOrNot(String name) throws IOException {
        for (int[] sizes : new int[][] {{7}, {3, 4}, {3, 2, 5}, {2, 3, 2, 2, 3}}) {
            byte[] values = IdxFiles.counting(sizes);
            Path path = IdxFiles.write(folder.resolve(name), sizes, values);
            try (IdxReader reader = IdxReader.open(path)) {
                assertArrayEquals(sizes, reader.sizes());
                assertEquals(values.length / sizes[0], reader.rowSize());
                for (int row = 0; row < reader.rows(); row++) {
                    int start = row * reader.rowSize();
                    assertArrayEquals(Arrays.copyOfRange(values, start, start + reader.rowSize()), reader.next());
                }
                reader.end();
            }
        }
    }

    @Test
    void foreignFilesAreRefusedByWhatTheyBeginWith() throws IOException {
        assertRefused(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0}, "two zero bytes", "89 50");
        assertRefused(new byte[0], "two zero bytes", "0 bytes in all");
        assertRefused(new byte[] {0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0}, "type 8", "type 13");
        assertRefused(new byte[] {0, 0, 8, 0, 1}, "rank 1 or more", "rank 0");
        assertRefused(new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0}, "3 sizes", "6 bytes");
    }

    @Test
    void headersThatDoNotFitTheFileAreRefusedBeforeAnythingIsHeld() throws IOException {
        int[] sizes = {4, 3};
        byte[] whole = IdxFiles.bytes(sizes, new byte[12]);
        assertRefused(Arrays.copyOf(whole, whole.length - 1), "12 values", "4×3", "23 bytes");
        assertRefused(Arrays.copyOf(whole, whole.length + 1), "12 values", "25 bytes");
        assertRefused(IdxFiles.bytes(new int[] {0, 3}, new byte[0]), "1 or more", "0×3");
        assertRefused(IdxFiles.bytes(new int[] {1 << 30, 1 << 30, 1 << 30}, new byte[0]), "2 TiB in all");
        assertRefused(IdxFiles.bytes(new int[] {-1, 1}, new byte[0]), "4294967295×1", "2 TiB in all");
        assertRefused(
                IdxFiles.gzip(IdxFiles.bytes(new int[] {50_000, 28, 28}, new byte[9])), "39200000", "cannot hold");
    }

    @Test
    void packedFilesThatEndEarlyOrGoOnAreRefused() throws IOException {
        byte[] values = IdxFiles.counting(100, 30);
        byte[] packed = IdxFiles.gzip(IdxFiles.bytes(new int[] {100, 30}, values));
        assertRefused(Arrays.copyOf(packed, packed.length - 40), "100 rows of 30", "ends in row");
        assertRefused(IdxFiles.gzip(IdxFiles.bytes(new int[] {101, 30}, values)), "101 rows", "ends in row 100");
        assertRefused(IdxFiles.gzip(IdxFiles.bytes(new int[] {99, 30}, values)), "99×30", "found more");
        byte[] damaged = packed.clone();
        damaged[packed.length - 6] ^= 0x55;
        assertRefused(damaged, "gzip data is damaged");
    }

    @Test
    void aMissingFileIsNamed() {
        Failure failure = assertThrows(Failure.class, () -> IdxReader.open(folder.resolve("nowhere")));
        assertEquals(Failure.Kind.NOT_FOUND, failure.kind());
        assertTrue(failure.getMessage().contains("nowhere"));
    }

    private void assertRefused(byte[] bytes, String... words) throws IOException {
        Path path = Files.write(folder.resolve("bad-idx"), bytes);
        Failure failure = assertThrows(Failure.class, () -> {
            try (IdxReader reader = IdxReader.open(path)) {
                for (int r = 0; r < reader.rows(); r++) {
                    reader.next();
                }
                reader.end();
            }
        });
        assertTrue(failure.getMessage().startsWith(path.toString()), failure.getMessage());
        for (String word : words) {
            assertTrue(failure.getMessage().contains(word), failure.getMessage());
        }
    }
}
