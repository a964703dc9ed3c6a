package isthmus.columns;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import isthmus.latent.PrincipalComponents;
import isthmus.model.Catalogue;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of SCALE.md: what {@code mvn test -Pscale -Disthmus.scale.rows=N} measures of N rows. */
@Tag("scale")
class ScaleTest {
    private static final Path MODELS =
            Path.of(System.getProperty("isthmus.root", "..")).resolve("models");
    private static final long ROWS = Long.getLong("isthmus.scale.rows", 10_000_000);
    private static final boolean NEIGHBOURS =
            Boolean.parseBoolean(System.getProperty("isthmus.scale.neighbours", "true"));
    private static final List<String> COLUMNS = List.of("kl", "reconstruction", "bound");
    private static final int QUERIES = 100;
    private static final int WARMING = 5;
    private static final int TIMES = 15;

    @TempDir
    Path folder;

    private interface Work {
        Object run() throws IOException;
    }

    private static double milliseconds(Work work) throws IOException {
        long start = System.nanoTime();
        Object unused = work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Processor time of all threads, in milliseconds. */
    private static double processor() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
    }

    /** Of several times after some others: the best, the median, and what each took of the processor on average. */
    private static double[] times(Work work) throws IOException {
        for (int i = 0; i < WARMING; i++) {
            milliseconds(work);
        }
        double before = processor();
        double[] times = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            times[i] = milliseconds(work);
        }
        double each = (processor() - before) / TIMES;
        Arrays.sort(times);
        return new double[] {times[0], times[TIMES / 2], each};
    }

    /** Seconds, and those of the processor. */
    private static double[] seconds(Work work) throws IOException {
        double before = processor();
        return new double[] {milliseconds(work) / 1000, (processor() - before) / 1000};
    }

    private static void print(String what, double... figures) {
        StringBuilder line = new StringBuilder("SCALE %,12d %-34s".formatted(ROWS, what));
        for (double figure : figures) {
            line.append(String.format(Locale.ROOT, " %10.2f", figure));
        }
        System.out.println(line);
    }

    private static double load() throws IOException {
        Path load = Path.of("/proc/loadavg");
        return Files.isReadable(load)
                ? Double.parseDouble(Files.readString(load).split(" ")[0])
                : Double.NaN;
    }

    /** Resident memory in MB: {@code RssAnon}, the process's own, or {@code RssFile}, pages of files that it has mapped. */
    private static double resident(String kind) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(kind)) {
                return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return Double.NaN;
    }

    private static Polygon circle(double x, double y, double radius) {
        double[] xs = new double[40];
        double[] ys = new double[40];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = x + radius * Math.cos(i * 2 * Math.PI / xs.length);
            ys[i] = y + radius * Math.sin(i * 2 * Math.PI / xs.length);
        }
        return new Polygon(xs, ys);
    }

    @Test
    void theTableIsMeasured() throws IOException {
        ModelFolder digits = Catalogue.read(MODELS).model("digits-20");
        Atlas from = AtlasFile.read(digits);
        print("load of the machine", load());
        print("generate, s", seconds(() -> {
            GeneratedAtlas.write(folder, from, digits.card().labels(), ROWS);
            return null;
        }));
        ColumnAtlas atlas = ColumnAtlas.open(folder, from.dim(), GeneratedAtlas.ENCODER);
        Plane plane = Plane.principal(PrincipalComponents.leading(from.mu(), from.count(), from.dim()));
        double own = resident("RssAnon");
        double files = resident("RssFile");
        List<PlanePoints> built = new ArrayList<>();
        print("plane in order, s", seconds(() -> built.add(atlas.points(plane, share -> {}))));
        PlanePoints points = built.get(0);
        print("3 columns in its order, s", seconds(() -> points.select(null, PointFilter.ALL, COLUMNS, 64, 0)));
        ColumnAtlas again = ColumnAtlas.open(folder, from.dim(), GeneratedAtlas.ENCODER);
        print(
                "open a kept plane and its first tiles",
                times(() -> tiles(again.points(plane, share -> {}), null, PointFilter.ALL)));
        print("16 tiles of level 2, classes", times(() -> tiles(points, null, PointFilter.ALL)));
        print("16 tiles of level 2, mean kl", times(() -> tiles(points, "kl", PointFilter.ALL)));
        PointFilter filter = new PointFilter(
                List.of(new PointFilter.Range("kl", 20, 26), new PointFilter.Range("reconstruction", -80, -50)));
        Iterator<PointFilter> filters = IntStream.range(0, WARMING + TIMES)
                .mapToObj(i -> new PointFilter(List.of(
                        new PointFilter.Range("kl", 20, 26 + i / 100.0),
                        filter.ranges().get(1))))
                .iterator(); // each another one, for those asked for last are kept
        print("filter of two columns", times(() -> {
            points.prepare(filters.next());
            return null;
        }));
        print("... and all histograms under it", times(() -> points.select(null, filter, COLUMNS, 64, 0)));
        print("... and 16 tiles under it", times(() -> tiles(points, null, filter)));
        double radius = third(points);
        Polygon lasso = circle(0, 0, radius);
        double share =
                (double) points.select(lasso, PointFilter.ALL, List.of(), 1, 0).count() / ROWS;
        assertTrue(share > 0.3 && share < 0.37, "a third: " + share);
        print("lasso of a third, 3 histograms", times(() -> points.select(lasso, PointFilter.ALL, COLUMNS, 64, 1000)));
        print("text search", times(() -> atlas.text("name").search("99999", 100)));
        if (NEIGHBOURS) {
            neighbours(from.dim());
        }
        print("resident beyond the start, own, MB", resident("RssAnon") - own);
        print("resident beyond the start, files, MB", resident("RssFile") - files);
        print("load of the machine", load());
    }

    private static Object tiles(PlanePoints points, String column, PointFilter filter) {
        List<PointTile> all = new ArrayList<>();
        for (int x = 0; x < 4; x++) {
            for (int y = 0; y < 4; y++) {
                all.add(points.tile(2, x, y, column, filter));
            }
        }
        return all;
    }

    /** The radius that holds a third. */
    private static double third(PlanePoints points) {
        double low = 0;
        double high = 10;
        for (int i = 0; i < 12; i++) {
            double middle = (low + high) / 2;
            if (points.select(circle(0, 0, middle), PointFilter.ALL, List.of(), 1, 0)
                            .count()
                    < ROWS / 3) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private void neighbours(int dim) throws IOException {
        print("index of neighbours, s", seconds(() -> {
            ColumnAtlas.index(folder, dim, GeneratedAtlas.ENCODER, share -> {}, () -> true);
            return null;
        }));
        ColumnAtlas atlas = ColumnAtlas.open(folder, dim, GeneratedAtlas.ENCODER);
        Noise noise = new Noise(1, 0);
        double[] times = new double[QUERIES];
        double[] scans = new double[QUERIES];
        int found = 0;
        for (int i = 0; i < QUERIES; i++) {
            float[] code = noise.normals(dim);
            List<ColumnAtlas.Neighbour> near = new ArrayList<>();
            times[i] = milliseconds(() -> near.addAll(atlas.nearest(code, 10)));
            Set<Long> exact = new HashSet<>();
            scans[i] = milliseconds(() -> {
                atlas.scanned(code, 10, 0).all().forEach(one -> exact.add(one.row()));
                return null;
            });
            found +=
                    (int) near.stream().filter(one -> exact.contains(one.row())).count();
        }
        Arrays.sort(times);
        Arrays.sort(scans);
        print("10 nearest, median and p95", times[QUERIES / 2], times[QUERIES * 95 / 100]);
        print("... by looking at each row", scans[QUERIES / 2], scans[QUERIES * 95 / 100]);
        print("... recall", found / (10.0 * QUERIES));
    }
}
