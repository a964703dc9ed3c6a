package isthmus.columns;

import isthmus.latent.Noise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Builds an index of neighbours: cells by k-means of a sample, then one pass over all rows on all cores, which finds each
 * row's cell, and for some codes which rows are nearest, by which it is chosen how many cells a search has to go through.
 * The heap holds two bytes a row. One thread asks.
 */
final class CellBuilder {
    /** Rows of one index at most, which is some 130 MB of heap to build. */
    static final int MOST_ROWS = 1 << 26;

    private static final int SAMPLED = 32; // rows of the sample to a cell
    private static final int CHUNK = 1 << 13; // rows read at once
    private static final int TRIALS = 64; // codes whose neighbours are found by looking at each row
    private static final int NEAR = 10;
    private static final double RECALL = 0.99; // of the neighbours of these that the cells have to hold
    private static final double SPAN = 4.5; // deviations from the mean to the first and the last level
    private static final double PASS = 0.9; // of the work, for progress
    private static final long SEED = 1;

    private final ColumnReader mu;
    private final long first;
    private final int count;
    private final int dim;
    private final DoubleConsumer progress;

    CellBuilder(ColumnReader mu, long first, int count, DoubleConsumer progress) {
        this.mu = mu;
        this.first = first;
        this.count = count;
        this.progress = progress;
        dim = mu.width();
    }

    /**
     * Writes the index of rows [first, first + count).
     *
     * @param folder that is there and empty
     * @param name of it when it is in use
     */
    Manifest.Cells build(Path folder, String name) throws IOException {
        Noise noise = Noise.named(SEED, "neighbours");
        // A search looks at the centres and at the rows of some cells: with more cells the latter are fewer.
        int cells = (int) Math.min(1 << 16, Math.max(1, Math.ceil(4 * Math.sqrt(count))));
        float[] sample = sample(Math.min(count, cells * SAMPLED), noise.stream(1));
        double[] mean = new double[dim];
        double[] deviation = new double[dim];
        moments(sample, mean, deviation);
        CellTree tree = CellTree.fit(sample, dim, SAMPLED, noise.stream(2));
        float[] trials = trials(mean, deviation, noise.stream(3));
        Nearest[] near = IntStream.range(0, TRIALS)
                .mapToObj(i -> new Nearest(Math.min(NEAR, count)))
                .toArray(Nearest[]::new);
        char[] cell = pass(tree, trials, near);
        float[] centres = tree.centres();
        int look = look(Centres.of(dim, centres), trials, near, cell);
        write(folder, cell, centres, mean, deviation);
        return new Manifest.Cells(name, first, count, tree.count(), look);
    }

    /** Rows that are spread evenly, in random order. */
    private float[] sample(int rows, Noise noise) {
        float[] sample = new float[rows * dim];
        float[] code = new float[dim];
        int[] places = noise.permutation(rows);
        for (int i = 0; i < rows; i++) {
            mu.floats((first + (long) i * count / rows) * dim, code, dim);
            System.arraycopy(code, 0, sample, places[i] * dim, dim);
        }
        return sample;
    }

    private void moments(float[] sample, double[] mean, double[] deviation) {
        int rows = sample.length / dim;
        for (int d = 0; d < dim; d++) {
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += sample[i * dim + d];
            }
            mean[d] = sum / rows;
            double squares = 0;
            for (int i = 0; i < rows; i++) {
                squares += (sample[i * dim + d] - mean[d]) * (sample[i * dim + d] - mean[d]);
            }
            deviation[d] = Math.sqrt(squares / rows);
        }
    }

    /** Codes as spread as the rows along each axis, but not where the rows lie: their neighbours are the hardest to find. */
    private float[] trials(double[] mean, double[] deviation, Noise noise) {
        float[] trials = noise.normals(TRIALS * dim);
        for (int i = 0; i < trials.length; i++) {
            trials[i] = (float) (mean[i % dim] + deviation[i % dim] * trials[i]);
        }
        return trials;
    }

    /** The cell of each row. */
    private char[] pass(CellTree tree, float[] trials, Nearest[] near) {
        char[] cell = new char[count];
        AtomicLong done = new AtomicLong();
        int chunks = (count + CHUNK - 1) / CHUNK;
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            int from = chunk * CHUNK;
            int rows = Math.min(CHUNK, count - from);
            float[] codes = new float[rows * dim];
            mu.floats((first + from) * dim, codes, codes.length);
            CellTree.Search search = tree.new Search();
            for (int i = 0; i < rows; i++) {
                cell[from + i] = (char) search.cell(codes, i * dim);
            }
            for (int trial = 0; trial < TRIALS; trial++) {
                Nearest own = new Nearest(Math.min(NEAR, count));
                ColumnAtlas.look(codes, rows, trials, trial * dim, dim, from, own);
                synchronized (near[trial]) {
                    near[trial].add(own);
                }
            }
            progress.accept(PASS * done.incrementAndGet() / chunks);
        });
        return cell;
    }

    /** How many cells hold the neighbours of the codes that were tried. */
    private static int look(Centres centres, float[] trials, Nearest[] near, char[] cell) {
        int dim = centres.dim();
        int[] needed = IntStream.range(0, TRIALS)
                .flatMap(trial -> {
                    float[] code = Arrays.copyOfRange(trials, trial * dim, (trial + 1) * dim);
                    int[] order = NeighbourCells.nearest(centres, code, centres.count());
                    int[] places = new int[order.length];
                    for (int i = 0; i < order.length; i++) {
                        places[order[i]] = i;
                    }
                    return near[trial].all().stream().mapToInt(one -> 1 + places[cell[(int) one.row()]]);
                })
                .sorted()
                .toArray();
        return needed[(int) Math.ceil(RECALL * needed.length) - 1];
    }

    private void write(Path folder, char[] cell, float[] centres, double[] mean, double[] deviation)
            throws IOException {
        int cells = centres.length / dim;
        long[] next = new long[cells + 1]; // where the next row of each cell comes
        for (char one : cell) {
            next[one + 1]++;
        }
        Arrays.parallelPrefix(next, Long::sum);
        put(folder, NeighbourCells.CENTRES, centres, cells, dim);
        float[] scale = new float[2 * dim];
        for (int d = 0; d < dim; d++) {
            scale[2 * d] = (float) (mean[d] - SPAN * deviation[d]);
            scale[2 * d + 1] =
                    (float) Math.max(Float.MIN_NORMAL, 2 * SPAN * deviation[d] / (NeighbourCells.LEVELS - 1));
        }
        put(folder, NeighbourCells.SCALE, scale, dim, 2);
        MappedColumn ends = MappedColumn.create(folder.resolve(NeighbourCells.ENDS), ColumnType.I8, cells, 1);
        LongStream.range(0, cells).forEach(i -> ends.put(i, next[(int) i + 1]));
        MappedColumn rows = MappedColumn.create(folder.resolve(NeighbourCells.ROWS), ColumnType.I8, count, 1);
        MappedColumn codes = MappedColumn.create(folder.resolve(NeighbourCells.CODES), ColumnType.U1, count, dim);
        place(cell, next, scale, rows, codes);
        for (MappedColumn column : new MappedColumn[] {ends, rows, codes}) {
            column.force();
        }
    }

    /** @param next where the next row of each cell comes, which is counted on */
    private void place(char[] cell, long[] next, float[] scale, MappedColumn rows, MappedColumn codes) {
        float[] code = new float[CHUNK * dim];
        for (int from = 0; from < count; from += CHUNK) {
            int some = Math.min(CHUNK, count - from);
            mu.floats((first + from) * dim, code, some * dim);
            for (int i = 0; i < some; i++) {
                long at = next[cell[from + i]]++;
                rows.put(at, first + from + i);
                for (int d = 0; d < dim; d++) {
                    codes.put(at * dim + d, level(code[i * dim + d], scale, d));
                }
            }
            progress.accept(PASS + (1 - PASS) * from / count);
        }
    }

    private static byte level(float number, float[] scale, int d) {
        float level = Math.round((number - scale[2 * d]) / scale[2 * d + 1]);
        return (byte) (int) Math.max(0, Math.min(NeighbourCells.LEVELS - 1, level));
    }

    private static void put(Path folder, String name, float[] numbers, long count, int width) throws IOException {
        MappedColumn column = MappedColumn.create(folder.resolve(name), ColumnType.F4, count, width);
        for (int i = 0; i < numbers.length; i++) {
            column.put(i, numbers[i]);
        }
        column.force();
    }
}
