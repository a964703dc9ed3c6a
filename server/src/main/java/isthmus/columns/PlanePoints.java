package isthmus.columns;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The points of an atlas in a plane, as tiles and as what is within a polygon, with columns to colour, count and filter by. A
 * column is put in the order of the points when it is first wanted, and kept. Any thread.
 */
public final class PlanePoints {
    private static final String SQUARE = "square.txt";
    private static final int PART = 1 << 16; // points that one thread looks at
    private static final int FILTERS = 4; // whose bits are kept
    private static final long SAMPLE_SEED = 1;

    private final ColumnAtlas atlas;
    private final Path folder;
    private final PointPyramid pyramid;
    private final KeptTiles kept;
    private final Map<String, MappedColumn> ordered = new ConcurrentHashMap<>();
    private final Map<PointFilter, PointFilter.Matches> filters = new LinkedHashMap<>(); // those last asked for last
    private final Map<String, float[]> ranges = new ConcurrentHashMap<>();

    private PlanePoints(ColumnAtlas atlas, Path folder, PointPyramid pyramid, KeptTiles kept) {
        this.atlas = atlas;
        this.folder = folder;
        this.pyramid = pyramid;
        this.kept = kept;
    }

    /** What tells planes apart, as the name of a folder. */
    static String key(Plane plane) {
        double[][] parts = {plane.origin(), plane.first(), plane.second()};
        ByteBuffer bytes = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(one -> one.length).sum() * Double.BYTES);
        for (double[] part : parts) {
            for (double number : part) {
                bytes.putDouble(number);
            }
        }
        return Sha256.of(bytes.array()).substring(0, 32);
    }

    /** Writes what is beside the columns of a plane in order: its square, and the tiles that are kept. */
    static void write(ColumnAtlas atlas, Path folder, ZOrder order) throws IOException {
        String text = String.format(Locale.ROOT, "%s %s %s%n", order.left(), order.bottom(), order.side());
        WholeFile.write(folder.resolve(SQUARE), out -> out.write(text.getBytes(StandardCharsets.US_ASCII)));
        KeptTiles.write(folder, pyramid(atlas, folder));
    }

    private static PointPyramid pyramid(ColumnAtlas atlas, Path folder) throws IOException {
        String[] numbers = Files.readString(folder.resolve(SQUARE)).strip().split(" ", -1);
        if (numbers.length != 3) {
            throw Failure.badInput(folder.toString(), "the square of a plane", numbers.length + " numbers");
        }
        ZOrder order = new ZOrder(
                Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2]));
        long count = atlas.count();
        return new PointPyramid(
                order,
                MappedColumn.open(folder.resolve("x.npy"), ColumnType.F4, count, 1),
                MappedColumn.open(folder.resolve("y.npy"), ColumnType.F4, count, 1),
                MappedColumn.open(folder.resolve("row.npy"), ColumnType.I8, count, 1),
                atlas.label() == null ? null : MappedColumn.open(folder.resolve("label.npy"), ColumnType.U1, count, 1),
                atlas.labels().size());
    }

    static PlanePoints open(ColumnAtlas atlas, Path folder) throws IOException {
        PointPyramid pyramid = pyramid(atlas, folder);
        return new PlanePoints(atlas, folder, pyramid, KeptTiles.open(folder, atlas.label() != null));
    }

    /** Lower left corner and side of the square that the tile of level 0 is. */
    public double[] square() {
        return new double[] {
            pyramid.order().left(), pyramid.order().bottom(), pyramid.order().side()
        };
    }

    /** A column in the order of the points. */
    private MappedColumn ordered(String name) {
        MappedColumn column = atlas.column(name);
        MappedColumn there = ordered.get(name);
        if (there != null) {
            return there;
        }
        synchronized (ordered) {
            return ordered.computeIfAbsent(name, unused -> put(name, column));
        }
    }

    private MappedColumn put(String name, MappedColumn column) {
        Path kept = folder.resolve("by-" + name + ".npy");
        try {
            if (!Files.exists(kept)) {
                Path fresh = folder.resolve("." + name + ".npy");
                Files.deleteIfExists(fresh);
                MappedColumn to = MappedColumn.create(fresh, ColumnType.F4, atlas.count(), 1);
                parts().forEach(part -> {
                    long end = Math.min(atlas.count(), (part + 1L) * PART);
                    for (long point = (long) part * PART; point < end; point++) {
                        to.put(point, column.number(pyramid.rows().longAt(point)));
                    }
                });
                to.force();
                WholeFile.rename(fresh, kept);
            }
            return MappedColumn.open(kept, ColumnType.F4, atlas.count(), 1);
        } catch (IOException e) {
            throw Failure.modelFailed("column " + name, "to put it in order", e.getMessage())
                    .causedBy(e);
        }
    }

    private IntStream parts() {
        return IntStream.range(0, Math.toIntExact((atlas.count() + PART - 1) / PART))
                .parallel();
    }

    /** What a filter lets through, a bit a point, as long as few others were asked for since; null where it is all. */
    private PointFilter.Matches matches(PointFilter filter) {
        if (filter.ranges().isEmpty()) {
            return null;
        }
        synchronized (filters) {
            PointFilter.Matches there = filters.remove(filter);
            if (there != null) {
                filters.put(filter, there);
                return there;
            }
        }
        PointFilter.Matches matches = PointFilter.Matches.of(
                filter.ranges(),
                filter.ranges().stream().map(range -> ordered(range.column())).toList(),
                atlas.count());
        synchronized (filters) {
            filters.put(filter, matches);
            if (filters.size() > FILTERS) {
                filters.remove(filters.keySet().iterator().next());
            }
        }
        return matches;
    }

    /** Finds what a filter lets through, before anything is asked under it. */
    public void prepare(PointFilter filter) {
        matches(filter);
    }

    /** @param column whose mean is wanted in place of classes, or null */
    public PointTile tile(int level, int x, int y, String column, PointFilter filter) {
        PointFilter.Matches matches = matches(filter);
        PointTile there = column == null && matches == null ? kept.get(level, x, y) : null;
        if (there != null) {
            return there;
        }
        return pyramid.tile(level, x, y, column == null ? null : ordered(column), matches);
    }

    /**
     * Bars of equal width.
     *
     * @param from lower end of the first bar
     * @param to upper end of the last
     * @param counts of points in each bar
     */
    public record Histogram(String column, float from, float to, long[] counts) {}

    /**
     * What is within a polygon.
     *
     * @param count of points
     * @param classes points of each label; empty where there are none
     * @param rows some of them, spread evenly over where they lie
     */
    public record Selection(long count, long[] classes, List<Histogram> histograms, long[] rows) {}

    /**
     * @param polygon null for all
     * @param columns of which there are to be histograms
     * @param bars of each
     * @param sample rows at most
     */
    public Selection select(Polygon polygon, PointFilter shown, List<String> columns, int bars, int sample) {
        List<PointPyramid.Stretch> stretches =
                polygon == null ? List.of(new PointPyramid.Stretch(0, atlas.count())) : pyramid.within(polygon);
        PointFilter.Matches filter = matches(shown);
        long count = stretches.stream()
                .mapToLong(one -> filter == null ? one.points() : filter.count(one.from(), one.to()))
                .sum();
        PointCounts counts = new PointCounts(stretches, filter);
        long[] classes = pyramid.labels() == null ? new long[0] : counts.classes(pyramid.labels());
        return new Selection(
                count,
                Arrays.copyOf(classes, Math.min(classes.length, atlas.labels().size())),
                columns.stream().map(name -> histogram(name, counts, bars)).toList(),
                sample(stretches, filter, count, sample));
    }

    private Histogram histogram(String name, PointCounts counts, int bars) {
        MappedColumn column = ordered(name);
        float[] range = ranges.computeIfAbsent(name, unused -> PointCounts.range(column));
        return new Histogram(name, range[0], range[1], counts.bars(column, range, bars));
    }

    /** Rows of some points: one drawn of each of as many parts of equal size. */
    private long[] sample(List<PointPyramid.Stretch> stretches, PointFilter.Matches filter, long count, int most) {
        int some = (int) Math.min(count, most);
        long[] rows = new long[some];
        Noise noise = new Noise(SAMPLE_SEED, count);
        int at = 0;
        long passed = 0; // points of the stretches before
        for (PointPyramid.Stretch one : stretches) {
            long here = filter == null ? one.points() : filter.count(one.from(), one.to());
            long point = one.from();
            long skipped = 0; // of this stretch, before the point
            while (at < some) {
                long least = at * count / some;
                long wanted = least + (long) (noise.stream(at).uniform() * ((at + 1) * count / some - least));
                if (wanted >= passed + here) {
                    break;
                }
                if (filter == null) {
                    point = one.from() + wanted - passed;
                } else {
                    point = nth(filter, point, wanted - passed - skipped);
                    skipped = wanted - passed;
                }
                rows[at++] = pyramid.rows().longAt(point);
            }
            passed += here;
        }
        return rows;
    }

    /** The point so many matches after the first match from here on. */
    private static long nth(PointFilter.Matches filter, long from, long after) {
        long point = filter.next(from);
        for (long i = 0; i < after; i++) {
            point = filter.next(point + 1);
        }
        return point;
    }
}
