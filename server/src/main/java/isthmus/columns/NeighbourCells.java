package isthmus.columns;

import isthmus.Failure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An index of neighbours over some rows: an inverted file, which holds the rows of each cell of k-means side by side, every
 * number of a code rounded to a byte. A search looks at all rows of the cells around a code, and computes the distances of
 * those that seem nearest anew. A graph took forty times as long to build. Any thread.
 */
final class NeighbourCells {
    static final String CENTRES = "centre.npy"; // (cells, dim)
    static final String ENDS = "end.npy"; // (cells) where the rows of each end
    static final String ROWS = "row.npy"; // (count), cell after cell
    static final String CODES = "code.npy"; // (count, dim) in the same order
    static final String SCALE = "scale.npy"; // (dim, 2): what byte 0 stands for along an axis, and a step
    static final int LEVELS = 256;

    private static final int AGAIN = 4; // rows for each one wanted whose distance is computed anew
    private static final int MORE = 32;
    private static final int BLOCK = 512; // rows read at once

    private final ColumnReader mu;
    private final Centres centres;
    private final long[] ends;
    private final MappedColumn rows;
    private final MappedColumn codes;
    private final float[] scale;
    private final int look; // cells that a search goes through

    private NeighbourCells(
            ColumnReader mu,
            Centres centres,
            long[] ends,
            MappedColumn rows,
            MappedColumn codes,
            float[] scale,
            int look) {
        this.mu = mu;
        this.centres = centres;
        this.ends = ends;
        this.rows = rows;
        this.codes = codes;
        this.scale = scale;
        this.look = look;
    }

    static NeighbourCells open(ColumnReader mu, Manifest.Cells part, Path folder) {
        int dim = mu.width();
        if (part.cells() < 1 || part.look() < 1) {
            throw Failure.badInput(folder.toString(), "an index of neighbours with cells", part.cells());
        }
        float[] centres = new float[part.cells() * dim];
        MappedColumn.open(folder.resolve(CENTRES), ColumnType.F4, part.cells(), dim)
                .floats(0, centres, centres.length);
        MappedColumn end = MappedColumn.open(folder.resolve(ENDS), ColumnType.I8, part.cells(), 1);
        long[] ends = IntStream.range(0, part.cells()).mapToLong(end::longAt).toArray();
        float[] scale = new float[2 * dim];
        MappedColumn.open(folder.resolve(SCALE), ColumnType.F4, dim, 2).floats(0, scale, scale.length);
        return new NeighbourCells(
                mu,
                Centres.of(dim, centres),
                ends,
                MappedColumn.open(folder.resolve(ROWS), ColumnType.I8, part.count(), 1),
                MappedColumn.open(folder.resolve(CODES), ColumnType.U1, part.count(), dim),
                scale,
                part.look());
    }

    /** The nearest rows, nearest first; one in some dozens may be missed. */
    List<Nearest.Near> nearest(float[] code, int k) {
        float[] squares = squares(code);
        int most = (int) Math.min(rows.count(), (long) AGAIN * k + MORE);
        int[] near = nearest(centres, code, look);
        int parts = Math.min(near.length, Runtime.getRuntime().availableProcessors());
        // Each part begins with near cells, so that it soon knows how far is too far.
        Nearest seeming = IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> seeming(near, part, parts, squares, most))
                .collect(() -> new Nearest(most), Nearest::add, Nearest::add);
        Nearest found = new Nearest((int) Math.min(k, rows.count()));
        float[] exact = new float[code.length];
        for (Nearest.Near one : seeming.all()) {
            long row = rows.longAt(one.row());
            mu.floats(row * code.length, exact, code.length);
            ColumnAtlas.look(exact, 1, code, 0, code.length, row, found);
        }
        return found.all();
    }

    /** The places that seem nearest by rounded codes, in some of the cells. */
    private Nearest seeming(int[] near, int first, int step, float[] squares, int most) {
        int dim = mu.width();
        Nearest seeming = new Nearest(most);
        byte[] block = new byte[BLOCK * dim];
        for (int i = first; i < near.length; i += step) {
            int cell = near[i];
            long end = ends[cell];
            for (long from = cell == 0 ? 0 : ends[cell - 1]; from < end; from += BLOCK) {
                int some = (int) Math.min(BLOCK, end - from);
                codes.bytes(from * dim, block, some * dim);
                look(block, some, dim, squares, from, seeming);
            }
        }
        return seeming;
    }

    private static void look(byte[] block, int some, int dim, float[] squares, long from, Nearest seeming) {
        double limit = seeming.limit();
        int half = dim / 2;
        for (int i = 0; i < some; i++) {
            float square = square(block, i * dim, 0, half, squares);
            if (square < limit) {
                square += square(block, i * dim, half, dim, squares);
                if (square < limit) {
                    seeming.add(from + i, square);
                    limit = seeming.limit();
                }
            }
        }
    }

    /** Along the axes [from, to), in two sums, which do not wait for each other. */
    private static float square(byte[] block, int at, int from, int to, float[] squares) {
        float even = 0;
        float odd = 0;
        int d = from;
        for (; d + 1 < to; d += 2) {
            even += squares[d * LEVELS + (block[at + d] & 0xFF)];
            odd += squares[(d + 1) * LEVELS + (block[at + d + 1] & 0xFF)];
        }
        return d < to ? even + odd + squares[d * LEVELS + (block[at + d] & 0xFF)] : even + odd;
    }

    /** (dim, levels): the squared distance of each level along each axis. */
    private float[] squares(float[] code) {
        float[] squares = new float[code.length * LEVELS];
        for (int d = 0; d < code.length; d++) {
            for (int level = 0; level < LEVELS; level++) {
                float offset = scale[2 * d] + level * scale[2 * d + 1] - code[d];
                squares[d * LEVELS + level] = offset * offset;
            }
        }
        return squares;
    }

    /** The nearest of some centres, nearest first. */
    static int[] nearest(Centres centres, float[] code, int most) {
        float[] distances = new float[centres.count()];
        centres.distances(code, 0, distances);
        long[] sorted = new long[distances.length];
        for (int i = 0; i < sorted.length; i++) {
            int bits = Float.floatToIntBits(distances[i]);
            sorted[i] = (long) (bits ^ (bits >> 31 & Integer.MAX_VALUE)) << 32 | i; // in the order of the floats
        }
        Arrays.sort(sorted);
        return Arrays.stream(sorted, 0, Math.min(most, sorted.length))
                .mapToInt(one -> (int) one)
                .toArray();
    }
}
