package isthmus.columns;

import isthmus.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads a column by a channel of its file: who goes through all of it would have all of it counted as memory of the process
 * where it is mapped. It stays open as long as somebody has it, for the file may be deleted meanwhile. Any thread.
 */
final class ColumnReader {
    private static final int BLOCK = 1 << 17; // bytes read at once
    private static final ThreadLocal<ByteBuffer> BLOCKS =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.LITTLE_ENDIAN));

    private final MappedColumn column;
    private final Path file;
    private final FileChannel channel;
    private final long start; // of the first number

    ColumnReader(MappedColumn column, Path file, long start) {
        this.column = column;
        this.file = file;
        this.start = start;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Failure unreadable(IOException e) {
        return Failure.badInput(file.toString(), "a column that can be read", e).causedBy(e);
    }

    private interface Block {
        void take(ByteBuffer block, int done);
    }

    /** False where the channel was closed, as it is for all when a thread that reads is interrupted: then it is read as mapped. */
    private boolean read(long index, long bytes, Block to) {
        ByteBuffer block = BLOCKS.get();
        long at = start + (index << column.type().shift());
        try {
            for (int done = 0; done < bytes; done += block.limit()) {
                block.clear().limit((int) Math.min(block.capacity(), bytes - done));
                while (block.hasRemaining()) {
                    if (channel.read(block, at + done + block.position()) < 0) {
                        throw Failure.badInput(file.toString(), "a column that is whole", "one that ends early");
                    }
                }
                to.take(block.flip(), done);
            }
            return true;
        } catch (ClosedChannelException e) {
            return false;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    long count() {
        return column.count();
    }

    /** Numbers a row. */
    int width() {
        return column.width();
    }

    /** Floats from an index on. */
    void floats(long index, float[] out, int count) {
        boolean there = read(
                index,
                (long) count << 2,
                (block, done) -> block.asFloatBuffer().get(out, done >> 2, block.remaining() >> 2));
        if (!there) {
            column.floats(index, out, count);
        }
    }

    /** Whole numbers of 64 bits from an index on. */
    void longs(long index, long[] out, int count) {
        boolean there = read(
                index,
                (long) count << 3,
                (block, done) -> block.asLongBuffer().get(out, done >> 3, block.remaining() >> 3));
        for (int i = 0; !there && i < count; i++) {
            out[i] = column.longAt(index + i);
        }
    }

    /** Bytes from an index on. */
    void bytes(long index, byte[] out, int count) {
        if (!read(index, count, (block, done) -> block.get(out, done, block.remaining()))) {
            column.bytes(index, out, count);
        }
    }
}
