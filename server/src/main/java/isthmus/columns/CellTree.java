package isthmus.columns;

import isthmus.latent.Noise;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cells of a latent space, by k-means in two levels, so that a code's cell is found by looking at some hundred centres out of
 * ten thousand. It may be a cell beside the nearest, which costs a search nothing but a little longer way. Immutable; any thread.
 */
final class CellTree {
    private static final int LOOK = 3; // groups of cells in which a code's cell is looked for

    private final Centres groups;
    private final Centres[] cells; // of each group
    private final int[] first; // number of each group's first cell

    private CellTree(Centres groups, Centres[] cells) {
        this.groups = groups;
        this.cells = cells;
        first = new int[cells.length];
        for (int i = 1; i < cells.length; i++) {
            first[i] = first[i - 1] + cells[i - 1].count();
        }
    }

    /**
     * @param sample (rows, dim) of the codes
     * @param size rows of the sample to a cell
     */
    static CellTree fit(float[] sample, int dim, int size, Noise noise) {
        int rows = sample.length / dim;
        int count = (int) Math.ceil(Math.sqrt((double) rows / size));
        int few = Math.min(rows, count * 8 * size);
        Centres groups = Centres.fit(Arrays.copyOf(sample, few * dim), dim, count, noise.stream(0));
        int[] group = new int[rows];
        int part = 1024;
        IntStream.range(0, (rows + part - 1) / part).parallel().forEach(i -> {
            float[] work = new float[count];
            for (int row = i * part; row < Math.min(rows, (i + 1) * part); row++) {
                group[row] = groups.nearest(sample, row * dim, work);
            }
        });
        Centres[] cells = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> {
                    float[] own = own(sample, dim, group, i);
                    return own.length == 0
                            ? Centres.of(dim, Arrays.copyOfRange(groups.rows(), i * dim, (i + 1) * dim))
                            : Centres.fit(own, dim, Math.max(1, own.length / dim / size), noise.stream(i + 1));
                })
                .toArray(Centres[]::new);
        return new CellTree(groups, cells);
    }

    private static float[] own(float[] sample, int dim, int[] group, int which) {
        int[] rows = IntStream.range(0, group.length)
                .filter(row -> group[row] == which)
                .toArray();
        float[] own = new float[rows.length * dim];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(sample, rows[i] * dim, own, i * dim, dim);
        }
        return own;
    }

    int count() {
        return first[first.length - 1] + cells[cells.length - 1].count();
    }

    /** (count, dim) */
    float[] centres() {
        return Centres.together(cells);
    }

    /** Finds cells of codes, with arrays of its own. One thread. */
    final class Search {
        private final float[] groupWork = new float[groups.count()];
        private final float[] work =
                new float[Arrays.stream(cells).mapToInt(Centres::count).max().orElse(0)];

        int cell(float[] codes, int from) {
            groups.distances(codes, from, groupWork);
            int found = 0;
            float best = Float.POSITIVE_INFINITY;
            for (int look = 0; look < Math.min(LOOK, cells.length); look++) {
                int group = Centres.least(groupWork, groupWork.length);
                groupWork[group] = Float.POSITIVE_INFINITY;
                int cell = cells[group].nearest(codes, from, work);
                if (work[cell] < best) {
                    best = work[cell];
                    found = first[group] + cell;
                }
            }
            return found;
        }
    }
}
