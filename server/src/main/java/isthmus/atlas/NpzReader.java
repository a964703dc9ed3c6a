package isthmus.atlas;

import isthmus.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads arrays out of a zip of .npy files, each checked against what is expected of it. One thread. */
public final class NpzReader implements Closeable {
    private static final int LARGEST = 1 << 30; // bytes of one array

    private final ZipFile zip;

    public NpzReader(Path path) throws IOException {
        zip = new ZipFile(path.toFile());
    }

    /** An array off the disk; {@code bytes} is little-endian and as long as the shape says. */
    public record Array(int[] shape, byte[] bytes) {
        private ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        /** The values of one that was read as floats. */
        public float[] floatValues() {
            float[] out = new float[bytes.length / 4];
            buffer().asFloatBuffer().get(out);
            return out;
        }

        int[] intValues() {
            int[] out = new int[bytes.length / 4];
            buffer().asIntBuffer().get(out);
            return out;
        }
    }

    boolean has(String name) {
        return zip.getEntry(name + ".npy") != null;
    }

    /** Refuses an array that is not there, or of another type or rank. */
    public Array floats(String name, int rank) throws IOException {
        return array(name, NpzWriter.FLOAT, rank);
    }

    /** As {@link #floats}, unsigned bytes. */
    public Array bytes(String name, int rank) throws IOException {
        return array(name, NpzWriter.BYTE, rank);
    }

    Array ints(String name, int rank) throws IOException {
        return array(name, NpzWriter.INT, rank);
    }

    private Array array(String name, String type, int rank) throws IOException {
        ZipEntry entry = zip.getEntry(name + ".npy");
        if (entry == null) {
            throw Failure.badInput(name, "an array of this name", "none");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            NpyHeader header = NpyHeader.read(name, in);
            if (!header.type().equals(type)) {
                throw Failure.badInput(name, "type " + type, header.type());
            }
            if (header.shape().length != rank) {
                throw Failure.badInput(name, rank + " sides", "the shape " + NpyHeader.tuple(header.shape()));
            }
            long size = type.equals(NpzWriter.BYTE) ? 1 : 4;
            for (int side : header.shape()) {
                size = Math.multiplyExact(size, (long) side);
                if (size > LARGEST) {
                    throw Failure.badInput(
                            name, "at most " + LARGEST + " bytes", "the shape " + NpyHeader.tuple(header.shape()));
                }
            }
            byte[] bytes = in.readNBytes((int) size);
            if (bytes.length != size || in.read() != -1) {
                throw Failure.badInput(
                        name,
                        "the %d bytes that the shape %s has".formatted(size, NpyHeader.tuple(header.shape())),
                        bytes.length == size ? "more" : Integer.toString(bytes.length));
            }
            return new Array(header.shape(), bytes);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
