package isthmus.columns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.OwnProgram;
import isthmus.http.SmallServer;
import isthmus.latent.Noise;
import isthmus.model.ModelCard;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code isthmus atlas} in a process of its own, which is killed at any point. */
class KilledImportTest {
    private static final int OLD = 1000;
    private static final int ADDED = 100_000;
    private static final long WHOLE_MILLIS = 4000; // that it takes at least, once it has begun to write

    @TempDir
    Path folder;

    private Path atlas() {
        return folder.resolve("digits").resolve(ColumnAtlas.FOLDER);
    }

    private static Iterable<SmallParquet.Encoded> rows(int from, int count) {
        List<SmallParquet.Encoded> rows = new ArrayList<>();
        for (int row = from; row < from + count; row++) {
            rows.add(new SmallParquet.Encoded(row, "row " + row, "a", mu(row), 1f, 1.0));
        }
        return rows;
    }

    private static float[] mu(int row) {
        return new Noise(4, row).normals(SmallServer.DIM);
    }

    private Process begin(Path parquet) throws IOException {
        return OwnProgram.of(
                        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                        List.of("atlas", "digits", parquet.toString(), "--models", folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
    }

    private boolean isWriting() throws IOException {
        try (Stream<Path> files = Files.list(atlas())) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(ColumnImport.NEW));
        }
    }

    /** How many rows there are, each of which is what it was. */
    private long whole() throws IOException {
        ColumnAtlas atlas = ColumnAtlas.open(
                atlas(), SmallServer.DIM, Sha256.of(folder.resolve("digits").resolve(ModelCard.ENCODER)));
        for (long row = 0; row < atlas.count(); row += row < OLD ? 1 : 997) {
            assertEquals(
                    row < OLD ? row : (row - OLD) % ADDED + OLD,
                    atlas.column("row").longAt(row));
            assertArrayEquals(mu((int) atlas.column("row").longAt(row)), atlas.code(row));
            assertEquals(
                    "row " + atlas.column("row").longAt(row), atlas.text("name").get(row));
        }
        assertEquals(1, atlas.nearest(atlas.code(atlas.count() - 1), 1).size());
        return atlas.count();
    }

    @Test
    @Timeout(180)
    void aKillAtAnyPointLeavesTheOldOrTheNewRows() throws Exception {
        SmallServer.write(folder);
        String encoder = Sha256.of(folder.resolve("digits").resolve(ModelCard.ENCODER));
        Path old = SmallParquet.write(folder.resolve("old.parquet"), rows(0, OLD));
        Path added = SmallParquet.write(folder.resolve("added.parquet"), rows(OLD, ADDED));
        new ColumnImport(atlas(), SmallServer.DIM, encoder, List.of(old), null).write(done -> {});
        long expected = OLD;
        Random random = new Random();
        List<Long> delays = new ArrayList<>();
        for (int kill = 0; kill < 2; kill++) {
            Process process = begin(added);
            while (!isWriting()) {
                assertTrue(process.isAlive(), Files.readString(folder.resolve("log.txt")));
                Thread.sleep(1);
            }
            long delay = random.nextLong(WHOLE_MILLIS / (kill == 0 ? 20 : 1)); // surely in the middle, and anywhere
            delays.add(delay);
            process.waitFor(delay, TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            long now = whole();
            assertTrue(now == expected || now == expected + ADDED, now + " rows after " + delays + " ms");
            expected = now;
        }
        Process last = begin(added);
        assertTrue(last.waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, last.exitValue(), Files.readString(folder.resolve("log.txt")));
        assertEquals(expected + ADDED, whole(), "after " + delays + " ms");
        Manifest now = Manifest.read(atlas());
        assertEquals(now.count(), now.indexed());
        try (Stream<Path> files = Files.list(atlas())) {
            assertEquals(2 + now.neighbours().size(), files.count(), "nothing is left of what was killed");
        }
    }
}
