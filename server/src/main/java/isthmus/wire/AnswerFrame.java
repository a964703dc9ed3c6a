package isthmus.wire;

import isthmus.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A binary frame that is being filled: numbers are written straight to where they are sent from. Whoever made it fills
 * it; afterwards nobody does. One thread at a time.
 */
public final class AnswerFrame {
    static final int MAGIC = 'I' | 'S' << 8 | 'T' << 16 | 'H' << 24;
    static final byte VERSION = 1;
    static final byte LAST = 1;
    static final int HEADER = 16;

    private final byte[] bytes;
    private final int[] starts; // of each array in the bytes
    private final List<ArraySpec> parts;

    private AnswerFrame(byte[] bytes, int[] starts, List<ArraySpec> parts) {
        this.bytes = bytes;
        this.starts = starts;
        this.parts = parts;
    }

    /**
     * An empty frame.
     *
     * @param last whether it ends its request
     * @param head what the head says beside the operation and the arrays
     */
    public static AnswerFrame of(long id, boolean last, String op, Map<String, ?> head, ArraySpec... arrays) {
        List<ArraySpec> parts = List.of(arrays);
        byte[] json = head(op, head, parts);
        int headBytes = (int) ArraySpec.padded(json.length);
        long size = (long) HEADER + headBytes + payload(arrays);
        if (size > Integer.MAX_VALUE - 8) {
            throw Failure.tooLarge("", "an answer of less than 2 GiB", "one of " + size + " bytes");
        }
        byte[] bytes = new byte[(int) size];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .put(VERSION)
                .put(last ? LAST : 0)
                .putShort((short) 0)
                .putInt((int) id)
                .putInt(headBytes)
                .put(json);
        Arrays.fill(bytes, HEADER + json.length, HEADER + headBytes, (byte) ' ');
        int[] starts = new int[arrays.length];
        int at = HEADER + headBytes;
        for (int i = 0; i < arrays.length; i++) {
            starts[i] = at;
            at += (int) arrays[i].paddedBytes();
        }
        return new AnswerFrame(bytes, starts, parts);
    }

    /** How many bytes arrays take in a frame. */
    public static long payload(ArraySpec... arrays) {
        long bytes = 0;
        for (ArraySpec part : arrays) {
            bytes += part.paddedBytes();
        }
        return bytes;
    }

    private record Described(String name, String type, int[] shape, long offset) {}

    private static byte[] head(String op, Map<String, ?> head, List<ArraySpec> parts) {
        List<Described> arrays = new ArrayList<>();
        long offset = 0;
        for (ArraySpec part : parts) {
            arrays.add(new Described(part.name(), part.type().toString(), part.shape(), offset));
            offset += part.paddedBytes();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("op", op);
        fields.putAll(head);
        fields.put("arrays", arrays);
        return Json.bytes(fields);
    }

    /** The whole frame's bytes; those of array {@code i} begin at {@link #start}. */
    public byte[] bytes() {
        return bytes;
    }

    /** The number of the array of this name. */
    public int index(String name) {
        for (int i = 0; i < starts.length; i++) {
            if (parts.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no array " + name);
    }

    /** Where array {@code i} begins. */
    public int start(int i) {
        return starts[i];
    }

    /** Array {@code i}, to be filled. */
    public ByteBuffer array(int i) {
        ArraySpec part = parts.get(i);
        int length = (int) part.size() * part.type().bytes();
        return ByteBuffer.wrap(bytes, starts[i], length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Fills array {@code i} with some of the numbers. */
    public AnswerFrame put(int i, float[] from, int at, int count) {
        array(i).asFloatBuffer().put(from, at, count);
        return this;
    }

    /** Fills array {@code i}. */
    public AnswerFrame put(int i, float[] from) {
        return put(i, from, 0, from.length);
    }

    /** Fills array {@code i}. */
    public AnswerFrame put(int i, double[] from) {
        array(i).asDoubleBuffer().put(from);
        return this;
    }

    /** Fills array {@code i}. */
    public AnswerFrame put(int i, int[] from) {
        array(i).asIntBuffer().put(from);
        return this;
    }

    /** Fills array {@code i} with some of the bytes. */
    public AnswerFrame put(int i, byte[] from, int at, int count) {
        System.arraycopy(from, at, bytes, starts[i], count);
        return this;
    }
}
