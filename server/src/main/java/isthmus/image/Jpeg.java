package isthmus.image;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A JPEG file without application segments other than those that define its colours. By hand, for decoders trust the
 * lengths that a colour profile or EXIF data state, and refuse a sound image for them or allocate gigabytes; and of EXIF
 * one number is needed, which takes fewer lines here than calling a library would. Immutable by agreement; any thread.
 *
 * @param image the file to decode
 * @param orientation by EXIF
 * @param scans in the file
 */
record Jpeg(byte[] image, Orientation orientation, int scans) {
    private static final int PROGRESSIVE = 0xc2;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int ARITHMETIC_CONDITIONING = 0xcc;
    private static final int RESTART_0 = 0xd0;
    private static final int RESTART_7 = 0xd7;
    private static final int END = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;
    private static final int COMMENT = 0xfe;
    private static final int ORIENTATION = 0x112;

    static Jpeg of(byte[] file) throws IOException {
        var out = new ByteArrayOutputStream(file.length);
        var profile = new ByteArrayOutputStream();
        int profileSize = 0; // as the colour profile itself states
        int profileBytes = 0;
        int scans = 0;
        Orientation orientation = Orientation.UPRIGHT;
        ByteBuffer in = ByteBuffer.wrap(file);
        out.write(file, 0, 2);
        in.position(2);
        for (int start = in.position(), marker = marker(in);
                marker != END;
                start = in.position(), marker = marker(in)) {
            ByteBuffer body = body(in);
            if (marker == APP1 && begins(body, "Exif\0\0")) {
                orientation = orientation(body.slice(6, body.limit() - 6));
            } else if (marker == APP2 && begins(body, "ICC_PROFILE\0") && body.limit() >= 18) {
                profileSize = profileBytes == 0 ? body.getInt(14) : profileSize;
                profileBytes += body.limit() - 14;
                profile.write(file, start, in.position() - start);
            } else if (marker == START_OF_SCAN) {
                scans++;
                if (scans == 1 && profileBytes > 0 && profileSize == profileBytes) {
                    profile.writeTo(out);
                }
                toNextMarker(in);
                out.write(file, start, in.position() - start);
            } else if (marker == APP0 || marker == APP14 || !isMetadata(marker)) {
                checkProcess(marker);
                out.write(file, start, in.position() - start);
            }
        }
        if (scans == 0) {
            throw new EOFException("the file ends before its image");
        }
        out.write(0xff);
        out.write(END);
        return new Jpeg(out.toByteArray(), orientation, scans);
    }

    /** Refuses coding processes that the decoder lacks, or whose cost nothing here bounds. */
    private static void checkProcess(int marker) throws IOException {
        boolean frame = marker >= 0xc0
                && marker <= 0xcf
                && marker != HUFFMAN_TABLES
                && marker != 0xc8
                && marker != ARITHMETIC_CONDITIONING;
        if (frame && marker > PROGRESSIVE) {
            throw new IOException("a lossless, hierarchical or arithmetic-coded one (SOF%d)".formatted(marker - 0xc0));
        }
    }

    /** The content of the segment after its marker and length. */
    private static ByteBuffer body(ByteBuffer in) throws IOException {
        int length = in.remaining() < 2 ? 0 : Short.toUnsignedInt(in.getShort());
        if (length < 2 || length - 2 > in.remaining()) {
            throw new EOFException("the file ends before its image");
        }
        ByteBuffer body = in.slice(in.position(), length - 2);
        in.position(in.position() + length - 2);
        return body;
    }

    /** Skips the coded data of a scan. */
    private static void toNextMarker(ByteBuffer in) throws IOException {
        for (int at = in.position(); at < in.limit() - 1; at++) {
            int next = in.get(at + 1) & 0xff;
            if (in.get(at) == (byte) 0xff && next != 0 && next != 0xff && (next < RESTART_0 || next > RESTART_7)) {
                in.position(at);
                return;
            }
        }
        throw new EOFException("the file ends within its image");
    }

    private static boolean isMetadata(int marker) {
        return (marker >= APP0 && marker <= APP15) || marker == COMMENT;
    }

    private static int marker(ByteBuffer in) throws IOException {
        int marker = 0xff;
        if (!in.hasRemaining() || (in.get() & 0xff) != 0xff) {
            throw new IOException("expected a marker at byte " + (in.position() - 1));
        }
        while (marker == 0xff) {
            if (!in.hasRemaining()) {
                throw new EOFException("the file ends before its image");
            }
            marker = in.get() & 0xff;
        }
        return marker;
    }

    private static boolean begins(ByteBuffer body, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return body.limit() >= bytes.length && body.slice(0, bytes.length).equals(ByteBuffer.wrap(bytes));
    }

    /** From the first directory of a TIFF header; upright where it is damaged. */
    private static Orientation orientation(ByteBuffer tiff) {
        if (tiff.limit() < 8) {
            return Orientation.UPRIGHT;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return Orientation.UPRIGHT;
        }
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int at = directory + 2; entries > 0 && at <= tiff.limit() - 12; at += 12, entries--) {
            if (tiff.getShort(at) == ORIENTATION) {
                return Orientation.numbered(tiff.getShort(at + 8));
            }
        }
        return Orientation.UPRIGHT;
    }
}
