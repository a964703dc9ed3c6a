package isthmus.columns;

import isthmus.Failure;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The tiles of so many points that to count them takes a while, counted once and kept in a file; a tile is read when it is
 * asked for. Any thread.
 */
final class KeptTiles {
    static final String FILE = "tiles.bin";
    private static final long MANY = 1 << 17; // points from which a tile is kept
    private static final int ENTRY = 7; // bytes of a cell, a class and a count

    private final Path file;
    private final boolean labelled;
    private final Map<Long, long[]> places = new HashMap<>(); // by tile: where its entries start, and how many

    private KeptTiles(Path file, boolean labelled) {
        this.file = file;
        this.labelled = labelled;
    }

    private static long key(int level, int x, int y) {
        return ((long) level << 26 | x) << 26 | y;
    }

    /** Counts the tiles of many points and writes them. */
    static void write(Path folder, PointPyramid pyramid) throws IOException {
        Path file = folder.resolve(FILE);
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), 1 << 20))) {
            write(out, pyramid, 0, 0, 0);
        }
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    private static void write(DataOutputStream out, PointPyramid pyramid, int level, int x, int y) throws IOException {
        if (pyramid.stretch(level, x, y).points() < MANY) {
            return;
        }
        PointTile tile = pyramid.tile(level, x, y, null, null);
        out.writeLong(key(level, x, y));
        out.writeInt(tile.cells().length);
        for (int i = 0; i < tile.cells().length; i++) {
            out.writeShort(tile.cells()[i]);
            out.writeByte(tile.classes() == null ? 0 : tile.classes()[i]);
            out.writeInt(tile.counts()[i]);
        }
        if (level == PointPyramid.DEEPEST) {
            return;
        }
        for (int quarter = 0; quarter < 4; quarter++) {
            write(out, pyramid, level + 1, 2 * x + (quarter & 1), 2 * y + (quarter >> 1));
        }
    }

    static KeptTiles open(Path folder, boolean labelled) throws IOException {
        KeptTiles tiles = new KeptTiles(folder.resolve(FILE), labelled);
        try (FileChannel in = FileChannel.open(tiles.file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
            for (long at = 0; at < in.size(); ) {
                in.read(head.clear(), at);
                long key = head.getLong(0);
                int entries = head.getInt(Long.BYTES);
                at += head.capacity();
                tiles.places.put(key, new long[] {at, entries});
                at += (long) entries * ENTRY;
            }
        }
        return tiles;
    }

    /** Null for a tile that is not kept. */
    PointTile get(int level, int x, int y) {
        long[] place = places.get(key(level, x, y));
        if (place == null) {
            return null;
        }
        int entries = (int) place[1];
        ByteBuffer bytes = ByteBuffer.allocate(entries * ENTRY);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && in.read(bytes, place[0] + bytes.position()) >= 0) {}
        } catch (IOException e) {
            throw Failure.modelFailed(file.toString(), "a tile that can be read", e.getMessage())
                    .causedBy(e);
        }
        bytes.flip();
        short[] cells = new short[entries];
        byte[] classes = labelled ? new byte[entries] : null;
        int[] counts = new int[entries];
        long points = 0;
        for (int i = 0; i < entries; i++) {
            cells[i] = bytes.getShort();
            byte one = bytes.get();
            if (labelled) {
                classes[i] = one;
            }
            counts[i] = bytes.getInt();
            points += counts[i];
        }
        return new PointTile(points, cells, classes, counts, null, null, null, null);
    }
}
