package isthmus.wire;

import isthmus.Failure;
import isthmus.image.Pixels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arrays of a binary frame. Each is taken once, as a copy, by the field of its name; since they may not overlap, all
 * copies together are no larger than the frame, or four times that where bytes become floats. One thread.
 */
final class FrameArrays {
    private static final int MAX_ARRAYS = 4096;
    private static final int MAX_SIDES = 8;

    private final ByteBuffer payload;
    private final Map<String, Entry> left = new LinkedHashMap<>(); // those that no field took yet, by name

    /** An array as the head describes it; the offset is in bytes from the end of the head. */
    record Entry(String name, ArrayType type, int[] shape, int offset) {
        Entry {
            if (name == null || type == null || shape == null || offset < 0) {
                throw Failure.badInput("", "name, type, shape and offset, which is 0 or more", "another description");
            }
            if (shape.length < 1 || shape.length > MAX_SIDES) {
                throw Failure.badInput("shape", "1 to " + MAX_SIDES + " sides", shape.length);
            }
        }

        /** Where it ends, or something past any frame. */
        private long end() {
            long bytes = type.bytes();
            for (int side : shape) {
                bytes = Math.min(bytes * side, Integer.MAX_VALUE);
            }
            return offset + bytes;
        }
    }

    /**
     * @param payload what lies behind the head
     */
    FrameArrays(ByteBuffer payload, List<Entry> entries) {
        this.payload = payload;
        if (entries.size() > MAX_ARRAYS) {
            throw Failure.tooLarge("arrays", "at most " + MAX_ARRAYS, entries.size());
        }
        List<Entry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingInt(Entry::offset).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry entry : ordered) {
            if (entry.offset % 8 != 0 || entry.end() > payload.limit()) {
                throw misplaced(entry, "one at a multiple of 8 within the " + payload.limit() + " behind the head");
            }
            if (entry.offset < end) {
                throw misplaced(entry, "one from " + end + " on, where the array before it ends");
            }
            end = entry.end();
            if (left.put(entry.name, entry) != null) {
                throw Failure.badInput("arrays", "names that differ", Printable.shown(entry.name) + " twice");
            }
        }
    }

    private static Failure misplaced(Entry entry, String expected) {
        String found = "one from %d to %d".formatted(entry.offset, entry.end());
        return Failure.badInput(Printable.shown(entry.name) + ", in bytes", expected, found);
    }

    /** Rows of floats: the first side, and all that is left. Images may be bytes too, which are shares of 255. */
    Matrix matrix(String name, int mostRows) {
        Entry entry = left.remove(name);
        if (entry == null) {
            return null;
        }
        boolean levels = name.equals("images") && entry.type == ArrayType.U1;
        if (entry.shape.length < 2 || (entry.type != ArrayType.F4 && !levels)) {
            throw Failure.badInput(
                    "", "an array f4 of two or more sides", entry.type + " " + Arrays.toString(entry.shape));
        }
        int rows = entry.shape[0];
        if (rows > mostRows) {
            throw Failure.tooLarge("", "at most " + mostRows + " rows", rows);
        }
        float[] values = levels ? Pixels.floats(bytes(entry)) : floats(entry);
        return new Matrix(rows, rows == 0 ? 0 : values.length / rows, values);
    }

    /** Floats, whatever their shape. */
    float[] floats(String name) {
        Entry entry = left.remove(name);
        if (entry == null) {
            return null;
        }
        if (entry.type != ArrayType.F4) {
            throw Failure.badInput("", "an array f4", entry.type);
        }
        float[] values = floats(entry);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw Failure.badInput("", "finite numbers", value);
            }
        }
        return values;
    }

    Mask mask(String name) {
        Entry entry = left.get(name);
        return entry == null ? null : new Mask(entry.shape, bytes(name));
    }

    byte[] bytes(String name) {
        Entry entry = left.remove(name);
        if (entry == null || entry.type != ArrayType.U1) {
            throw Failure.badInput(
                    "", "an array u1 \"%s\" in a binary frame".formatted(name), entry == null ? "none" : entry.type);
        }
        return bytes(entry);
    }

    /** Refuses arrays that no field took. */
    void checkAllTaken(Op op) {
        if (!left.isEmpty()) {
            String name = left.keySet().iterator().next();
            throw Failure.badInput(
                    "arrays", "names of fields of " + op + " that its head leaves out", Printable.shown(name));
        }
    }

    private ByteBuffer slice(Entry entry) {
        return payload.slice(entry.offset, (int) entry.end() - entry.offset).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] bytes(Entry entry) {
        ByteBuffer slice = slice(entry);
        byte[] bytes = new byte[slice.remaining()];
        slice.get(bytes);
        return bytes;
    }

    private float[] floats(Entry entry) {
        ByteBuffer slice = slice(entry);
        float[] values = new float[slice.remaining() / Float.BYTES];
        slice.asFloatBuffer().get(values);
        return values;
    }
}
