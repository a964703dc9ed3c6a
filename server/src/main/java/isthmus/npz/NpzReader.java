package isthmus.npz;

import isthmus.Failure;
import isthmus.Half;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads arrays out of a zip of .npy files. The header of an array is checked against the expected shape, the
 * size of the file and the free heap before memory is allocated. One thread.
 */
public final class NpzReader implements Closeable {
    /** Matches a side of any length. */
    public static final int ANY = -1;

    private static final String SUFFIX = ".npy";
    private static final int LARGEST = 1 << 30; // bytes of one array
    private static final long SMALL = 1 << 20; // bytes, for which the free heap is not checked
    private static final int CHUNK = 1 << 16; // bytes read at a time
    private static final int MAX_RATIO = 1100; // of deflate, which compresses zeros by 1,032

    private final ZipFile zip;

    public NpzReader(Path path) throws IOException {
        zip = new ZipFile(path.toFile());
    }

    /** Copies a chunk of the file into an array, starting at a given value. */
    private interface Copy<A> {
        void to(A array, int from, ByteBuffer chunk);
    }

    /** Names of the arrays, in the order of the file. */
    public List<String> names() {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .toList();
    }

    /** Sides of an array. */
    public int[] shape(String name) throws IOException {
        return header(name).shape();
    }

    /** Whether an array is of unsigned bytes. */
    public boolean isBytes(String name) throws IOException {
        return header(name).type().equals(NpzWriter.BYTE);
    }

    private NpyHeader header(String name) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(name + SUFFIX))) {
            return NpyHeader.read(name, in);
        }
    }

    /** Whether there is an array of that name. */
    public boolean has(String name) {
        return zip.getEntry(name + SUFFIX) != null;
    }

    /** The values in C order; fails where the array is missing or of another type or shape. */
    public float[] floats(String name, int... shape) throws IOException {
        return array(name, NpzWriter.FLOAT, 4, shape, float[]::new, (to, from, chunk) -> {
            chunk.asFloatBuffer().get(to, from, chunk.remaining() / 4);
        });
    }

    /** As {@link #floats}, of numbers in half precision. */
    public float[] halves(String name, int... shape) throws IOException {
        return array(name, NpzWriter.HALF, Short.BYTES, shape, float[]::new, (to, from, chunk) -> {
            for (int i = from; chunk.hasRemaining(); i++) {
                to[i] = Half.toFloat(chunk.getShort());
            }
        });
    }

    /** As {@link #floats}, unsigned bytes. */
    public byte[] bytes(String name, int... shape) throws IOException {
        return array(name, NpzWriter.BYTE, 1, shape, byte[]::new, (to, from, chunk) -> {
            chunk.get(to, from, chunk.remaining());
        });
    }

    public int[] ints(String name, int... shape) throws IOException {
        return array(name, NpzWriter.INT, 4, shape, int[]::new, (to, from, chunk) -> {
            chunk.asIntBuffer().get(to, from, chunk.remaining() / 4);
        });
    }

    private <A> A array(String name, String type, int width, int[] shape, IntFunction<A> allocate, Copy<A> copy)
            throws IOException {
        ZipEntry entry = zip.getEntry(name + SUFFIX);
        if (entry == null) {
            throw Failure.badInput(name, "an array of this name", "none");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            NpyHeader header = NpyHeader.read(name, in);
            if (!header.type().equals(type)) {
                throw Failure.badInput(name, "type " + type, header.type());
            }
            if (!fits(header.shape(), shape)) {
                throw Failure.badInput(name, "the shape " + NpyHeader.tuple(shape), NpyHeader.tuple(header.shape()));
            }
            int size = size(name, header, width);
            long compressed = entry.getCompressedSize();
            if (entry.getSize() < size || (compressed >= 0 && compressed * MAX_RATIO < size)) {
                throw wrongLength(name, size, header, entry.getSize() + " in the zip");
            }
            requireHeap(name, size);
            A array = allocate.apply(size / width);
            byte[] chunk = new byte[Math.min(CHUNK, size)];
            for (int from = 0, read; from < size; from += read) {
                read = in.readNBytes(chunk, 0, Math.min(CHUNK, size - from));
                if (read < Math.min(CHUNK, size - from)) {
                    throw wrongLength(name, size, header, from + read);
                }
                copy.to(array, from / width, ByteBuffer.wrap(chunk, 0, read).order(ByteOrder.LITTLE_ENDIAN));
            }
            if (in.read() != -1) {
                throw wrongLength(name, size, header, "more");
            }
            return array;
        }
    }

    private static boolean fits(int[] found, int[] expected) {
        boolean fits = found.length == expected.length;
        for (int i = 0; fits && i < found.length; i++) {
            fits = expected[i] == ANY || expected[i] == found[i];
        }
        return fits;
    }

    /** Bytes of the values. */
    private static int size(String name, NpyHeader header, int width) {
        long size = width;
        for (int side : header.shape()) {
            size = Math.multiplyExact(size, (long) side);
            if (size > LARGEST) {
                throw Failure.badInput(
                        name, "at most %d bytes".formatted(LARGEST), "the shape " + NpyHeader.tuple(header.shape()));
            }
        }
        return (int) size;
    }

    private static Failure wrongLength(String name, int size, NpyHeader header, Object found) {
        return Failure.badInput(
                name, "the %d bytes that the shape %s has".formatted(size, NpyHeader.tuple(header.shape())), found);
    }

    /** Refuses an allocation of more than half of the free heap. */
    static void requireHeap(String name, long bytes) {
        if (bytes > SMALL && bytes > freeHeap() / 2) {
            System.gc(); // garbage counts as used until it is collected
            if (bytes > freeHeap() / 2) {
                throw Failure.modelFailed(
                        name,
                        "at most half of the free heap, %d MiB".formatted(freeHeap() >> 21),
                        "an array of %d MiB".formatted(bytes >> 20));
            }
        }
    }

    private static long freeHeap() {
        Runtime java = Runtime.getRuntime();
        return java.maxMemory() - java.totalMemory() + java.freeMemory();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
