package isthmus.columns;

import isthmus.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads a column by the channel of its file: who goes through all of it would have all of it counted as memory of the process
 * where it is mapped. Any thread, until it is closed.
 */
final class ColumnReader implements AutoCloseable {
    private static final int BLOCK = 1 << 17; // bytes read at once

    private static final ThreadLocal<ByteBuffer> BLOCKS =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.LITTLE_ENDIAN));

    private final Path file;
    private final FileChannel channel;
    private final long start; // of the first number
    private final int shift;

    ColumnReader(Path file, long start, int shift) {
        this.file = file;
        this.start = start;
        this.shift = shift;
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

    private void read(long index, long bytes, Block to) {
        ByteBuffer block = BLOCKS.get();
        long at = start + (index << shift);
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
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Floats from an index on. */
    void floats(long index, float[] out, int count) {
        read(
                index,
                (long) count << shift,
                (block, done) -> block.asFloatBuffer().get(out, done >> shift, block.remaining() >> shift));
    }

    /** Whole numbers of 64 bits from an index on. */
    void longs(long index, long[] out, int count) {
        read(
                index,
                (long) count << shift,
                (block, done) -> block.asLongBuffer().get(out, done >> shift, block.remaining() >> shift));
    }

    /** Bytes from an index on. */
    void bytes(long index, byte[] out, int count) {
        read(index, count, (block, done) -> block.get(out, done, block.remaining()));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
