package isthmus.columns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet in, columns out. */
class ColumnImportTest {
    private static final int DIM = 3;
    private static final String ENCODER = "e".repeat(64);

    @TempDir
    Path folder;

    /** Rows from one on, of which every 50th has no code. */
    private static List<SmallParquet.Encoded> rows(int from, int count) {
        List<SmallParquet.Encoded> rows = new ArrayList<>();
        for (int row = from; row < from + count; row++) {
            boolean coded = row % 50 != 7;
            rows.add(new SmallParquet.Encoded(
                    row,
                    row % 9 == 0 ? null : "Näme " + row,
                    "class " + row % 4,
                    coded ? mu(row) : null,
                    row % 11 == 0 ? null : row / 8f,
                    row / 3.0));
        }
        return rows;
    }

    private static float[] mu(int row) {
        return new Noise(4, row).normals(DIM);
    }

    private Path atlas() {
        return folder.resolve("atlas");
    }

    private ColumnImport.Written write(Path... inputs) throws IOException {
        return new ColumnImport(atlas(), DIM, ENCODER, List.of(inputs), null).write(done -> {});
    }

    private static void assertHolds(ColumnAtlas atlas, int all) {
        int at = 0;
        for (SmallParquet.Encoded row : rows(0, all)) {
            if (row.mu() == null) {
                continue;
            }
            assertArrayEquals(row.mu(), atlas.code(at));
            assertEquals(row.row(), atlas.column("row").longAt(at));
            assertEquals(
                    row.kl() == null ? Float.NaN : row.kl(), atlas.column("kl").floatAt(at));
            assertEquals(row.weight().floatValue(), atlas.column("weight").floatAt(at));
            assertEquals(
                    row.name() == null ? "" : row.name(), atlas.text("name").get(at));
            assertEquals(row.label(), atlas.labels().get(atlas.label().byteAt(at)));
            at++;
        }
        assertEquals(at, atlas.count());
    }

    /** The folder of the columns that are in use. */
    private Path columns() {
        return atlas().resolve(Manifest.read(atlas()).folder());
    }

    @Test
    void everyColumnIsKeptAndRowsWithoutCodesAreCounted() throws IOException {
        Path parquet = SmallParquet.write(folder.resolve("a.parquet"), rows(0, 300));
        ColumnImport.Written written = write(parquet);
        assertEquals(new ColumnImport.Written(294, 294, 6, List.of("kl", "row", "weight", "name")), written);
        ColumnAtlas atlas = ColumnAtlas.open(atlas(), DIM, ENCODER);
        assertHolds(atlas, 300);
        assertEquals(List.of("class 0", "class 1", "class 2", "class 3"), atlas.labels());
        TextColumn.Found found = atlas.text("name").search("NÄME 12".replace("Ä", "ä"), 3);
        assertEquals(10, found.all()); // 12, and 120 to 129 without 126, which has no name
        assertEquals(3, found.rows().size());
        assertEquals("Näme 12", atlas.text("name").get(found.rows().get(0)));
        assertThrows(Failure.class, () -> atlas.column("no"));
        assertThrows(Failure.class, () -> atlas.code(294));
    }

    @Test
    void addedRowsFollowThoseThatAreThereAndKeepTheirLabels() throws IOException {
        Path parquets = Files.createDirectory(folder.resolve("parquets"));
        SmallParquet.write(parquets.resolve("part-0.parquet"), rows(0, 100));
        SmallParquet.write(parquets.resolve("part-1.parquet"), rows(100, 50));
        Files.writeString(parquets.resolve("_SUCCESS"), "");
        assertEquals(147, write(parquets).count());
        ColumnAtlas before = ColumnAtlas.open(atlas(), DIM, ENCODER);
        ColumnImport.Written added = write(SmallParquet.write(folder.resolve("more.parquet"), rows(150, 100)));
        assertEquals(98, added.added());
        assertHolds(ColumnAtlas.open(atlas(), DIM, ENCODER), 250);
        assertHolds(before, 150); // who has it open keeps it
    }

    @Test
    void rowsWithoutALabelHaveNoClassUntilOthersHaveOne() throws IOException {
        List<SmallParquet.Encoded> bare = rows(0, 60).stream()
                .map(row -> new SmallParquet.Encoded(row.row(), row.name(), null, row.mu(), row.kl(), row.weight()))
                .toList();
        write(SmallParquet.write(folder.resolve("a.parquet"), bare));
        ColumnAtlas without = ColumnAtlas.open(atlas(), DIM, ENCODER);
        assertEquals(List.of(), without.labels());
        assertFalse(ColumnSummary.of(atlas()).labelled());
        PlanePoints points = without.points(Plane.axes(new double[DIM], 0, 1), share -> {});
        assertEquals(58, points.tile(0, 0, 0, null, PointFilter.ALL).points());
        PlanePoints.Selection all = points.select(null, PointFilter.ALL, List.of("kl"), 4, 5);
        assertEquals(58, all.count());
        assertEquals(0, all.classes().length);
        write(SmallParquet.write(folder.resolve("b.parquet"), rows(60, 4)));
        ColumnAtlas with = ColumnAtlas.open(atlas(), DIM, ENCODER);
        assertEquals(List.of("unlabelled", "class 0", "class 1", "class 2", "class 3"), with.labels());
        assertEquals(List.of("unlabelled", "class 1"), with.labelsOf(57, 59));
        write(SmallParquet.write(folder.resolve("c.parquet"), bare.subList(0, 1)));
        assertEquals(
                List.of("unlabelled"), ColumnAtlas.open(atlas(), DIM, ENCODER).labelsOf(62));
    }

    @Test
    void aProcessThatIsKilledLeavesTheOldRows() throws IOException {
        write(SmallParquet.write(folder.resolve("a.parquet"), rows(0, 100)));
        // What a process leaves that ends while it reads, and after it has put the columns in place.
        Path begun = Files.createDirectory(atlas().resolve(".new123"));
        Files.write(begun.resolve("mu.npy"), new byte[10]);
        Path finished = Files.createDirectory(atlas().resolve("columns-2"));
        Files.write(finished.resolve("mu.npy"), new byte[10]);
        assertHolds(ColumnAtlas.open(atlas(), DIM, ENCODER), 100);
        write(SmallParquet.write(folder.resolve("b.parquet"), rows(100, 100)));
        assertHolds(ColumnAtlas.open(atlas(), DIM, ENCODER), 200);
        try (Stream<Path> files = Files.list(atlas())) {
            assertEquals(
                    List.of("atlas.json", columns().getFileName().toString()),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void columnsAreNumPyFiles() throws IOException {
        write(SmallParquet.write(folder.resolve("a.parquet"), rows(0, 10)));
        byte[] file = Files.readAllBytes(columns().resolve("mu.npy"));
        String header = new String(file, 0, 128, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertTrue(header.contains("{'descr': '<f4', 'fortran_order': False, 'shape': (9, 3), }"), header);
        assertEquals(128 + 9 * 3 * 4, file.length);
        float first = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getFloat(128);
        assertEquals(mu(0)[0], first);
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        Path good = SmallParquet.write(folder.resolve("a.parquet"), rows(0, 10));
        assertThrows(Failure.class, () -> new ColumnImport(atlas(), 4, ENCODER, List.of(good), null).write(done -> {}));
        Path no = Files.writeString(folder.resolve("no.parquet"), "no");
        assertThrows(Failure.class, () -> write(no));
        assertThrows(Failure.class, () -> write(folder.resolve("nowhere.parquet")));
        assertNull(ColumnAtlas.open(atlas(), DIM, ENCODER));
        write(good);
        assertThrows(Failure.class, () -> ColumnAtlas.open(atlas(), DIM, "f".repeat(64)));
        assertThrows(Failure.class, () -> new ColumnImport(atlas(), DIM, "f".repeat(64), List.of(good), null));
        Path mu = columns().resolve("mu.npy");
        Files.write(mu, java.util.Arrays.copyOf(Files.readAllBytes(mu), 200));
        assertThrows(Failure.class, () -> ColumnAtlas.open(atlas(), DIM, ENCODER));
    }

    @Test
    void neighboursAreFoundWithAndWithoutTheIndexAndAfterRowsAreAdded() throws IOException {
        write(SmallParquet.write(folder.resolve("a.parquet"), rows(0, 600)));
        ColumnAtlas without = ColumnAtlas.open(atlas(), DIM, ENCODER);
        ColumnAtlas.index(atlas(), DIM, ENCODER, share -> {}, () -> true);
        write(SmallParquet.write(folder.resolve("b.parquet"), rows(600, 100)));
        ColumnAtlas with = ColumnAtlas.open(atlas(), DIM, ENCODER);
        assertEquals(0, without.indexed());
        assertEquals(588, with.indexed());
        int found = 0;
        for (int i = 0; i < 50; i++) {
            float[] code = new Noise(8, i).normals(DIM);
            List<ColumnAtlas.Neighbour> exact = sorted(with, code, 10);
            List<ColumnAtlas.Neighbour> near = with.nearest(code, 10);
            assertEquals(10, near.size());
            found += (int) near.stream().filter(exact::contains).count();
            assertEquals(sorted(without, code, 10), without.nearest(code, 10));
        }
        assertTrue(found >= 475, found + " of 500 are found");
        ColumnAtlas.index(atlas(), DIM, ENCODER, share -> {}, () -> true);
        assertEquals(List.of(588, 98), parts()); // of the rows that were added, an index of their own
        write(SmallParquet.write(folder.resolve("c.parquet"), rows(700, 700)));
        ColumnAtlas.index(atlas(), DIM, ENCODER, share -> {}, () -> true);
        assertEquals(List.of(1372), parts()); // and one anew with parts that are no larger
        ColumnAtlas all = ColumnAtlas.open(atlas(), DIM, ENCODER);
        for (int i = 0; i < 20; i++) {
            float[] code = all.code(60L * i);
            assertEquals(sorted(all, code, 3), all.nearest(code, 3));
        }
    }

    private List<Integer> parts() {
        return Manifest.read(atlas()).neighbours().stream()
                .map(Manifest.Cells::count)
                .toList();
    }

    private static double distance(float[] a, float[] b) {
        double square = 0;
        for (int d = 0; d < a.length; d++) {
            square += ((double) b[d] - a[d]) * ((double) b[d] - a[d]);
        }
        return Math.sqrt(square);
    }

    private static List<ColumnAtlas.Neighbour> sorted(ColumnAtlas atlas, float[] code, int k) {
        List<ColumnAtlas.Neighbour> all = new ArrayList<>();
        for (long row = 0; row < atlas.count(); row++) {
            all.add(new ColumnAtlas.Neighbour(row, distance(code, atlas.code(row))));
        }
        all.sort(java.util.Comparator.comparingDouble(ColumnAtlas.Neighbour::distance));
        return all.subList(0, k);
    }

    @Test
    void aPlaneIsBuiltOnceAndKept() throws IOException {
        write(SmallParquet.write(folder.resolve("a.parquet"), rows(0, 100)));
        Plane plane = Plane.axes(new double[DIM], 0, 2);
        ColumnAtlas atlas = ColumnAtlas.open(atlas(), DIM, ENCODER);
        assertNull(atlas.ready(plane));
        List<Double> progress = new ArrayList<>();
        PlanePoints points = atlas.points(plane, progress::add);
        assertFalse(progress.isEmpty());
        assertEquals(points, atlas.points(plane, share -> {}));
        ColumnAtlas again = ColumnAtlas.open(atlas(), DIM, ENCODER);
        PlanePoints kept = again.ready(plane);
        assertArrayEquals(points.square(), kept.square());
        assertArrayEquals(
                points.tile(0, 0, 0, null, PointFilter.ALL).rows(),
                kept.tile(0, 0, 0, null, PointFilter.ALL).rows());
    }

    @Test
    void anotherPlaneIsRefusedWhileOneIsPutInOrderAndTheSameIsWaitedFor() throws Exception {
        write(SmallParquet.write(folder.resolve("a.parquet"), rows(0, 100)));
        ColumnAtlas atlas = ColumnAtlas.open(atlas(), DIM, ENCODER);
        Plane first = Plane.axes(new double[DIM], 0, 1);
        Plane second = Plane.axes(new double[DIM], 1, 2);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<PlanePoints> building = threads.submit(() -> atlas.points(first, share -> {
                begun.countDown();
                awaited(go);
            }));
            awaited(begun);
            Failure busy = assertThrows(Failure.class, () -> atlas.points(second, share -> {}));
            assertEquals(Failure.Kind.BUSY, busy.kind());
            assertNull(atlas.ready(first));
            Future<PlanePoints> waiting = threads.submit(() -> atlas.points(first, share -> {}));
            go.countDown();
            assertEquals(building.get(60, TimeUnit.SECONDS), waiting.get(60, TimeUnit.SECONDS));
            atlas.points(second, share -> {}); // has its turn now
        } finally {
            go.countDown();
            threads.shutdownNow();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFewPlanesAreKeptThoseAskedForLast() throws IOException {
        write(SmallParquet.write(folder.resolve("a.parquet"), rows(0, 30)));
        ColumnAtlas atlas = ColumnAtlas.open(atlas(), DIM, ENCODER);
        for (int i = 0; i < 12; i++) {
            Plane plane = Plane.axes(new double[] {i, 0, 0}, 0, 1);
            assertEquals(
                    29,
                    atlas.points(plane, share -> {})
                            .tile(0, 0, 0, null, PointFilter.ALL)
                            .points());
        }
        try (Stream<Path> kept = Files.list(columns().resolve("planes"))) {
            assertEquals(8, kept.count());
        }
        assertNull(atlas.ready(Plane.axes(new double[] {0, 0, 0}, 0, 1)));
    }
}
