package isthmus.data;

import isthmus.Failure;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An idx file of unsigned bytes, of any rank, gzip or not, read row by row. One thread at a
 * time; close it.
 *
 * <p>The format: two zero bytes, a type byte (8 for unsigned bytes), a byte with the rank, that many big-endian 32-bit
 * sizes, then the values with the last axis running fastest.
 */
final class IdxReader implements AutoCloseable {
    private static final int UNSIGNED_BYTE = 8;
    /** The largest compression ratio of deflate; a header that promises more is wrong. */
    private static final long MAX_RATIO = 1032;

    private final Path path;
    private final InputStream in;
    private final int[] sizes;
    private final int rowSize;
    private int row;

    private IdxReader(Path path, InputStream in, int[] sizes) {
        this.path = path;
        this.in = in;
        this.sizes = sizes;
        int product = 1;
        for (int axis = 1; axis < sizes.length; axis++) {
            product *= sizes[axis];
        }
        this.rowSize = product;
    }

    /** Opens a file and checks its header against the file's length. */
    static IdxReader open(Path path) {
        try {
            return open(path, Files.newInputStream(path), Files.size(path));
        } catch (NoSuchFileException e) {
            throw Failure.notFound(path.toString(), "an idx file", "none");
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Opens a file that is read from elsewhere; its stream is closed with the reader, or here where the file is refused.
     *
     * @param path in messages
     * @param length bytes of the file
     */
    static IdxReader open(Path path, InputStream file, long length) {
        InputStream in = file;
        try {
            in = new BufferedInputStream(file, 1 << 16);
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            if (gzip) {
                in = new GZIPInputStream(in, 1 << 16);
            }
            int[] sizes = header(path, in);
            check(path, sizes, length, gzip);
            return new IdxReader(path, in, sizes);
        } catch (IOException | Failure e) {
            closeQuietly(in);
            throw e instanceof IOException io ? unreadable(path, io) : (Failure) e;
        }
    }

    private static int[] header(Path path, InputStream in) throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length < 4 || magic[0] != 0 || magic[1] != 0) {
            throw Failure.badInput(
                    path.toString(),
                    "an idx file, which begins with two zero bytes",
                    (magic.length < 4 ? magic.length + " bytes in all" : "%02x %02x".formatted(magic[0], magic[1])));
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw Failure.badInput(path.toString(), "idx type 8 (unsigned bytes)", "type " + (magic[2] & 0xFF));
        }
        int rank = magic[3] & 0xFF;
        if (rank == 0) {
            throw Failure.badInput(path.toString(), "an idx file of rank 1 or more", "rank 0");
        }
        byte[] bytes = in.readNBytes(4 * rank);
        if (bytes.length < 4 * rank) {
            throw Failure.badInput(
                    path.toString(),
                    "%d sizes of 4 bytes after the idx header".formatted(rank),
                    bytes.length + " bytes");
        }
        int[] sizes = new int[rank];
        ByteBuffer.wrap(bytes).asIntBuffer().get(sizes);
        return sizes;
    }

    private static void check(Path path, int[] sizes, long fileLength, boolean gzip) {
        long values = 1;
        for (int size : sizes) {
            long unsigned = Integer.toUnsignedLong(size);
            if (unsigned == 0) {
                throw Failure.badInput(path.toString(), "idx sizes of 1 or more", text(sizes));
            }
            values *= unsigned;
            if (values > Integer.MAX_VALUE * 1024L || unsigned > Integer.MAX_VALUE) {
                throw tooLarge(path, sizes);
            }
        }
        if (values / sizes[0] > Integer.MAX_VALUE) {
            throw tooLarge(path, sizes);
        }
        long header = 4 + 4L * sizes.length;
        if (gzip ? values > MAX_RATIO * fileLength : values != fileLength - header) {
            throw Failure.badInput(
                    path.toString(),
                    "%d values for idx sizes %s".formatted(values, text(sizes)),
                    "a file of %d bytes%s".formatted(fileLength, gzip ? " (gzip), which cannot hold them" : ""));
        }
    }

    private static Failure tooLarge(Path path, int[] sizes) {
        return Failure.tooLarge(path.toString(), "idx sizes of at most 2 GiB a row and 2 TiB in all", text(sizes));
    }

    /** The length of each axis, rows first. The caller may keep it. */
    int[] sizes() {
        return sizes.clone();
    }

    int rows() {
        return sizes[0];
    }

    /** Values in one row. */
    int rowSize() {
        return rowSize;
    }

    /** The values of the next row. */
    byte[] next() {
        try {
            byte[] values = in.readNBytes(rowSize);
            if (values.length < rowSize) {
                throw new EOFException();
            }
            row++;
            return values;
        } catch (EOFException e) {
            throw Failure.badInput(
                            path.toString(),
                            "%d rows of %d values".formatted(rows(), rowSize),
                            "a file that ends in row " + row)
                    .causedBy(e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Passes over rows; of a file that is not gzip in no time. */
    void skip(long rows) {
        try {
            in.skipNBytes(rows * rowSize);
            row += (int) rows;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Fails if the file continues after the last row, for then its header is wrong. */
    void end() {
        try {
            if (in.read() >= 0) {
                throw Failure.badInput(path.toString(), "the file to end after idx sizes " + text(sizes), "more");
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static Failure unreadable(Path path, IOException e) {
        String reason = e instanceof EOFException
                ? "the gzip data ends early"
                : e instanceof ZipException ? "the gzip data is damaged (" + e.getMessage() + ")" : e.toString();
        return Failure.badInput(path.toString(), "a file that can be read", reason)
                .causedBy(e);
    }

    private static String text(int[] sizes) {
        return IntStream.of(sizes).mapToObj(Integer::toUnsignedString).collect(Collectors.joining("×"));
    }

    @Override
    public void close() {
        closeQuietly(in);
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            return; // what was read is known already, and a failure that led here says more
        }
    }
}
