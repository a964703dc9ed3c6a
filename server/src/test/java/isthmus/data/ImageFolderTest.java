package isthmus.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.DataFit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Fitting.Invert;
import isthmus.image.PictureFiles;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final Shape SHAPE = new Shape(1, 4, 4);
    private static final FitTarget TARGET = new FitTarget(SHAPE, false, DataFit.UNKNOWN, Fitting.AUTO);

    @TempDir
    Path folder;

    /** A 4×4 picture of one grey level with a pixel of another in the middle. */
    private static byte[] png(int level, int middle) {
        byte[] values = new byte[16];
        Arrays.fill(values, (byte) level);
        values[5] = (byte) middle;
        return Png.of(new Pixels(SHAPE, values), 1);
    }

    private void write(String path, byte[] file) throws IOException {
        Path target = folder.resolve(path);
        Files.createDirectories(target.getParent());
        Files.write(target, file);
    }

    private ImageFolder read(DataPart part) {
        return ImageFolder.read(folder, part, Integer.MAX_VALUE, TARGET, (done, all) -> {});
    }

    private static int level(DataSet data, int row) {
        return data.pixels()[row * data.shape().size()] & 0xFF;
    }

    @Test
    void subfoldersAreLabelsAndFilesComeInTheOrderOfTheirPaths() throws IOException {
        write("dog/deep/er/2.PNG", png(20, 0));
        write("dog/1.png", png(30, 0));
        write("cat/b.bmp", PictureFiles.file(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "bmp"));
        write("cat/a.gif", PictureFiles.file(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "gif"));
        write("cat-2/x.jpeg", PictureFiles.file(new BufferedImage(9, 9, BufferedImage.TYPE_3BYTE_BGR), "jpg"));
        write("loose.png", png(50, 0));
        write("dog/notes.txt", new byte[5]);
        write("dog/.hidden.png", new byte[5]);
        write(".git/object.png", new byte[5]);
        ImageFolder read = read(DataPart.ALL);
        DataSet data = read.data();
        String own = folder.getFileName().toString();
        List<String> names = new ArrayList<>(List.of("cat", "cat-2", "dog", own));
        Collections.sort(names);
        assertEquals(own, data.name());
        assertEquals(names, data.labelNames());
        List<String> labels = new ArrayList<>();
        for (byte label : data.labels()) {
            labels.add(names.get(label));
        }
        assertEquals(List.of("cat", "cat", "cat-2", "dog", "dog", own), labels);
        assertEquals(30, level(data, 3));
        assertEquals(20, level(data, 4));
        assertEquals(50, level(data, 5));
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, data.index());
        assertEquals(List.of(), read.skipped());
    }

    @Test
    void aFolderWithoutSubfoldersHasNoLabels() throws IOException {
        write("1.png", png(9, 0));
        assertNull(read(DataPart.ALL).data().labels());
        assertTrue(read(DataPart.ALL).data().labelNames().isEmpty());
    }

    @Test
    void corruptPicturesAreReportedAndCountedAndTheOthersKeepTheirPlaces() throws IOException {
        for (int i = 0; i < 30; i++) {
            byte[] file = png(100 + i, 0);
            write("%s/%02d.png".formatted(i < 15 ? "a" : "b", i), i % 7 == 3 ? Arrays.copyOf(file, 40) : file);
        }
        write("b/99.png", "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        AtomicInteger calls = new AtomicInteger();
        ImageFolder read = ImageFolder.read(folder, DataPart.ALL, Integer.MAX_VALUE, TARGET, (done, all) -> {
            assertEquals(31, all);
            calls.incrementAndGet();
        });
        assertEquals(31, calls.get());
        assertEquals(
                List.of("03.png", "10.png", "17.png", "24.png", "99.png"),
                read.skipped().stream()
                        .map(skipped -> skipped.file().getFileName().toString())
                        .toList());
        assertTrue(read.skipped().get(0).sentence().contains("expected a whole PNG, found it damaged"));
        assertTrue(read.skipped()
                .get(0)
                .sentence()
                .contains(folder.resolve("a/03.png").toString()));
        DataSet data = read.data();
        assertEquals(26, data.count());
        for (int row = 0; row < 26; row++) {
            assertEquals(100 + data.index()[row], level(data, row));
            assertEquals(data.index()[row] < 15 ? 0 : 1, data.labels()[row]);
        }
    }

    @Test
    void everyTenthFileIsTheTestPart() throws IOException {
        for (int i = 0; i < 25; i++) {
            write("%02d.png".formatted(i), png(i, i));
        }
        assertArrayEquals(new int[] {9, 19}, read(DataPart.TEST).data().index());
        assertEquals(23, read(DataPart.TRAIN).data().count());
        DataSet limited = ImageFolder.read(folder, DataPart.TRAIN, 10, TARGET, (done, all) -> {})
                .data();
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 10}, limited.index());
    }

    @Test
    void allPicturesOfAFolderAreInvertedOrNone() throws IOException {
        for (int i = 0; i < 9; i++) {
            write(i + ".png", png(i < 6 ? 250 : 3, 128));
        }
        FitTarget bright = new FitTarget(SHAPE, true, DataFit.UNKNOWN, Fitting.AUTO);
        ImageFolder read = ImageFolder.read(folder, DataPart.ALL, 99, bright, (done, all) -> {});
        assertEquals(Invert.YES, read.fitting().invert());
        assertEquals(5, level(read.data(), 0));
        assertEquals(252, level(read.data(), 8));
        assertEquals(Invert.NO, read(DataPart.ALL).fitting().invert());
        FitTarget asked = new FitTarget(
                SHAPE,
                true,
                DataFit.UNKNOWN,
                new Fitting(Fitting.Framing.AUTO, Fitting.Centre.AUTO, Fitting.Background.AUTO, Invert.NO));
        assertEquals(
                250,
                level(
                        ImageFolder.read(folder, DataPart.ALL, 99, asked, (done, all) -> {})
                                .data(),
                        0));
    }

    @Test
    void byNameAFolderIsFittedToItsFirstPicture() throws IOException {
        write("0.png", new byte[] {1, 2, 3});
        write("1.png", Png.of(new Pixels(new Shape(3, 2, 3), new byte[18]), 1));
        write("2.png", Png.of(new Pixels(new Shape(3, 1, 1), new byte[] {1, 2, 3}), 1));
        DataFolders places = new DataFolders(null, null, folder.resolve("cache"));
        assertEquals(
                new Shape(1, 2, 3),
                DataSets.load(folder.toString(), DataPart.ALL, places).shape());
        write("1.png", Png.of(new Pixels(new Shape(3, 1, 1), new byte[] {7, 8, 9}), 1));
        DataSet data = DataSets.load(folder.toString(), DataPart.ALL, places);
        assertEquals(new Shape(3, 1, 1), data.shape());
        assertArrayEquals(new byte[] {7, 8, 9, 1, 2, 3}, data.pixels());
    }

    @Test
    void foldersWithNothingToReadAreRefused() throws IOException {
        assertFails("expected PNG, JPEG, WebP, GIF or BMP pictures in the folder, found none");
        write("a.png", new byte[3]);
        assertFails("found none that can be read among 1 files");
    }

    private void assertFails(String words) {
        Failure failure = assertThrows(Failure.class, () -> read(DataPart.ALL));
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
        assertThrows(
                Failure.class,
                () -> DataSets.load(
                        folder.toString(), DataPart.ALL, new DataFolders(null, null, folder.resolve("cache"))));
    }
}
