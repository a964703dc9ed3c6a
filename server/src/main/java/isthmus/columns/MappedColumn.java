package isthmus.columns;

import isthmus.Failure;
import isthmus.npz.NpyHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * An {@code .npy} file as memory: the system reads what is looked at and drops it again, so that a column of any length takes
 * no heap. Mapped in pieces of a gibibyte, for a buffer of Java counts to 2³¹. Any thread; nobody writes into a column that
 * others read.
 */
public final class MappedColumn {
    private static final int PIECE = 30; // bits of the length of a piece in bytes

    private final ColumnType type;
    private final long count; // rows
    private final int width; // numbers a row
    private final long start; // of the first number, a multiple of 64
    private final Path file;
    private final MappedByteBuffer[] pieces;
    private final FloatBuffer[] floats; // the same

    private MappedColumn(Path file, ColumnType type, long count, int width, long start, MappedByteBuffer[] pieces) {
        this.file = file;
        this.type = type;
        this.count = count;
        this.width = width;
        this.start = start;
        this.pieces = pieces;
        floats = Arrays.stream(pieces).map(ByteBuffer::asFloatBuffer).toArray(FloatBuffer[]::new);
    }

    /**
     * Opens a column to be read, whose file has to be exactly what is expected.
     *
     * @param width numbers a row; 1 for a column of plain numbers
     */
    public static MappedColumn open(Path file, ColumnType type, long count, int width) {
        byte[] header = header(type, count, width);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = header.length + ((count * width) << type.shift());
            ByteBuffer found = ByteBuffer.allocate(header.length);
            channel.read(found, 0);
            if (channel.size() != bytes || !Arrays.equals(header, found.array())) {
                throw Failure.badInput(
                        file.toString(),
                        "%s numbers of %d rows, %d bytes in all".formatted(type.numpy(), count, bytes),
                        channel.size() + " bytes" + (channel.size() == bytes ? " of another type or shape" : ""));
            }
            return new MappedColumn(file, type, count, width, header.length, map(channel, MapMode.READ_ONLY, bytes));
        } catch (IOException e) {
            throw Failure.badInput(file.toString(), "a column that can be read", e)
                    .causedBy(e);
        }
    }

    /** Makes a column of zeros to be filled, at any place by any thread. */
    public static MappedColumn create(Path file, ColumnType type, long count, int width) throws IOException {
        byte[] header = header(type, count, width);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            long bytes = header.length + ((count * width) << type.shift());
            channel.write(ByteBuffer.wrap(header), 0);
            return new MappedColumn(file, type, count, width, header.length, map(channel, MapMode.READ_WRITE, bytes));
        }
    }

    static byte[] header(ColumnType type, long count, int width) {
        return width == 1 ? NpyHeader.bytes(type.numpy(), count) : NpyHeader.bytes(type.numpy(), count, width);
    }

    private static MappedByteBuffer[] map(FileChannel channel, MapMode mode, long bytes) throws IOException {
        MappedByteBuffer[] pieces = new MappedByteBuffer[(int) ((bytes + (1L << PIECE) - 1) >>> PIECE)];
        for (int i = 0; i < pieces.length; i++) {
            long from = (long) i << PIECE;
            pieces[i] = channel.map(mode, from, Math.min(1L << PIECE, bytes - from));
            pieces[i].order(ByteOrder.LITTLE_ENDIAN);
        }
        return pieces;
    }

    public ColumnType type() {
        return type;
    }

    /** Rows. */
    public long count() {
        return count;
    }

    /** Numbers a row. */
    public int width() {
        return width;
    }

    private long at(long index) {
        return start + (index << type.shift());
    }

    private ByteBuffer piece(long at) {
        return pieces[(int) (at >>> PIECE)];
    }

    private static int within(long at) {
        return (int) at & ((1 << PIECE) - 1);
    }

    /** A number as a float, of whatever type it is. */
    public float number(long index) {
        long at = at(index);
        ByteBuffer piece = piece(at);
        return switch (type) {
            case U1 -> piece.get(within(at)) & 0xFF;
            case F4 -> piece.getFloat(within(at));
            case F8 -> (float) piece.getDouble(within(at));
            case I8 -> piece.getLong(within(at));
        };
    }

    public float floatAt(long index) {
        long at = at(index);
        return piece(at).getFloat(within(at));
    }

    public long longAt(long index) {
        long at = at(index);
        return piece(at).getLong(within(at));
    }

    public int byteAt(long index) {
        long at = at(index);
        return piece(at).get(within(at)) & 0xFF;
    }

    /** Floats from an index on. */
    public void floats(long index, float[] out, int count) {
        for (int done = 0; done < count; ) {
            long at = at(index + done);
            int some = (int) Math.min(count - done, ((1L << PIECE) - within(at)) >>> type.shift());
            floats[(int) (at >>> PIECE)].get(within(at) >>> type.shift(), out, done, some);
            done += some;
        }
    }

    /** Opens the file to be read from one end to the other, none of which stays in the memory of this process. */
    ColumnReader reader() {
        return new ColumnReader(this, file, start);
    }

    /** Bytes from an index on. */
    public void bytes(long index, byte[] out, int count) {
        for (int done = 0; done < count; ) {
            long at = at(index + done);
            int some = (int) Math.min(count - done, (1L << PIECE) - within(at));
            piece(at).get(within(at), out, done, some);
            done += some;
        }
    }

    public void put(long index, float value) {
        long at = at(index);
        piece(at).putFloat(within(at), value);
    }

    public void put(long index, long value) {
        long at = at(index);
        piece(at).putLong(within(at), value);
    }

    public void put(long index, byte value) {
        long at = at(index);
        piece(at).put(within(at), value);
    }

    /** A number of whatever type the column is. */
    public void putNumber(long index, float value) {
        switch (type) {
            case F4 -> put(index, value);
            case U1 -> put(index, (byte) value);
            default -> throw new IllegalStateException("a float is put into F4 or U1, not " + type);
        }
    }

    /** Writes what was put to the disk. */
    public void force() {
        for (MappedByteBuffer piece : pieces) {
            piece.force();
        }
    }
}
