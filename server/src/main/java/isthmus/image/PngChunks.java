package isthmus.image;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Checks the chunks of a PNG file and drops metadata. By hand, for ImageIO checks no checksums and inflates compressed
 * text without limit. Any thread.
 */
public final class PngChunks {
    private static final int SIGNATURE = 8;
    /** Chunks of the image itself. */
    private static final Set<String> IMAGE = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private PngChunks() {}

    /** The file with nothing but the image, after checking its checksums. */
    public static byte[] imageOnly(byte[] file) throws IOException {
        var out = new ByteArrayOutputStream(file.length);
        out.write(file, 0, SIGNATURE);
        ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE);
        String type;
        do {
            if (in.remaining() < 12) {
                throw new EOFException("the file ends before its last chunk");
            }
            int start = in.position();
            int length = in.getInt();
            byte[] name = new byte[4];
            in.get(name);
            type = new String(name, StandardCharsets.ISO_8859_1);
            if (length < 0 || length > in.remaining() - 4) {
                throw new EOFException("the file ends within chunk " + type);
            }
            CRC32 crc = new CRC32();
            crc.update(file, start + 4, length + 4);
            in.position(in.position() + length);
            boolean wanted = IMAGE.contains(type);
            if (in.getInt() != (int) crc.getValue() && wanted) {
                throw new IOException("the checksum of chunk " + type + " is wrong");
            }
            if (wanted) {
                out.write(file, start, length + 12);
            }
        } while (!type.equals("IEND"));
        return out.toByteArray();
    }
}
