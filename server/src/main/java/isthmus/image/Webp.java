package isthmus.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reduces a WebP file to its first frame. By hand, for the decoder trusts the announced canvas and then decodes a frame of
 * any size, and takes a truncated file for whole. Any thread.
 */
final class Webp {
    private static final int HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    /** Bytes before the chunks of an animation frame. */
    private static final int FRAME_HEADER = 16;

    private Webp() {}

    static byte[] firstFrame(byte[] file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (Integer.toUnsignedLong(in.getInt(4)) > file.length - CHUNK_HEADER) {
            throw new EOFException("expected %s bytes, found %d"
                    .formatted(Integer.toUnsignedLong(in.getInt(4)) + CHUNK_HEADER, file.length));
        }
        ByteBuffer alpha = null;
        in.position(HEADER);
        while (in.remaining() >= CHUNK_HEADER) {
            int start = in.position();
            String type = new String(file, start, 4, StandardCharsets.ISO_8859_1);
            long length = Integer.toUnsignedLong(in.getInt(start + 4));
            if (length > in.remaining() - CHUNK_HEADER) {
                throw new EOFException("the file ends within chunk " + type);
            }
            if (type.equals("ANMF")) {
                // The chunks of the frame follow within this one.
                in.position(Math.min(in.limit(), start + CHUNK_HEADER + FRAME_HEADER));
                continue;
            }
            int padded = (int) Math.min(length + (length & 1), in.remaining() - CHUNK_HEADER);
            ByteBuffer chunk = in.slice(start, CHUNK_HEADER + padded);
            switch (type) {
                case "ALPH" -> alpha = chunk;
                case "VP8L" -> {
                    return file(chunk);
                }
                case "VP8 " -> {
                    return alpha == null ? file(chunk) : file(extended(chunk), alpha, chunk);
                }
                default -> {}
            }
            in.position(start + CHUNK_HEADER + padded);
        }
        throw new EOFException("the file ends before its image");
    }

    /** A VP8X chunk that announces transparency and the size of the frame as the canvas. */
    private static ByteBuffer extended(ByteBuffer vp8) throws IOException {
        ByteBuffer frame = vp8.order(ByteOrder.LITTLE_ENDIAN);
        if (frame.limit() < CHUNK_HEADER + 10) {
            throw new EOFException("the file ends before its image");
        }
        int width = frame.getShort(CHUNK_HEADER + 6) & 0x3fff;
        int height = frame.getShort(CHUNK_HEADER + 8) & 0x3fff;
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_HEADER + 10).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put("VP8X".getBytes(StandardCharsets.ISO_8859_1)).putInt(10).putInt(0x10);
        // Two sizes of 24 bits, each less one.
        chunk.putInt(Math.max(0, width - 1) | (height - 1) << 24).putShort((short) (Math.max(0, height - 1) >> 8));
        return chunk.rewind();
    }

    private static byte[] file(ByteBuffer... chunks) {
        int length = 4;
        for (ByteBuffer chunk : chunks) {
            length += chunk.limit();
        }
        ByteBuffer out = ByteBuffer.allocate(length + 8).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(length);
        out.put("WEBP".getBytes(StandardCharsets.ISO_8859_1));
        for (ByteBuffer chunk : chunks) {
            out.put(chunk.rewind());
        }
        return out.array();
    }
}
