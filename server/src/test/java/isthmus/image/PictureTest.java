package isthmus.image;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_BYTE_BINARY;
import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_BYTE_INDEXED;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;
import static java.awt.image.BufferedImage.TYPE_USHORT_GRAY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    private static final int RED = 0xfffa140a;
    private static final int BLUE = 0xff0a1ef0;

    private static Picture read(byte[] file) {
        return Picture.read(file, "test picture", PictureLimits.DEFAULT);
    }

    /** The stored pixels, through the same door that fitting uses. */
    private static int[] argb(Picture picture) {
        var pixels = new ArgbReader(picture.stored());
        int[] argb = new int[pixels.width() * pixels.height()];
        pixels.read(0, 0, pixels.width(), pixels.height(), argb);
        return argb;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif"})
    void exactFormatsGiveTheirColoursBack(String format) throws IOException {
        int[] palette = {0xff000000, 0xffff0000, 0xff00ff00, 0xff0000ff, 0xffffffff, 0xffffff00};
        int[] colours = new int[24];
        for (int i = 0; i < 24; i++) {
            colours[i] = palette[i * i % 6];
        }
        var picture = read(PictureFiles.file(
                PictureFiles.image(format.equals("gif") ? TYPE_BYTE_INDEXED : TYPE_INT_RGB, 3, 8, colours), format));
        assertEquals(3, picture.width());
        assertEquals(8, picture.height());
        assertArrayEquals(colours, argb(picture));
    }

    @Test
    void greyLevelsAreTakenAsTheyLie() throws IOException {
        int[] levels = IntStream.range(0, 256).toArray();
        int[] expected =
                IntStream.of(levels).map(v -> 0xff000000 | v * 0x010101).toArray();
        assertArrayEquals(
                expected, argb(read(PictureFiles.file(PictureFiles.raster(TYPE_BYTE_GRAY, 16, 16, levels), "png"))));
        int[] fine = IntStream.of(levels).map(v -> v * 257).toArray();
        assertArrayEquals(
                expected, argb(read(PictureFiles.file(PictureFiles.raster(TYPE_USHORT_GRAY, 16, 16, fine), "png"))));
    }

    @Test
    void palettesBitmapsAndTransparencyAreRead() throws IOException {
        int[] bits = {0xff000000, 0xffffffff, 0xffffffff, 0xff000000};
        for (int type : new int[] {TYPE_BYTE_BINARY, TYPE_BYTE_INDEXED}) {
            assertArrayEquals(bits, argb(read(PictureFiles.file(PictureFiles.image(type, 2, 2, bits), "png"))));
        }
        int[] clear = {0x00000000, 0x80ff0000, 0x01fefefe, 0xff123456};
        assertArrayEquals(clear, argb(read(PictureFiles.file(PictureFiles.image(TYPE_INT_ARGB, 2, 2, clear), "png"))));
    }

    @Test
    void webpIsReadLosslessWithAlphaAndAsTheFirstFrameOfAnAnimation() {
        int[] halves = new int[24];
        for (int i = 0; i < 24; i++) {
            halves[i] = i % 6 < 3 ? RED : BLUE;
        }
        assertArrayEquals(halves, argb(read(PictureFiles.sample(PictureFiles.WEBP_LOSSLESS))));
        assertArrayEquals(halves, argb(read(PictureFiles.sample(PictureFiles.WEBP_ANIMATION))));
        int[] faded = argb(read(PictureFiles.sample(PictureFiles.WEBP_LOSSLESS_ALPHA)));
        assertEquals(0, faded[0] >>> 24);
        assertEquals(0x80fa140a, faded[12]);
        assertEquals(BLUE, faded[23]);
        int[] lossy = argb(read(PictureFiles.sample(PictureFiles.WEBP_LOSSY_ALPHA)));
        assertEquals(255, lossy[0] >>> 24);
        assertEquals(200, lossy[0] & 0xff, 8);
        assertEquals(0, lossy[255] >>> 24);
    }

    @Test
    void jpegIsReadInColourGreyAndCmyk() throws IOException {
        int[] blue = new int[64];
        Arrays.fill(blue, BLUE);
        assertNear(BLUE, argb(read(PictureFiles.file(PictureFiles.image(TYPE_3BYTE_BGR, 8, 8, blue), "jpg"))));
        int[] level = new int[64];
        Arrays.fill(level, 77);
        assertNear(0xff4d4d4d, argb(read(PictureFiles.file(PictureFiles.raster(TYPE_BYTE_GRAY, 8, 8, level), "jpg"))));
        assertNear(0xff31e1e1, argb(read(PictureFiles.sample(PictureFiles.JPEG_CMYK))));
    }

    private static void assertNear(int expected, int[] found) {
        for (int pixel : found) {
            for (int shift = 0; shift < 32; shift += 8) {
                assertEquals(expected >> shift & 0xff, pixel >> shift & 0xff, 4, Integer.toHexString(pixel));
            }
        }
    }

    @Test
    void aCamerasNoteOfHowItWasHeldTurnsThePictureUpright() throws IOException {
        // 16×8 stored: white, but for a black block at the stored top left.
        int[] stored = new int[128];
        for (int i = 0; i < 128; i++) {
            stored[i] = i % 16 < 8 && i / 16 < 4 ? 0xff000000 : 0xffffffff;
        }
        byte[] jpeg = PictureFiles.file(PictureFiles.image(TYPE_3BYTE_BGR, 16, 8, stored), "jpg");
        // Where the stored top left comes to lie, for the numbers 1 to 8, as the EXIF standard has them.
        String[] corners = {
            "top left",
            "top right",
            "bottom right",
            "bottom left",
            "top left",
            "top right",
            "bottom right",
            "bottom left"
        };
        for (int number = 1; number <= 8; number++) {
            byte[] note = PictureFiles.exif(number);
            Picture picture = read(PictureFiles.withSegment(jpeg, 0xe1, note));
            boolean tall = number > 4;
            assertEquals(tall ? 8 : 16, picture.width());
            Shape shape = new Shape(1, tall ? 4 : 2, tall ? 2 : 4);
            Pixels pixels = Fit.fit(picture, new FitTarget(shape, false, DataFit.UNKNOWN, Fitting.AUTO))
                    .pixels();
            int y = corners[number - 1].startsWith("top") ? 0 : shape.height() - 1;
            int x = corners[number - 1].endsWith("left") ? 0 : shape.width() - 1;
            assertTrue(pixels.at(0, y, x) < 40, "orientation " + number);
            assertTrue(pixels.at(0, shape.height() - 1 - y, x) > 200, "orientation " + number);
            assertTrue(pixels.at(0, y, shape.width() - 1 - x) > 200, "orientation " + number);
        }
        assertEquals(
                16,
                read(PictureFiles.withSegment(jpeg, 0xe1, Arrays.copyOf(PictureFiles.exif(6), 20)))
                        .width());
    }

    @Test
    void aFileThatEndsEarlyIsRefusedInEveryFormat() throws IOException {
        int[] noise = new int[40 * 30];
        int seed = 1;
        for (int i = 0; i < noise.length; i++) {
            seed = seed * 1664525 + 1013904223;
            noise[i] = seed | 0xff000000;
        }
        BufferedImage image = PictureFiles.image(TYPE_INT_RGB, 40, 30, noise);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String format : new String[] {"png", "jpg", "bmp", "gif"}) {
            files.put(format, PictureFiles.file(image, format));
        }
        files.put("webp", PictureFiles.sample(PictureFiles.WEBP_LOSSLESS_ALPHA));
        files.put("lossy webp", PictureFiles.sample(PictureFiles.WEBP_LOSSY_ALPHA));
        files.forEach((format, file) -> {
            read(file);
            for (int eighth = 0; eighth < 8; eighth++) {
                byte[] cut = Arrays.copyOf(file, file.length * eighth / 8);
                Failure failure = assertThrows(Failure.class, () -> read(cut), format + " " + eighth);
                assertTrue(failure.getMessage().startsWith("test picture: "), failure.getMessage());
            }
        });
    }

    @Test
    void aChangedBitInAPngIsNoticed() throws IOException {
        byte[] file = PictureFiles.file(PictureFiles.image(TYPE_INT_RGB, 1, 1, RED), "png");
        file[file.length - 18] ^= 4;
        assertRefused(file, Failure.Kind.BAD_INPUT, "expected a whole PNG", "checksum of chunk IDAT");
    }

    @Test
    void headersThatLieAreRefusedBeforeTheyCost() throws IOException {
        byte[] png = PictureFiles.file(PictureFiles.image(TYPE_INT_RGB, 2, 2, RED, BLUE, RED, BLUE), "png");
        assertRefused(
                PictureFiles.withHeader(png, 0, 60_000_000),
                Failure.Kind.TOO_LARGE,
                "50000000 pixels",
                "found 60000000×2");
        assertRefused(PictureFiles.withHeader(png, 4, 20), Failure.Kind.BAD_INPUT, "found it damaged");
        // The canvas of an animation may say anything: the frame is what counts.
        byte[] animation = PictureFiles.sample(PictureFiles.WEBP_ANIMATION);
        animation[24] = 99;
        assertEquals(6, read(animation).width());
        byte[] webp = PictureFiles.sample(PictureFiles.WEBP_LOSSLESS);
        webp[21] = (byte) 0xff;
        webp[22] = (byte) 0xff;
        webp[23] = 1;
        // 16384×8, for which the file holds nothing.
        assertRefused(webp, Failure.Kind.BAD_INPUT, "ends within its image");
        webp[23] = (byte) 0xff;
        webp[24] = 0x0f;
        assertRefused(webp, Failure.Kind.TOO_LARGE, "found 16384×16");
    }

    @Test
    void aColourProfileThatClaimsGigabytesIsPassedOver() throws IOException {
        byte[] jpeg = PictureFiles.file(PictureFiles.raster(TYPE_BYTE_GRAY, 8, 8, new int[64]), "jpg");
        byte[] profile = new byte[200];
        ByteBuffer.wrap(profile)
                .put("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(Integer.MAX_VALUE - 100);
        assertEquals(8, read(PictureFiles.withSegment(jpeg, 0xe2, profile)).width());
    }

    @Test
    void limitsAndForeignFilesAreNamed(@TempDir Path folder) throws IOException {
        byte[] png = PictureFiles.file(PictureFiles.image(TYPE_INT_RGB, 2, 1, RED, BLUE), "png");
        Path path = Files.write(folder.resolve("two.png"), png);
        assertEquals(2, Picture.read(path, new PictureLimits(png.length, 2)).width());
        Failure large = assertThrows(Failure.class, () -> Picture.read(path, new PictureLimits(png.length - 1, 2)));
        assertEquals(Failure.Kind.TOO_LARGE, large.kind());
        assertTrue(large.getMessage().contains(path + ": expected a picture file of at most"), large.getMessage());
        Failure wide = assertThrows(Failure.class, () -> Picture.read(path, new PictureLimits(png.length, 1)));
        assertTrue(wide.getMessage().contains("found 2×1"), wide.getMessage());
        assertRefused("%PDF-1.4".getBytes(StandardCharsets.US_ASCII), Failure.Kind.BAD_INPUT, "a file of another kind");
        assertRefused(new byte[0], Failure.Kind.BAD_INPUT, "an empty file");
        assertEquals(
                Failure.Kind.NOT_FOUND,
                assertThrows(Failure.class, () -> Picture.read(folder.resolve("none"), PictureLimits.DEFAULT))
                        .kind());
    }

    private static void assertRefused(byte[] file, Failure.Kind kind, String... words) {
        Failure failure = assertThrows(Failure.class, () -> read(file));
        assertEquals(kind, failure.kind(), failure.getMessage());
        for (String word : words) {
            assertTrue(failure.getMessage().contains(word), failure.getMessage());
        }
    }
}
