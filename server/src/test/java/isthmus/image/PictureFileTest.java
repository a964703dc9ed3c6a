package isthmus.image;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_BYTE_BINARY;
import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_BYTE_INDEXED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureFileTest {
    private static final PictureLimits SERVER = new PictureLimits(8 << 20, 16_000_000);

    private static PictureFile file(byte[] bytes) {
        return PictureFile.of(bytes, "test picture", SERVER);
    }

    private static Failure refused(byte[] bytes) {
        Failure failure = assertThrows(Failure.class, () -> file(bytes));
        assertTrue(failure.getMessage().startsWith("test picture: expected "), failure.getMessage());
        return failure;
    }

    private static BufferedImage noise(int type, int width, int height) {
        var image = new BufferedImage(width, height, type);
        var random = new Random(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        return image;
    }

    @Test
    void aJpegOfManyScansIsRefusedBeforeItIsDecoded() throws IOException {
        byte[] flat = PictureFiles.progressive(new BufferedImage(4000, 4000, TYPE_BYTE_GRAY));
        assertEquals(4000, file(flat).decode().width());
        for (int more : new int[] {20, 876}) {
            byte[] many = PictureFiles.withMoreScans(flat, more);
            Failure failure = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> refused(many));
            assertEquals(Failure.Kind.TOO_LARGE, failure.kind());
            assertEquals("a JPEG of 4000×4000 in at most 16 scans", failure.expected());
            assertEquals(Integer.toString(6 + more), failure.found());
        }
        // A small one may have more, for each costs less.
        byte[] small = PictureFiles.progressive(new BufferedImage(64, 64, TYPE_BYTE_GRAY));
        assertEquals(64, file(PictureFiles.withMoreScans(small, 94)).decode().width());
        assertEquals(
                "a JPEG of 64×64 in at most 100 scans",
                refused(PictureFiles.withMoreScans(small, 95)).expected());
    }

    @Test
    void aJpegOfAnotherProcessIsRefusedByItsHeader() throws IOException {
        byte[] jpeg = PictureFiles.file(noise(TYPE_BYTE_GRAY, 8, 8), "jpg");
        int frame = PictureFiles.indexOfMarker(jpeg, 0xc0);
        for (int process : new int[] {3, 5, 9, 11, 15}) {
            byte[] other = jpeg.clone();
            other[frame + 1] = (byte) (0xc0 + process);
            Failure failure = refused(other);
            assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
            assertTrue(failure.found().contains("(SOF" + process + ")"), failure.found());
        }
    }

    @Test
    void rowsAndColumnsThatCostMoreThanTheirPixelsAreRefused() throws IOException {
        for (int[] size : new int[][] {{1, 100_000}, {100_000, 1}, {1, 65_536}}) {
            byte[] png = PictureFiles.file(new BufferedImage(size[0], size[1], TYPE_BYTE_GRAY), "png");
            Failure failure = refused(png);
            assertEquals(Failure.Kind.TOO_LARGE, failure.kind());
            assertEquals("a picture of at most 65535 pixels a side", failure.expected());
        }
        assertEquals(
                65_535,
                file(PictureFiles.file(new BufferedImage(1, 65_535, TYPE_BYTE_GRAY), "png"))
                        .decode()
                        .height());
    }

    @Test
    void aFileThatIsCutAnywhereIsRefused() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int type : new int[] {TYPE_BYTE_GRAY, TYPE_3BYTE_BGR, TYPE_BYTE_INDEXED, TYPE_BYTE_BINARY}) {
            for (String format : new String[] {"png", "jpg", "bmp", "gif"}) {
                files.put(format + " of type " + type, PictureFiles.file(noise(type, 19, 11), format));
            }
        }
        files.put("progressive", PictureFiles.progressive(noise(TYPE_3BYTE_BGR, 19, 11)));
        for (String webp :
                new String[] {PictureFiles.WEBP_LOSSLESS, PictureFiles.WEBP_LOSSY_ALPHA, PictureFiles.WEBP_ANIMATION}) {
            files.put(webp, PictureFiles.sample(webp));
        }
        files.forEach((format, whole) -> {
            file(whole).decode();
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThrows(Failure.class, () -> file(cut).decode(), format + " cut to " + cut.length);
            }
        });
    }

    @Test
    void aGifWhoseImageIsCutBetweenWholeBlocksIsRefused() throws IOException {
        byte[] gif = PictureFiles.file(noise(TYPE_BYTE_INDEXED, 60, 40), "gif");
        // Eight bytes of the header and the flags that say how long the table of colours is, then the image's
        // descriptor.
        int image = 13 + (3 << ((gif[10] & 7) + 1));
        while (gif[image] != 0x2c) {
            image += 8; // one extension of a frame's delay and transparency
        }
        int firstBlock = image + 11;
        byte[] cut = Arrays.copyOf(gif, firstBlock + 1 + (gif[firstBlock] & 0xff));
        assertEquals(Failure.Kind.BAD_INPUT, refused(cut).kind());
    }

    @Test
    void memoryThatRunsOutIsSaidToBeShortAndTheFileNotToBeDamaged() throws IOException {
        for (String format : new String[] {"png", "jpg", "bmp", "gif"}) {
            byte[] bytes = PictureFiles.file(noise(TYPE_BYTE_GRAY, 50, 40), format);
            PictureFile sound = file(bytes);
            for (boolean wrapped : new boolean[] {false, true}) {
                Failure failure = assertThrows(Failure.class, () -> sound.decode(outOfMemory(bytes, wrapped)));
                assertEquals(Failure.Kind.BUSY, failure.kind(), failure.getMessage());
                assertTrue(
                        failure.getMessage()
                                .matches("test picture: expected memory for a \\w+, found none free; try again"),
                        failure.getMessage());
            }
        }
    }

    /** A reader's input that finds no memory once the header has been read. */
    private static EncodedInput outOfMemory(byte[] file, boolean wrapped) {
        return new EncodedInput(file) {
            @Override
            public int read() throws IOException {
                check();
                return super.read();
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                check();
                return super.read(into, at, length);
            }

            private void check() throws IOException {
                if (streamPos > 20) {
                    var error = new OutOfMemoryError("Java heap space");
                    if (wrapped) {
                        throw new IOException("Error reading image data", error);
                    }
                    throw error;
                }
            }
        };
    }
}
