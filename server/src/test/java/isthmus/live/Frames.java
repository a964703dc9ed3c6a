package isthmus.live;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Binary frames of requests, written from the socket's description alone. */
final class Frames {
    private Frames() {}

    /** An array with its bytes. */
    record Array(String name, String type, String shape, byte[] bytes) {
        int padded() {
            return (bytes.length + 7) / 8 * 8;
        }
    }

    static Array bytes(String name, byte[] bytes) {
        return new Array(name, "u1", "[" + bytes.length + "]", bytes);
    }

    /** Rows of floats. */
    static Array floats(String name, int rows, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Array(name, "f4", "[%d, %d]".formatted(rows, values.length / rows), bytes.array());
    }

    /**
     * @param head with a %s for the descriptions of the arrays
     */
    static byte[] of(long id, String head, Array... arrays) {
        StringBuilder described = new StringBuilder();
        int offset = 0;
        for (Array array : arrays) {
            described
                    .append(described.isEmpty() ? "" : ", ")
                    .append("{'name': '%s', 'type': '%s', 'shape': %s, 'offset': %d}"
                            .formatted(array.name, array.type, array.shape, offset));
            offset += array.padded();
        }
        String json = head.formatted(described).replace('\'', '"');
        byte[] text = (json + " ".repeat(7)).getBytes(StandardCharsets.UTF_8);
        int length = text.length / 8 * 8;
        ByteBuffer frame = ByteBuffer.allocate(16 + length + offset).order(ByteOrder.LITTLE_ENDIAN);
        frame.put("ISTH".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt((int) id)
                .putInt(length)
                .put(text, 0, length);
        for (Array array : arrays) {
            int next = frame.position() + array.padded();
            frame.put(array.bytes).position(next);
        }
        return frame.array();
    }
}
