package isthmus.atlas;

import isthmus.Failure;
import isthmus.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes {@code atlas.npz}: a zip of .npy arrays, such that {@code numpy.load} reads it. Any thread.
 */
public final class AtlasFile {
    private static final String FLOAT = "<f4";
    private static final String INT = "<i4";
    private static final String BYTE = "|u1";

    /**
     * Every entry bears it, so that the same atlas gives the same bytes. Not the first of January: Java takes that for
     * "before 1980" and adds the moment in the machine's time zone.
     */
    private static final LocalDateTime MOMENT = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final int LARGEST = 1 << 30; // bytes of one array

    private AtlasFile() {}

    /** Writes {@code path} whole or not at all. Values are stored, not compressed: they are mostly noise. */
    public static void write(Path path, Atlas atlas) throws IOException {
        int n = atlas.count();
        int dim = atlas.dim();
        WholeFile.write(path, out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.setMethod(ZipOutputStream.STORED);
            add(zip, "mu", FLOAT, floats(atlas.mu()), n, dim);
            add(zip, "logvar", FLOAT, floats(atlas.logvar()), atlas.logvar().length / dim, dim);
            add(zip, "label", BYTE, atlas.label(), n);
            ByteBuffer index = ByteBuffer.allocate(4 * n).order(ByteOrder.LITTLE_ENDIAN);
            index.asIntBuffer().put(atlas.index());
            add(zip, "index", INT, index.array(), n);
            add(zip, "kl", FLOAT, floats(atlas.kl()), n);
            add(zip, "reconstruction", FLOAT, floats(atlas.reconstruction()), n);
            if (atlas.factors() != null) {
                ByteBuffer factors = ByteBuffer.allocate(n * atlas.factorCount());
                for (byte[] row : atlas.factors()) {
                    factors.put(row);
                }
                add(zip, "factors", BYTE, factors.array(), n, atlas.factorCount());
            }
            zip.finish();
        });
    }

    /** Reads and checks an atlas; arrays with other names are passed over. Refuses by naming file and array. */
    public static Atlas read(Path path) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            Array mu = array(zip, "mu", FLOAT, 2);
            Array logvar = array(zip, "logvar", FLOAT, 2);
            Array label = array(zip, "label", BYTE, 1);
            Array index = array(zip, "index", INT, 1);
            int n = mu.shape[0];
            int dim = mu.shape[1];
            if (logvar.shape[1] != dim || (logvar.shape[0] != n && logvar.shape[0] != 0)) {
                throw Failure.badInput("logvar: expected the shape of mu, %s, or %s for a point posterior, found %s"
                        .formatted(NpyHeader.tuple(n, dim), NpyHeader.tuple(0, dim), NpyHeader.tuple(logvar.shape)));
            }
            int[] places = new int[index.shape[0]];
            index.buffer().asIntBuffer().get(places);
            return new Atlas(
                    n,
                    dim,
                    floats(mu),
                    floats(logvar),
                    label.bytes,
                    places,
                    floats(array(zip, "kl", FLOAT, 1)),
                    floats(array(zip, "reconstruction", FLOAT, 1)),
                    zip.getEntry("factors.npy") == null ? null : rows(array(zip, "factors", BYTE, 2)));
        } catch (ZipException e) {
            throw new Failure(
                    Failure.Kind.BAD_INPUT,
                    "%s: expected a zip of .npy arrays, found a broken one (%s)".formatted(path, e.getMessage()),
                    e);
        } catch (Failure e) {
            throw new Failure(e.kind(), path + ": " + e.getMessage(), e);
        }
    }

    /** One array off the disk; {@code bytes} is little-endian and as long as the shape says. */
    private record Array(int[] shape, byte[] bytes) {
        ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static Array array(ZipFile zip, String name, String type, int rank) throws IOException {
        ZipEntry entry = zip.getEntry(name + ".npy");
        if (entry == null) {
            throw Failure.badInput(name + ": expected an array of this name, found none");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            NpyHeader header = NpyHeader.read(name, in);
            if (!header.type().equals(type)) {
                throw Failure.badInput("%s: expected type %s, found %s".formatted(name, type, header.type()));
            }
            if (header.shape().length != rank) {
                throw Failure.badInput("%s: expected %d sides, found the shape %s"
                        .formatted(name, rank, NpyHeader.tuple(header.shape())));
            }
            long size = type.equals(BYTE) ? 1 : 4;
            for (int side : header.shape()) {
                size = Math.multiplyExact(size, (long) side);
                if (size > LARGEST) {
                    throw Failure.badInput("%s: expected at most %d bytes, found the shape %s"
                            .formatted(name, LARGEST, NpyHeader.tuple(header.shape())));
                }
            }
            byte[] bytes = in.readNBytes((int) size);
            if (bytes.length != size || in.read() != -1) {
                throw Failure.badInput("%s: expected the %d bytes that the shape %s has, found %s"
                        .formatted(
                                name,
                                size,
                                NpyHeader.tuple(header.shape()),
                                bytes.length == size ? "more" : Integer.toString(bytes.length)));
            }
            return new Array(header.shape(), bytes);
        }
    }

    private static void add(ZipOutputStream zip, String name, String type, byte[] values, int... shape)
            throws IOException {
        byte[] head = new NpyHeader(type, shape).bytes();
        CRC32 crc = new CRC32();
        crc.update(head);
        crc.update(values);
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(MOMENT);
        entry.setSize((long) head.length + values.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(head);
        zip.write(values);
        zip.closeEntry();
    }

    private static byte[] floats(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static float[] floats(Array array) {
        float[] out = new float[array.bytes.length / 4];
        array.buffer().asFloatBuffer().get(out);
        return out;
    }

    private static byte[][] rows(Array array) {
        byte[][] out = new byte[array.shape[0]][array.shape[1]];
        ByteBuffer values = array.buffer();
        for (byte[] row : out) {
            values.get(row);
        }
        return out;
    }
}
