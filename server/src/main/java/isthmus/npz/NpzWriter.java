package isthmus.npz;

import isthmus.Half;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a zip of .npy arrays, as {@code numpy.load} reads it. Values are stored uncompressed, for they are mostly noise,
 * unless the writer is asked for less. The same arrays give the same bytes. One thread.
 */
public final class NpzWriter {
    static final String FLOAT = "<f4";
    static final String HALF = "<f2";
    static final String INT = "<i4";
    static final String BYTE = "|u1";

    /**
     * Of every entry. Not the first of January, which Java takes for "before 1980" and complements with a time in the
     * machine's time zone.
     */
    private static final LocalDateTime TIMESTAMP = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipOutputStream zip;

    public NpzWriter(OutputStream out) {
        this(out, ZipOutputStream.STORED);
    }

    private NpzWriter(OutputStream out, int method) {
        zip = new ZipOutputStream(out);
        zip.setMethod(method);
    }

    /** One that compresses the values. */
    public static NpzWriter compressing(OutputStream out) {
        return new NpzWriter(out, ZipOutputStream.DEFLATED);
    }

    /** Unsigned bytes, in C order. */
    public NpzWriter add(String name, byte[] values, int... shape) throws IOException {
        return add(name, BYTE, values, shape);
    }

    /** In C order. */
    public NpzWriter add(String name, float[] values, int... shape) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return add(name, FLOAT, bytes.array(), shape);
    }

    /** In C order, each as the nearest number in half precision. */
    public NpzWriter addHalf(String name, float[] values, int... shape) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(Half.of(value));
        }
        return add(name, HALF, bytes.array(), shape);
    }

    /** In C order. */
    public NpzWriter add(String name, int[] values, int... shape) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return add(name, INT, bytes.array(), shape);
    }

    private NpzWriter add(String name, String type, byte[] values, int... shape) throws IOException {
        byte[] head = new NpyHeader(type, shape).bytes();
        CRC32 crc = new CRC32();
        crc.update(head);
        crc.update(values);
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(TIMESTAMP);
        entry.setSize((long) head.length + values.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(head);
        zip.write(values);
        zip.closeEntry();
        return this;
    }

    /** Ends the zip; the stream stays open. */
    public void finish() throws IOException {
        zip.finish();
    }
}
