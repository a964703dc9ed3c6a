package isthmus.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The known data sets in miniature: the real names and layout, small made-up contents. */
class KnownDataTest {
    private static final int HAND = 540;

    @TempDir
    Path folder;

    private DataSet load(String name, DataPart part) {
        return DataSets.load(name, part, new DataFolders(folder, null, folder.resolve("no-cache")));
    }

    private void write(String path, byte[] values, int... sizes) throws IOException {
        IdxFiles.write(folder.resolve(path), sizes, values);
    }

    @Test
    void mnistHasItsPartsInFilesOfTheirOwnAndAllCountsOn() throws IOException {
        byte[] train = IdxFiles.counting(3, 2, 2);
        write("mnist/train-images-idx3-ubyte.gz", train, 3, 2, 2);
        write("mnist/train-labels-idx1-ubyte.gz", new byte[] {5, 0, 4}, 3);
        write("mnist/t10k-images-idx3-ubyte", new byte[] {90, 91, 92, 93, 94, 95, 96, 97}, 2, 2, 2);
        write("mnist/t10k-labels-idx1-ubyte", new byte[] {7, 9}, 2);

        DataSet trained = load("mnist", DataPart.TRAIN);
        assertArrayEquals(train, trained.pixels());
        assertArrayEquals(new byte[] {5, 0, 4}, trained.labels());
        assertArrayEquals(new int[] {0, 1, 2}, trained.index());
        assertEquals(new Shape(1, 2, 2), trained.shape());
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), trained.labelNames());

        DataSet tested = load("mnist", DataPart.TEST);
        assertArrayEquals(new byte[] {90, 91, 92, 93, 94, 95, 96, 97}, tested.pixels());
        assertArrayEquals(new int[] {0, 1}, tested.index());

        DataSet all = load("mnist", DataPart.ALL);
        assertEquals(5, all.count());
        assertArrayEquals(new int[] {0, 1, 2, 3, 4}, all.index());
        assertArrayEquals(new byte[] {5, 0, 4, 7, 9}, all.labels());
        assertEquals(90, all.pixels()[12]);
    }

    @Test
    void aPartThatLiesInOneFileNeedsOnlyThatFile() throws IOException {
        write("fashion-mnist/t10k-images-idx3-ubyte.gz", new byte[4], 1, 2, 2);
        write("fashion-mnist/t10k-labels-idx1-ubyte.gz", new byte[] {9}, 1);
        DataSet test = load("fashion-mnist", DataPart.TEST);
        assertEquals("Ankle boot", test.labelNames().get(test.labels()[0]));
        assertFalse(test.hasAlikeNeighbours());
    }

    @Test
    void freyFacesAreTestedOnTwoStretchesOfTheFilm() throws IOException {
        byte[] frames = IdxFiles.counting(1965, 1, 1);
        write("frey/frey-images-idx3-ubyte.gz", frames, 1965, 1, 1);
        DataSet test = load("frey", DataPart.TEST);
        assertArrayEquals(
                IntStream.concat(IntStream.range(800, 1000), IntStream.range(1765, 1965))
                        .toArray(),
                test.index());
        DataSet train = load("frey", DataPart.TRAIN);
        assertEquals(1565, train.count());
        for (DataSet part : List.of(test, train)) {
            for (int i = 0; i < part.count(); i++) {
                assertEquals(frames[part.index()[i]], part.pixels()[i]);
            }
        }
        assertNull(test.labels());
        assertTrue(test.labelNames().isEmpty());
        assertTrue(test.hasAlikeNeighbours());
    }

    @Test
    void dspritesCarryTheirFactorsAndTheShapeAsLabel() throws IOException {
        byte[] factors = new byte[40 * 5];
        for (int i = 0; i < 40; i++) {
            factors[5 * i] = (byte) (i % 3);
            factors[5 * i + 4] = (byte) i;
        }
        write("dsprites/dsprites46080-images-idx3-ubyte.gz", IdxFiles.counting(40, 2, 1), 40, 2, 1);
        write("dsprites/dsprites46080-factors-idx2-ubyte.gz", factors, 40, 5);
        DataSet test = load("dsprites", DataPart.TEST);
        assertArrayEquals(new int[] {34}, test.index(), "the first row that is drawn");
        assertArrayEquals(new byte[] {68, 69}, test.pixels());
        assertArrayEquals(new byte[] {1}, test.labels());
        assertArrayEquals(new byte[] {1, 0, 0, 0, 34}, test.factors()[0]);
        assertEquals(5, DataSets.factorNames(test).size());
        assertEquals(List.of("square", "ellipse", "heart"), test.labelNames());
        DataSet train = load("dsprites", DataPart.TRAIN);
        assertEquals(39, train.count());
        assertArrayEquals(new byte[] {0, 0, 0, 0, 9}, train.factors()[9]);
    }

    /** Rows 34, 61 and 68 are the first that are drawn. */
    @Test
    void aFileOfTheTestPartAloneStandsInForTheGridAndForNoOtherPart() throws IOException {
        write("dsprites/dsprites46080-test-images-idx3-ubyte.gz", new byte[] {7, 8, 9}, 3, 1, 1);
        write("dsprites/dsprites46080-test-factors-idx2-ubyte.gz", new byte[] {0, 1, 2}, 3, 1);
        DataSet test = load("dsprites", DataPart.TEST);
        assertArrayEquals(new int[] {34, 61, 68}, test.index());
        assertArrayEquals(new byte[] {7, 8, 9}, test.pixels());
        assertArrayEquals(new byte[] {0, 1, 2}, test.labels());
        for (DataPart part : List.of(DataPart.TRAIN, DataPart.ALL)) {
            assertEquals(
                    "dsprites: expected dsprites46080-images-idx3-ubyte.gz on this machine, found none;"
                            + " whoever runs Isthmus here can put it into DIR/dsprites and start it with --data DIR",
                    assertThrows(Failure.class, () -> load("dsprites", part)).getMessage());
        }
        write("dsprites/dsprites46080-images-idx3-ubyte.gz", IdxFiles.counting(40, 1, 1), 40, 1, 1);
        write("dsprites/dsprites46080-factors-idx2-ubyte.gz", new byte[40], 40, 1);
        assertArrayEquals(new int[] {34}, load("dsprites", DataPart.TEST).index(), "the whole comes first");
    }

    @Test
    void anEmojiIsTestedWithAllItsVariants() throws IOException {
        write("emoji/emoji-images-idx4-ubyte.gz", new byte[3573 * 4], 3573, 1, 1, 4);
        Set<Integer> test =
                Arrays.stream(load("emoji", DataPart.TEST).index()).boxed().collect(Collectors.toSet());
        assertEquals(340, test.size());
        // A hand that points down in six tones of skin, and the row before it.
        assertTrue(test.containsAll(List.of(HAND, HAND + 1, HAND + 2, HAND + 3, HAND + 4, HAND + 5)));
        assertFalse(test.contains(HAND - 1));
        assertEquals(3573 - 340, load("emoji", DataPart.TRAIN).count());
    }

    @Test
    void emojiAreLaidOverMidGreyChannelsFirst() throws IOException {
        int rows = 12;
        byte[] rgba = new byte[rows * 2 * 4];
        int last = 9 * 2 * 4;
        // Image 9: a half transparent pixel of (255, 0, 100) beside a clear one of any colour.
        rgba[last] = (byte) 255;
        rgba[last + 2] = 100;
        rgba[last + 3] = 51;
        rgba[last + 4] = 77;
        write("emoji/emoji-images-idx4-ubyte.gz", rgba, rows, 1, 2, 4);
        DataSet test = load("emoji", DataPart.TEST);
        assertEquals(new Shape(3, 1, 2), test.shape());
        // 0.2 · colour + 0.8 · 128
        int[] expected = {153, 128, 102, 128, 122, 128};
        for (int i = 0; i < 6; i++) {
            assertEquals(expected[i], test.pixels()[i] & 0xFF);
        }
    }

    @Test
    void testImagesAreKnownByTheirRowsWithoutReadingThem() {
        boolean[] yes = {true, true};
        boolean[] no = {false, false};
        assertArrayEquals(yes, DataSets.testRows("mnist", "test", new int[] {0, 9_999}));
        assertArrayEquals(no, DataSets.testRows("mnist", "train", new int[] {0, 59_999}));
        assertArrayEquals(no, DataSets.testRows("fashion-mnist", "all", new int[] {0, 59_999}));
        assertArrayEquals(yes, DataSets.testRows("fashion-mnist", "all", new int[] {60_000, 69_999}));
        assertArrayEquals(yes, DataSets.testRows("frey", "all", new int[] {800, 1_964}));
        assertArrayEquals(no, DataSets.testRows("frey", "all", new int[] {799, 1_764}));
        assertArrayEquals(yes, DataSets.testRows("emoji", "all", new int[] {HAND, HAND + 5}));
        assertArrayEquals(no, DataSets.testRows("emoji", "all", new int[] {HAND - 1, 3_573}));
        assertArrayEquals(no, DataSets.testRows("pictures", "all", new int[] {9, 19}));
        assertArrayEquals(yes, DataSets.testRows("pictures", "test", new int[] {9, 19}));
    }

    @Test
    void rowsThatDoNotMatchAreRefused() throws IOException {
        write("mnist/t10k-images-idx3-ubyte.gz", new byte[8], 2, 2, 2);
        write("mnist/t10k-labels-idx1-ubyte.gz", new byte[3], 3);
        assertFails("expected 2 rows", "[3]");
        write("mnist/t10k-labels-idx1-ubyte.gz", new byte[] {1, 10}, 2);
        assertFails("labels 0 to 9", "found 10");
        write("mnist/t10k-images-idx3-ubyte.gz", new byte[8], 2, 4);
        assertFails("(n, height, width)", "[2, 4]");
    }

    private void assertFails(String... words) {
        Failure failure = assertThrows(Failure.class, () -> load("mnist", DataPart.TEST));
        for (String word : words) {
            assertTrue(failure.getMessage().contains(word), failure.getMessage());
        }
    }

    @Test
    void aPathToAnIdxFileIsADataSetWithTheLabelsBesideIt() throws IOException {
        write("own/things-images-idx4-ubyte", IdxFiles.counting(10, 1, 2, 3), 10, 1, 2, 3);
        write("own/things-labels-idx1-ubyte", new byte[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 2}, 10);
        String path = folder.resolve("own/things-images-idx4-ubyte").toString();
        DataSet test = load(path, DataPart.TEST);
        assertEquals("things-images-idx4-ubyte", test.name());
        assertArrayEquals(new int[] {9}, test.index());
        assertArrayEquals(new byte[] {54, 57, 55, 58, 56, 59}, test.pixels());
        assertEquals("2", test.labelNames().get(test.labels()[0]));
        assertEquals(9, load(path, DataPart.TRAIN).count());
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        Failure failure = assertThrows(Failure.class, () -> load("mnits", DataPart.TEST));
        assertTrue(failure.getMessage().contains("mnits"), failure.getMessage());
        assertTrue(failure.getMessage().contains("mnist, fashion-mnist, frey, dsprites, emoji"), failure.getMessage());
        assertEquals(DataPart.TEST, DataPart.named("Test"));
        assertThrows(Failure.class, () -> DataPart.named("tests"));
    }
}
