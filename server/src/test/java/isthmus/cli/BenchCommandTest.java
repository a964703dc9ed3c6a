package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.bench.Figure;
import isthmus.bench.Threshold;
import isthmus.http.SmallServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That the bench runs and holds figures to thresholds. Speeds are not tested: a machine that builds is busy. */
@Beside
class BenchCommandTest {
    private static final Path WEB = Path.of(System.getProperty("isthmus.root", ".."), "web");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void write() throws Exception {
        SmallServer.write(folder);
    }

    private int bench(List<String> more) {
        List<String> arguments =
                new ArrayList<>(List.of("--quick", "--models", folder.toString(), "--web", WEB.toString()));
        arguments.addAll(more);
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void everyBenchmarkRunsAndOneThresholdThatIsNotMetGivesOne() {
        List<String> easy = new ArrayList<>();
        for (Threshold threshold : Threshold.values()) {
            easy.add("--threshold");
            easy.add(threshold + "=1000000"); // STREAMED is a least, the others are mosts
        }
        assertEquals(1, bench(easy), out.toString());
        String table = out.toString();
        assertEquals(
                Threshold.values().length - 1,
                table.lines().filter(line -> line.contains(" yes ")).count(),
                table);
        assertEquals(1, table.lines().filter(line -> line.contains(" NO ")).count(), table);
        for (String part : List.of(
                "decodes a second",
                "one hover",
                "during reports",
                "stalled",
                "idle sessions, kB",
                "first decode",
                "MB")) {
            assertTrue(table.contains(part), part + " in " + table);
        }
        assertTrue(table.lines().noneMatch(line -> line.contains(" NaN ")), table);
    }

    @Test
    void allThresholdsAreMetWhereNoFigureMissesItsOwn() {
        ThresholdTable table = new ThresholdTable(new PrintWriter(out, true), Map.of(Threshold.STREAMED, 0.5));
        table.row(new Figure("streamed", 0.6, "", Threshold.STREAMED));
        table.row(new Figure("held to nothing", Double.NaN, "", null));
        assertTrue(table.allMet(), out.toString());
        table.row(new Figure("streamed", 0.4, "", Threshold.STREAMED));
        table.row(new Figure("streamed", 0.6, "", Threshold.STREAMED));
        assertFalse(table.allMet(), out.toString());
    }

    @Test
    void aModelThatIsNotThereIsSaidBeforeAnythingStarts() {
        assertEquals(1, bench(List.of("--model", "none")));
        assertTrue(out.toString().contains("none"), out.toString());
    }
}
