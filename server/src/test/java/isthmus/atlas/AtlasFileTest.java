package isthmus.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.latent.PosteriorBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtlasFileTest {
    @TempDir
    Path folder;

    private static Atlas small(byte[][] factors) {
        return new Atlas(
                new PosteriorBatch(
                        3, 2, new float[] {1, -2, 3.5f, 0, -0.25f, 1e-20f}, new float[] {-1, -2, -3, -4, -5, -6}),
                new byte[] {0, (byte) 200, 9},
                new int[] {7, 1_000_000, 0},
                new float[] {0.5f, 1, 2},
                new float[] {-80, -90, -100},
                factors);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Atlas atlas = small(new byte[][] {{1, 2}, {3, 4}, {5, (byte) 255}});
        AtlasFile.write(folder.resolve("atlas.npz"), atlas);
        Atlas read = AtlasFile.read(folder.resolve("atlas.npz"), 3, 2, 3, false);
        assertArrayEquals(atlas.mu(), read.mu());
        assertArrayEquals(atlas.posteriors().logvar(), read.posteriors().logvar());
        assertArrayEquals(atlas.label(), read.label());
        assertArrayEquals(atlas.index(), read.index());
        assertArrayEquals(atlas.kl(), read.kl());
        assertArrayEquals(atlas.reconstruction(), read.reconstruction());
        assertArrayEquals(atlas.factors(), read.factors());
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "nothing is left beside the atlas");
        }
    }

    @Test
    void floorsAreReadBackAndAreMissingFromOtherAtlases() throws IOException {
        Atlas bare = small(null);
        AtlasFile.write(folder.resolve("bare.npz"), bare);
        assertNull(AtlasFile.read(folder.resolve("bare.npz"), 3, 2, 3, false).floor());
        float[] floor = {-1.5f, 0, -700};
        AtlasFile.write(folder.resolve("floor.npz"), with(bare, floor));
        assertArrayEquals(
                floor,
                AtlasFile.read(folder.resolve("floor.npz"), 3, 2, 3, false).floor());
        assertThrows(Failure.class, () -> with(bare, new float[2]));
        assertThrows(Failure.class, () -> with(bare, new float[] {-1, Float.NaN, -1}));
        Failure above = assertThrows(Failure.class, () -> with(bare, new float[] {-1, -1, 0.5f}));
        assertEquals("floor: expected values of at most 0, found 0.5 at 2", above.getMessage());
    }

    @Test
    void filesAreReadBackAndAreAsManyAsRows() throws IOException {
        Atlas bare = small(null);
        List<String> files = List.of("a/one.png", "ß.png", "two words.png");
        AtlasFile.write(folder.resolve("files.npz"), withFiles(bare, files));
        assertEquals(
                files,
                AtlasFile.read(folder.resolve("files.npz"), 3, 2, 3, false).files());
        Failure few = assertThrows(Failure.class, () -> withFiles(bare, List.of("a.png")));
        assertEquals("file: expected 3 values, found 1", few.getMessage());
        AtlasFile.write(folder.resolve("bare.npz"), bare);
        assertEquals(
                List.of(),
                AtlasFile.read(folder.resolve("bare.npz"), 3, 2, 3, false).files());
    }

    private static Atlas withFiles(Atlas bare, List<String> files) {
        return new Atlas(
                bare.posteriors(), bare.label(), bare.index(), bare.kl(), bare.reconstruction(), null, null, files);
    }

    private static Atlas with(Atlas bare, float[] floor) {
        return new Atlas(
                bare.posteriors(),
                bare.label(),
                bare.index(),
                bare.kl(),
                bare.reconstruction(),
                null,
                floor,
                List.of());
    }

    @Test
    void aPointPosteriorHasNoVariancesAndFactorsMayBeMissing() throws IOException {
        Atlas atlas = new Atlas(
                new PosteriorBatch(1, 3, new float[3], null),
                new byte[1],
                new int[1],
                new float[1],
                new float[] {-1},
                null);
        AtlasFile.write(folder.resolve("a.npz"), atlas);
        Atlas read = AtlasFile.read(folder.resolve("a.npz"), 1, 3, 0, false);
        assertNull(read.posteriors().logvar());
        assertNull(read.factors());
    }

    @Test
    void theSameAtlasGivesTheSameBytesInAnyTimeZone() throws IOException {
        TimeZone home = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            AtlasFile.write(folder.resolve("a.npz"), small(null));
            TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
            AtlasFile.write(folder.resolve("b.npz"), small(null));
        } finally {
            TimeZone.setDefault(home);
        }
        assertEquals(-1, Files.mismatch(folder.resolve("a.npz"), folder.resolve("b.npz")));
    }

    /** Arrays as NumPy writes them when compressing, with what a user may get wrong. */
    private Path npz(Map<String, byte[]> arrays) throws IOException {
        Path path = folder.resolve("other.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
                zip.closeEntry();
            }
        }
        return path;
    }

    private static byte[] npy(String dictionary, int bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) dictionary.length(), 0});
        out.writeBytes(dictionary.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(new byte[bytes]);
        return out.toByteArray();
    }

    private static Map<String, byte[]> whole() {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("mu", npy("{'shape':(2,3),'fortran_order':False,'descr':'<f4'}", 24));
        arrays.put("logvar", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 24));
        arrays.put("label", npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", 2));
        arrays.put("index", npy("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", 8));
        arrays.put("kl", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8));
        arrays.put("reconstruction", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8));
        arrays.put("somethingElse", npy("{'descr': '<i8', 'fortran_order': True, 'shape': (), }", 8));
        return arrays;
    }

    private void refused(String name, byte[] array, String... said) throws IOException {
        Map<String, byte[]> arrays = whole();
        arrays.put(name, array);
        Path path = npz(arrays);
        String message = assertThrows(Failure.class, () -> AtlasFile.read(path, 2, 3, 2, false))
                .getMessage();
        assertTrue(message.startsWith(path + ": " + name + ": expected "), message);
        for (String part : said) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void deflatedArraysOfAnotherWriterAreRead() throws IOException {
        Atlas read = AtlasFile.read(npz(whole()), 2, 3, 2, false);
        assertArrayEquals(new float[6], read.mu());
    }

    @Test
    void aWrongArrayIsRefusedByNameWithExpectedAndFound() throws IOException {
        refused("label", npy("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", 16), "|u1", "<i8");
        refused("mu", npy("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }", 24), "<f4", ">f4");
        refused("mu", npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", 24), "fortran_order");
        refused("mu", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }", 24), "(2, 3)", "(6,)");
        refused("mu", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 20), "24 bytes", "20");
        refused("mu", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 28), "24 bytes", "more");
        refused("mu", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), }", 4), "99999");
        refused("mu", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 2), }", 4), "99999999999");
        refused("mu", npy("{'descr': '<f4', 'shape': (2, 3), }", 24), "fortran_order");
        refused("logvar", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }", 32), "(2, 3)", "(2, 4)");
        refused("kl", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 12), "(2,)", "(3,)");
        refused("index", "not an array".getBytes(StandardCharsets.UTF_8), "magic");
        refused("index", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 1, 0, 0, 0}, "1.0", "2.0");
        refused("index", new byte[3], "end of the file");
        byte[] notANumber = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8);
        notANumber[notANumber.length - 1] = 0x7f;
        notANumber[notANumber.length - 2] = (byte) 0xc0;
        refused("kl", notANumber, "finite", "NaN");
    }

    @Test
    void aMissingArrayIsRefusedByName() throws IOException {
        Map<String, byte[]> arrays = whole();
        arrays.remove("kl");
        Path path = npz(arrays);
        String message = assertThrows(Failure.class, () -> AtlasFile.read(path, 2, 3, 2, false))
                .getMessage();
        assertEquals(path + ": kl: expected an array of this name, found none", message);
    }

    @Test
    void aTruncatedZipAndAFileThatIsNoneAreRefused() throws IOException {
        Path path = folder.resolve("atlas.npz");
        AtlasFile.write(path, small(null));
        byte[] bytes = Files.readAllBytes(path);
        Files.write(path, java.util.Arrays.copyOf(bytes, bytes.length - 30));
        assertTrue(assertThrows(Failure.class, () -> AtlasFile.read(path, 3, 2, 3, false))
                .getMessage()
                .startsWith(path + ": expected a zip of .npy arrays"));
        Files.writeString(path, "no zip at all");
        assertTrue(assertThrows(Failure.class, () -> AtlasFile.read(path, 3, 2, 3, false))
                .getMessage()
                .startsWith(path + ": expected a zip of .npy arrays"));
    }
}
