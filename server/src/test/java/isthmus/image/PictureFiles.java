package isthmus.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes small picture files for tests, and holds a few that another program (Pillow) wrote. */
public final class PictureFiles {
    /** 6×4, left half (250, 20, 10), right half (10, 30, 240). */
    static final String WEBP_LOSSLESS = "UklGRiIAAABXRUJQVlA4TBYAAAAvBcAAAA9wBYpD6F/BfP5jCcWJ6H8A";
    /** The same two halves with alpha 0 in the upper two rows, 128 in the third, 255 in the last. */
    static final String WEBP_LOSSLESS_ALPHA = "UklGRkoAAABXRUJQVlA4TD0AAAAvBcAAEC8gJEgx2axYMBlC/qhdYsFkd/6McRBM0tTlsc"
            + "sXHzhWgyAUQpLDRl8hCkFICBpAj+h/oB71LEqWAA==";
    /** 16×16 of (0, 0, 200), upper half opaque, lower half clear. */
    public static final String WEBP_LOSSY_ALPHA =
            "UklGRmAAAABXRUJQVlA4WAoAAAAQAAAADwAADwAAQUxQSA0AAAABEAsm+UtHsD8icj4eAFZQ"
                    + "OCAsAAAAcAEAnQEqEAAQAAKAQiWgAnQBQAAA/veil/7Kx//pWP/9Kx+8F1VT19+gAAA=";
    /** An animation whose first frame is that of {@link #WEBP_LOSSLESS}, its second the same upside down. */
    public static final String WEBP_ANIMATION =
            "UklGRpAAAABXRUJQVlA4WAoAAAACAAAABQAAAwAAQU5JTQYAAAAAAAAAAABBTk1GLgAAAAAAAA"
                    + "AAAAUAAAMAAGQAAAJWUDhMFgAAAC8FwAAAD3AP+yvAXwN+/oMHPYjofwBBTk1GLgAAAAAAAAAAAAUAAAMAAGQAAABWUDhMFgAAAC8F"
                    + "wAAAD3AP+yvAXwN+/oMHxYnofwA=";
    /** 8×8, cyan 200, key 30, which is (49, 225, 225). */
    public static final String JPEG_CMYK =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAGBAUGBQQGBgUGBwcGCAoQCgoJCQoUDg8MEBcUGBgXFBYWG"
                    + "h0lHxobIxwWFiAsICMmJykqKRkfLTAtKDAlKCko/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAgH/8QA"
                    + "FBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwCPFSVJAv/Z";

    private PictureFiles() {}

    /** Those that another program wrote. */
    public static List<byte[]> samples() {
        return Stream.of(WEBP_LOSSLESS, WEBP_LOSSLESS_ALPHA, WEBP_LOSSY_ALPHA, WEBP_ANIMATION, JPEG_CMYK)
                .map(PictureFiles::sample)
                .toList();
    }

    public static byte[] sample(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /** A picture of the given type whose pixels are given as ARGB by row. */
    static BufferedImage image(int type, int width, int height, int... argb) {
        var image = new BufferedImage(width, height, type);
        image.setRGB(0, 0, width, height, argb, 0, width);
        return image;
    }

    /** A picture whose raster holds exactly the given samples, pixel by pixel. */
    static BufferedImage raster(int type, int width, int height, int... samples) {
        var image = new BufferedImage(width, height, type);
        image.getRaster().setPixels(0, 0, width, height, samples);
        return image;
    }

    /** The file of a picture in a format that the platform writes. */
    public static byte[] file(BufferedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("no writer for " + format);
        }
        return out.toByteArray();
    }

    /** A PNG with four bytes of its header changed and the checksum put right. */
    public static byte[] withHeader(byte[] png, int at, int value) {
        byte[] changed = png.clone();
        ByteBuffer.wrap(changed).putInt(16 + at, value);
        CRC32 crc = new CRC32();
        crc.update(changed, 12, 17);
        ByteBuffer.wrap(changed).putInt(29, (int) crc.getValue());
        return changed;
    }

    /** A JPEG with one more segment at its front. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(jpeg.length + body.length + 4);
        out.put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker).putShort((short) (body.length + 2));
        return out.put(body).put(jpeg, 2, jpeg.length - 2).array();
    }

    /** A JPEG with an EXIF orientation. */
    public static byte[] turned(byte[] jpeg, int orientation) {
        return withSegment(jpeg, 0xe1, exif(orientation));
    }

    static byte[] exif(int orientation) {
        ByteBuffer note = ByteBuffer.allocate(32);
        note.put("Exif\0\0MM".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 42)
                .putInt(8);
        note.putShort((short) 1).putShort((short) 0x112).putShort((short) 3).putInt(1);
        return note.putShort((short) orientation).array();
    }

    /** A progressive JPEG, of six scans in grey and ten in colour. */
    static byte[] progressive(BufferedImage image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A JPEG whose last scan comes again so many times. */
    static byte[] withMoreScans(byte[] jpeg, int more) {
        int last = jpeg.length - 2; // the marker of the end
        while (jpeg[last] != (byte) 0xff || jpeg[last + 1] != (byte) 0xda) {
            last--;
        }
        int length = jpeg.length - 2 - last;
        ByteBuffer out = ByteBuffer.allocate(jpeg.length + more * length).put(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < more; i++) {
            out.put(jpeg, last, length);
        }
        return out.put(jpeg, jpeg.length - 2, 2).array();
    }

    /** Where a marker first stands in a JPEG. */
    static int indexOfMarker(byte[] jpeg, int marker) {
        int at = 2;
        while (jpeg[at] != (byte) 0xff || jpeg[at + 1] != (byte) marker) {
            at++;
        }
        return at;
    }
}
