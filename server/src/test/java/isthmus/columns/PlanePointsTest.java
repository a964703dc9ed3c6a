package isthmus.columns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import isthmus.latent.PosteriorBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read off the points in order, beside what a look at each point gives. */
class PlanePointsTest {
    private static final int COUNT = 40_000;
    private static final int DIM = 3;
    private static final Plane PLANE = Plane.axes(new double[] {0, 0, 1}, 0, 1);

    @TempDir
    static Path folder;

    private static ColumnAtlas atlas;
    private static PlanePoints points;
    private static float[] x;
    private static float[] y;

    @BeforeAll
    static void generate() throws IOException {
        Noise noise = new Noise(2, 0);
        int rows = 500;
        byte[] labels = new byte[rows];
        float[] kl = new float[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = (byte) (i % 5);
            kl[i] = i / 10f;
        }
        float[] logvar = new float[rows * DIM];
        Arrays.fill(logvar, -3);
        Atlas from = new Atlas(
                new PosteriorBatch(rows, DIM, noise.normals(rows * DIM), logvar),
                labels,
                new int[rows],
                kl,
                noise.normals(rows),
                null);
        GeneratedAtlas.write(folder, from, List.of("a", "b", "c", "d", "e"), COUNT);
        atlas = ColumnAtlas.open(folder, DIM, GeneratedAtlas.ENCODER);
        points = atlas.points(PLANE, share -> {});
        x = new float[COUNT];
        y = new float[COUNT];
        for (int row = 0; row < COUNT; row++) {
            x[row] = atlas.mu().floatAt((long) row * DIM);
            y[row] = atlas.mu().floatAt((long) row * DIM + 1);
        }
    }

    /** The cells of a tile counted one by one: by cell and class. */
    private static long[][] counted(int level, int tileX, int tileY, IntPredicate shown) {
        double[] square = points.square();
        double cell = square[2] / (1L << (level + PointTile.BITS));
        long[][] counts = new long[1 << (2 * PointTile.BITS)][5];
        for (int row = 0; row < COUNT; row++) {
            int column = (int) ((x[row] - square[0]) / cell) - (tileX << PointTile.BITS);
            int line = (int) ((y[row] - square[1]) / cell) - (tileY << PointTile.BITS);
            if (column >= 0 && column < 64 && line >= 0 && line < 64 && shown.test(row)) {
                counts[line << PointTile.BITS | column][atlas.label().byteAt(row)]++;
            }
        }
        return counts;
    }

    private static void assertCounts(long[][] expected, PointTile tile) {
        long[][] found = new long[expected.length][5];
        for (int i = 0; i < tile.cells().length; i++) {
            found[tile.cells()[i]][tile.classes()[i]] += tile.counts()[i];
        }
        assertTrue(Arrays.deepEquals(expected, found));
        assertEquals(Arrays.stream(expected).flatMapToLong(LongStream::of).sum(), tile.points());
    }

    @Test
    void tilesCountEachClassInEachCell() {
        PointTile whole = points.tile(0, 0, 0, null, PointFilter.ALL);
        assertTrue(whole.isCells());
        assertCounts(counted(0, 0, 0, row -> true), whole);
        long sum = 0;
        for (int tileX = 0; tileX < 2; tileX++) {
            for (int tileY = 0; tileY < 2; tileY++) {
                PointTile tile = points.tile(1, tileX, tileY, null, PointFilter.ALL);
                if (tile.isCells()) {
                    assertCounts(counted(1, tileX, tileY, row -> true), tile);
                }
                sum += tile.points();
            }
        }
        assertEquals(COUNT, sum);
    }

    @Test
    void fromWhereThereAreFewTilesHaveTruePoints() {
        Set<Long> rows = new HashSet<>();
        collect(0, 0, 0, rows);
        assertEquals(COUNT, rows.size());
    }

    private static void collect(int level, int tileX, int tileY, Set<Long> rows) {
        PointTile tile = points.tile(level, tileX, tileY, "kl", PointFilter.ALL);
        if (tile.isCells()) {
            for (int quarter = 0; quarter < 4; quarter++) {
                collect(level + 1, 2 * tileX + (quarter & 1), 2 * tileY + (quarter >> 1), rows);
            }
            return;
        }
        assertTrue(tile.points() <= PointPyramid.MOST_POINTS);
        for (int i = 0; i < tile.rows().length; i++) {
            int row = (int) tile.rows()[i];
            assertTrue(rows.add(tile.rows()[i]));
            assertEquals(x[row], tile.x()[i]);
            assertEquals(y[row], tile.y()[i]);
            assertEquals(atlas.label().byteAt(row), tile.classes()[i]);
            assertEquals(atlas.column("kl").floatAt(row), tile.means()[i]);
        }
    }

    @Test
    void meansOfAColumnAreThoseOfTheCell() {
        PointTile tile = points.tile(0, 0, 0, "kl", PointFilter.ALL);
        double[] sums = new double[4096];
        long[][] counts = counted(0, 0, 0, row -> true);
        double[] square = points.square();
        for (int row = 0; row < COUNT; row++) {
            int column = (int) ((x[row] - square[0]) / square[2] * 64);
            int line = (int) ((y[row] - square[1]) / square[2] * 64);
            sums[line << 6 | column] += atlas.column("kl").floatAt(row);
        }
        for (int i = 0; i < tile.cells().length; i++) {
            long count = LongStream.of(counts[tile.cells()[i]]).sum();
            assertEquals(count, tile.counts()[i]);
            assertEquals(sums[tile.cells()[i]] / count, tile.means()[i], 1e-4);
        }
    }

    private static Polygon star() {
        double[] xs = new double[10];
        double[] ys = new double[10];
        for (int i = 0; i < 10; i++) {
            double radius = i % 2 == 0 ? 1.7 : 0.6;
            xs[i] = 0.2 + radius * Math.sin(i * Math.PI / 5);
            ys[i] = -0.1 + radius * Math.cos(i * Math.PI / 5);
        }
        return new Polygon(xs, ys);
    }

    private static void assertSelected(PlanePoints.Selection found, int[] expected) {
        assertEquals(expected.length, found.count());
        long[] classes = new long[5];
        long[] bars = new long[16];
        float most = 49.9f;
        for (int row : expected) {
            classes[atlas.label().byteAt(row)]++;
            bars[Math.min(15, (int) (atlas.column("kl").floatAt(row) * (16 / (double) most)))]++;
        }
        assertArrayEquals(classes, found.classes());
        assertEquals("kl", found.histograms().get(0).column());
        assertEquals(most, found.histograms().get(0).to());
        assertArrayEquals(bars, found.histograms().get(0).counts());
        Set<Long> all = new HashSet<>();
        IntStream.of(expected).forEach(row -> all.add((long) row));
        assertEquals(
                Math.min(300, expected.length),
                LongStream.of(found.rows()).distinct().count());
        assertTrue(LongStream.of(found.rows()).allMatch(all::contains));
    }

    @Test
    void aPolygonHasThePointsThatLieWithinIt() {
        Polygon star = star();
        int[] expected = IntStream.range(0, COUNT)
                .filter(row -> star.contains(x[row], y[row]))
                .toArray();
        assertTrue(expected.length > 2000 && expected.length < COUNT / 2);
        assertSelected(points.select(star, PointFilter.ALL, List.of("kl"), 16, 300), expected);
        assertSelected(
                points.select(null, PointFilter.ALL, List.of("kl"), 16, 300),
                IntStream.range(0, COUNT).toArray());
        Polygon outside = new Polygon(new double[] {90, 91, 90}, new double[] {90, 90, 91});
        assertEquals(
                0,
                points.select(outside, PointFilter.ALL, List.of("kl"), 16, 300).count());
    }

    @Test
    void aFilterLetsThroughWhatLiesInAllItsRanges() {
        PointFilter filter = new PointFilter(
                List.of(new PointFilter.Range("kl", 10, 20.05), new PointFilter.Range("reconstruction", -0.5, 9)));
        IntPredicate shown = row -> {
            float kl = atlas.column("kl").floatAt(row);
            float reconstruction = atlas.column("reconstruction").floatAt(row);
            return kl >= 10 && kl <= 20.05 && reconstruction >= -0.5 && reconstruction <= 9;
        };
        int[] expected = IntStream.range(0, COUNT).filter(shown).toArray();
        assertTrue(expected.length > 4096);
        assertSelected(points.select(null, filter, List.of("kl"), 16, 300), expected);
        assertCounts(counted(0, 0, 0, shown), points.tile(0, 0, 0, null, filter));
        Polygon star = star();
        assertSelected(
                points.select(star, filter, List.of("kl"), 16, 300),
                IntStream.of(expected)
                        .filter(row -> star.contains(x[row], y[row]))
                        .toArray());
        List<Long> seen = new ArrayList<>();
        PointTile tile = points.tile(2, 1, 1, null, filter);
        LongStream.of(tile.rows()).forEach(seen::add);
        assertTrue(!seen.isEmpty() && seen.stream().allMatch(row -> shown.test(row.intValue())));
    }

    @Test
    void aRangeHoldsEachFloatThatLiesBetweenItsEnds(@TempDir Path own) throws IOException {
        float[] values = new float[300];
        float[] some = {
            Float.NaN,
            Float.NEGATIVE_INFINITY,
            -Float.MAX_VALUE,
            -1,
            -Float.MIN_VALUE,
            -0f,
            0,
            Float.MIN_VALUE,
            0.1f,
            1,
            Math.nextUp(1f),
            Float.MAX_VALUE,
            Float.POSITIVE_INFINITY
        };
        MappedColumn column = MappedColumn.create(own.resolve("a.npy"), ColumnType.F4, values.length, 1);
        for (int i = 0; i < values.length; i++) {
            values[i] = some[i % some.length];
            column.put(i, values[i]);
        }
        double[] ends = {
            Double.NEGATIVE_INFINITY,
            -1e300,
            -1,
            -1e-300,
            -0.0,
            0,
            1e-300,
            0.1,
            0.1f,
            1,
            1 + 1e-12,
            1e300,
            Double.POSITIVE_INFINITY
        };
        for (double from : ends) {
            for (double to : ends) {
                if (from > to) {
                    continue;
                }
                PointFilter.Matches matches = PointFilter.Matches.of(
                        List.of(new PointFilter.Range("a", from, to)), List.of(column), values.length);
                for (int i = 0; i < values.length; i++) {
                    String what = values[i] + " in " + from + " to " + to;
                    assertEquals(values[i] >= from && values[i] <= to, matches.has(i), what);
                    assertEquals(matches.has(i), (matches.bits(i) & 1) != 0, what);
                }
            }
        }
    }

    @Test
    void whatIsNoTileOrNoPolygonIsRefused() {
        assertThrows(Failure.class, () -> points.tile(1, 2, 0, null, PointFilter.ALL));
        assertThrows(Failure.class, () -> points.tile(PointPyramid.DEEPEST + 1, 0, 0, null, PointFilter.ALL));
        assertThrows(Failure.class, () -> new Polygon(new double[] {0, 1}, new double[] {0, 1}));
        assertThrows(Failure.class, () -> new Polygon(new double[] {0, 1, Double.NaN}, new double[] {0, 1, 0}));
        assertThrows(Failure.class, () -> new PointFilter.Range("kl", 2, 1));
        assertThrows(Failure.class, () -> points.prepare(new PointFilter(List.of(new PointFilter.Range("no", 1, 2)))));
    }
}
