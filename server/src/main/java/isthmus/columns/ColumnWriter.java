package isthmus.columns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes an {@code .npy} file number by number; its header is written last, when it is known how many there are. One thread
 * at a time.
 */
final class ColumnWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 20;
    private static final long LONGEST = 1_000_000_000_000_000_000L; // whose header is as long as any

    private final ColumnType type;
    private final int width;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final int start;
    private long numbers;

    ColumnWriter(Path file, ColumnType type, int width) throws IOException {
        this.type = type;
        this.width = width;
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        start = MappedColumn.header(type, LONGEST, width).length;
        channel.position(start);
    }

    /** Copies a column that is there already to the front. */
    void copy(Path file, long rows) throws IOException {
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
            flush();
            long at = MappedColumn.header(type, rows, width).length;
            long end = at + ((rows * width) << type.shift());
            while (at < end) {
                at += from.transferTo(at, end - at, channel);
            }
            numbers += rows * width;
        }
    }

    void add(double value) throws IOException {
        if (buffer.remaining() < Long.BYTES) {
            flush();
        }
        switch (type) {
            case U1 -> buffer.put((byte) value);
            case F4 -> buffer.putFloat((float) value);
            case F8 -> buffer.putDouble(value);
            case I8 -> buffer.putLong((long) value);
        }
        numbers++;
    }

    void add(long value) throws IOException {
        if (buffer.remaining() < Long.BYTES) {
            flush();
        }
        buffer.putLong(value);
        numbers++;
    }

    void add(byte[] bytes) throws IOException {
        flush();
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            channel.write(all);
        }
        numbers += bytes.length;
    }

    /** Whole rows so far. */
    long rows() {
        return numbers / width;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
            byte[] header = MappedColumn.header(type, numbers / width, width);
            if (header.length != start) {
                throw new IllegalStateException("the header of a column has " + header.length + " bytes, not " + start);
            }
            channel.write(ByteBuffer.wrap(header), 0);
            channel.force(true);
        }
    }
}
