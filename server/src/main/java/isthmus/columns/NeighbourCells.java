package isthmus.columns;

import isthmus.Failure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An index of neighbours over some rows: an inverted file, which holds the rows of each cell of k-means side by side, every
 * number of a code rounded to a byte. A search looks at all rows of the cells around a code, and computes the distances of
 * those that seem nearest anew. A graph of these rows took thirty times as long to build and as long to search. Any thread.
 */
final class NeighbourCells {
    static final String CENTRES = "centre.npy"; // (cells, dim)
    static final String ENDS = "end.npy"; // (cells) where the rows of each end
    static final String ROWS = "row.npy"; // (count), cell after cell
    static final String CODES = "code.npy"; // (count, dim) in the same order
    static final String SCALE = "scale.npy"; // (dim, 2): what byte 0 stands for along an axis, and a step
    static final int LEVELS = 256;

    private static final int AGAIN = 4; // rows for each one wanted whose distance is computed anew
    private static final int BLOCK = 512; // rows read at once

    private final MappedColumn mu;
    private final Centres centres;
    private final long[] ends;
    private final MappedColumn rows;
    private final MappedColumn codes;
    private final float[] scale;
    private final int look; // cells that a search goes through

    private NeighbourCells(
            MappedColumn mu,
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

    static NeighbourCells open(MappedColumn mu, Manifest.Cells part, Path folder) {
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
        int dim = mu.width();
        float[] squares = squares(code);
        Nearest seeming = new Nearest((int) Math.min(rows.count(), (long) AGAIN * k + LEVELS));
        byte[] block = new byte[BLOCK * dim];
        for (int cell : cells(code)) {
            long end = ends[cell];
            for (long from = cell == 0 ? 0 : ends[cell - 1]; from < end; from += BLOCK) {
                int some = (int) Math.min(BLOCK, end - from);
                codes.bytes(from * dim, block, some * dim);
                look(block, some, dim, squares, from, seeming);
            }
        }
        Nearest found = new Nearest(Math.min(k, (int) Math.min(rows.count(), Integer.MAX_VALUE)));
        for (Nearest.Near near : seeming.all()) {
            long row = rows.longAt(near.row());
            found.add(row, square(code, mu, row));
        }
        return found.all();
    }

    private static void look(byte[] block, int some, int dim, float[] squares, long from, Nearest seeming) {
        double limit = seeming.limit();
        for (int i = 0; i < some; i++) {
            float even = 0; // two sums, which do not wait for each other
            float odd = 0;
            int at = i * dim;
            int d = 0;
            for (; d + 1 < dim; d += 2) {
                even += squares[d * LEVELS + (block[at + d] & 0xFF)];
                odd += squares[(d + 1) * LEVELS + (block[at + d + 1] & 0xFF)];
            }
            if (d < dim) {
                even += squares[d * LEVELS + (block[at + d] & 0xFF)];
            }
            if (even + odd < limit) {
                seeming.add(from + i, even + odd);
                limit = seeming.limit();
            }
        }
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

    /** The cells around a code. */
    private int[] cells(float[] code) {
        return nearest(centres, code, look);
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

    static double square(float[] code, MappedColumn mu, long row) {
        double sum = 0;
        for (int d = 0; d < code.length; d++) {
            double offset = (double) mu.floatAt(row * code.length + d) - code[d];
            sum += offset * offset;
        }
        return sum;
    }
}
