package isthmus.atlas;

import isthmus.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads arrays out of a zip of .npy files. What a head announces is held against what is expected of the array, against
 * the size of the file, and against the free heap, before any memory is taken for it. One thread.
 */
public final class NpzReader implements Closeable {
    /** A side of a shape that may be of any length. */
    public static final int ANY = -1;

    private static final int LARGEST = 1 << 30; // bytes of one array
    private static final int PIECE = 1 << 16; // bytes read at a time
    private static final int RATIO = 1100; // by which deflate packs zeros, which it packs best: somewhat above 1,032

    private final ZipFile zip;

    public NpzReader(Path path) throws IOException {
        zip = new ZipFile(path.toFile());
    }

    /** Copies one piece of the file into an array, from one of its values on. */
    private interface Copy<A> {
        void to(A array, int from, ByteBuffer piece);
    }

    boolean has(String name) {
        return zip.getEntry(name + ".npy") != null;
    }

    /** The values in C order; refuses an array that is not there, or of another type or shape. */
    public float[] floats(String name, int... shape) throws IOException {
        return array(name, NpzWriter.FLOAT, 4, shape, float[]::new, (to, from, piece) -> {
            piece.asFloatBuffer().get(to, from, piece.remaining() / 4);
        });
    }

    /** As {@link #floats}, unsigned bytes. */
    public byte[] bytes(String name, int... shape) throws IOException {
        return array(name, NpzWriter.BYTE, 1, shape, byte[]::new, (to, from, piece) -> {
            piece.get(to, from, piece.remaining());
        });
    }

    int[] ints(String name, int... shape) throws IOException {
        return array(name, NpzWriter.INT, 4, shape, int[]::new, (to, from, piece) -> {
            piece.asIntBuffer().get(to, from, piece.remaining() / 4);
        });
    }

    private <A> A array(String name, String type, int width, int[] shape, IntFunction<A> allocate, Copy<A> copy)
            throws IOException {
        ZipEntry entry = zip.getEntry(name + ".npy");
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
            long packed = entry.getCompressedSize();
            if (entry.getSize() < size || (packed >= 0 && packed * RATIO < size)) {
                throw wrongLength(name, size, header, entry.getSize() + " in the zip");
            }
            FreeHeap.require(name, size);
            A array = allocate.apply(size / width);
            byte[] piece = new byte[Math.min(PIECE, size)];
            for (int from = 0, read; from < size; from += read) {
                read = in.readNBytes(piece, 0, Math.min(PIECE, size - from));
                if (read < Math.min(PIECE, size - from)) {
                    throw wrongLength(name, size, header, from + read);
                }
                copy.to(array, from / width, ByteBuffer.wrap(piece, 0, read).order(ByteOrder.LITTLE_ENDIAN));
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

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
