package isthmus.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Failure;
import isthmus.TrainsNetworks;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both figures in small, over real trainings on images of a bar. */
@Beside
@TrainsNetworks
class ReproductionTest {
    private static final Shape SHAPE = new Shape(1, 6, 6);
    private static final int COUNT = 160;
    private static final LowerBoundCurves CURVES = new LowerBoundCurves(List.of(
            new LowerBoundCurves.Images("bars", 8, List.of(2), 100, 60, Map.of("aevb", 0.01, "wake-sleep", 0.005))));
    private static final MarginalLikelihoods LIKELIHOODS =
            new MarginalLikelihoods("bars", List.of(50), 2, 8, 20, 30, 20);

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();

    private static DataSet bars(int seed) {
        Noise noise = new Noise(seed, 0);
        byte[] pixels = new byte[COUNT * SHAPE.size()];
        for (int i = 0; i < COUNT; i++) {
            int from = i * SHAPE.size() + noise.nextInt(SHAPE.height()) * SHAPE.width();
            Arrays.fill(pixels, from, from + SHAPE.width(), (byte) 255);
        }
        return of(pixels);
    }

    private static DataSet of(byte[] pixels) {
        int[] index = new int[COUNT];
        Arrays.setAll(index, i -> i);
        return new DataSet("bars", SHAPE, pixels, null, List.of(), null, index, List.of());
    }

    private static DataSet part(String data, DataPart part) {
        return bars(part == DataPart.TRAIN ? 1 : 2);
    }

    private Reproduction reproduction(String name, long samples, BooleanSupplier outOfTime, Experiment... experiments) {
        return new Reproduction(
                List.of(experiments),
                run -> true,
                1,
                samples,
                new ResultFile(folder.resolve(name + ".csv")),
                folder.resolve(name),
                1,
                outOfTime,
                log::add);
    }

    private List<ResultRow> rows(String name) {
        return new ResultFile(folder.resolve(name + ".csv")).rows();
    }

    @Test
    void bothFiguresAreDrawnAndWhatIsDoneIsPassedOver() throws Exception {
        assertEquals(0, reproduction("a", 300, () -> false, CURVES, LIKELIHOODS).run(ReproductionTest::part));
        List<ResultRow> rows = rows("a");
        assertEquals(
                Set.of(
                        "figure2 aevb train",
                        "figure2 aevb validation",
                        "figure2 wake-sleep train",
                        "figure2 wake-sleep validation",
                        "figure3 aevb train",
                        "figure3 aevb test",
                        "figure3 wake-sleep train",
                        "figure3 wake-sleep test",
                        "figure3 mcem train",
                        "figure3 mcem test"),
                rows.stream()
                        .map(row -> "%s %s %s"
                                .formatted(row.run().figure(), row.run().method(), row.split()))
                        .collect(Collectors.toSet()));
        for (ResultRow row : rows) {
            assertTrue(row.value() < 0 && row.value() > -SHAPE.size(), row.line());
            assertEquals(row.run().figure().equals("figure3"), row.error() > 0, row.line());
        }
        assertFalse(Files.exists(folder.resolve("a")), "trainings that are done leave nothing");
        String before = Files.readString(folder.resolve("a.csv"));
        int left = reproduction("a", 300, () -> false, CURVES, LIKELIHOODS).run((data, part) -> {
            throw new AssertionError("nothing is to be trained");
        });
        assertEquals(0, left);
        assertEquals(before, Files.readString(folder.resolve("a.csv")));
    }

    @Test
    void moreImagesEvaluatedGiveABetterBound() {
        reproduction("a", 100, () -> false, CURVES).run(ReproductionTest::part);
        reproduction("a", 10_000, () -> false, CURVES).run(ReproductionTest::part);
        List<ResultRow> rows = rows("a");
        for (int i = 0; i < 4; i++) {
            assertTrue(rows.get(4 + i).value() > rows.get(i).value() + 5, rows.toString());
        }
    }

    @Test
    void aTrainingSeesTheFirstImagesAndHoldsOutTheLast() {
        byte[] pixels = new byte[COUNT * SHAPE.size()];
        Arrays.fill(pixels, 100 * SHAPE.size(), pixels.length, (byte) 255);
        reproduction("a", 10_000, () -> false, CURVES).run((data, part) -> of(pixels));
        List<ResultRow> rows = rows("a");
        double unlearned = -SHAPE.size() * Math.log(2);
        assertTrue(rows.get(0).value() > unlearned + 10, "black images: " + rows);
        assertTrue(rows.get(1).value() < unlearned - 10, "white ones, that were never seen: " + rows);
    }

    @Test
    void whatIsInterruptedGoesOnToTheSameNumbers() throws Exception {
        assertEquals(2, reproduction("a", 400, () -> true, CURVES).run(ReproductionTest::part));
        int[] asked = new int[1];
        // Asked before a training and after each epoch but the last: ends the first one after its second epoch.
        BooleanSupplier soon = () -> asked[0]++ == 2;
        assertEquals(1, reproduction("a", 400, soon, CURVES).run(ReproductionTest::part));
        assertTrue(log.get(0).contains("interrupted"), log.toString());
        asked[0] = 10;
        assertEquals(0, reproduction("a", 400, soon, CURVES).run(ReproductionTest::part));
        assertEquals(12, asked[0], "before the training, and after the third of its four epochs");
        assertEquals(0, reproduction("b", 400, () -> false, CURVES).run(ReproductionTest::part));
        assertEquals(values("b"), values("a"));
    }

    private Set<String> values(String name) {
        return rows(name).stream()
                .map(row -> row.run() + row.split() + row.value())
                .collect(Collectors.toSet());
    }

    @Test
    void aLineThatWasTornIsWrittenAnew() throws Exception {
        reproduction("a", 100, () -> false, CURVES).run(ReproductionTest::part);
        Path file = folder.resolve("a.csv");
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() - 9));
        assertEquals(3, rows("a").size());
        reproduction("a", 100, () -> false, CURVES).run(ReproductionTest::part);
        assertEquals(4, rows("a").size());
        assertEquals(5, Files.readAllLines(file).size());
        Files.writeString(file, "figure2,bars,aevb,2,100,1,many,train,-1,,1\n", StandardOpenOption.APPEND);
        Failure failure = assertThrows(Failure.class, () -> rows("a"));
        assertTrue(failure.getMessage().contains("line 6"), failure.getMessage());
    }

    @Test
    void dataThatAreNotHereArePassedOver() {
        int left = reproduction("a", 100, () -> false, CURVES).run((data, part) -> {
            throw Failure.notFound("bars", "a file", "none");
        });
        assertEquals(2, left);
        assertEquals(1, log.size(), log.toString());
        assertTrue(log.get(0).startsWith("Passed over what needs bars"), log.toString());
    }

    /** The shipped results are of trainings that the figures have. */
    @Test
    void whatIsShippedIsOfTheFigures() {
        Reproduction.papers().forEach((paper, experiments) -> {
            Path shipped = Path.of(System.getProperty("isthmus.root", "..")).resolve("models/paper-" + paper + ".csv");
            List<ResultRow> rows = new ResultFile(shipped).rows();
            assertFalse(rows.isEmpty());
            for (ResultRow row : rows) {
                FigureRun run = row.run();
                assertTrue(
                        experiments.stream()
                                .anyMatch(one -> one.splits().contains(row.split())
                                        && one.runs(run.seed(), run.samples()).contains(run)),
                        row.line());
            }
        });
    }

    @Test
    void theTableOfImportanceWeightedBoundsIsRedone() {
        ImportanceWeightedBounds table = new ImportanceWeightedBounds("bars", 3, 12, 100, 60, 0.03, 40, 100);
        assertEquals(0, reproduction("a", 3_000, () -> false, table).run(ReproductionTest::part));
        List<ResultRow> rows = rows("a");
        assertEquals(2 * ImportanceWeightedBounds.METHODS.size(), rows.size());
        for (int i = 0; i < rows.size(); i += 2) {
            double bound = rows.get(i).value();
            assertTrue(
                    bound < -Math.log(SHAPE.height()), "above the entropy of a bar in one of so many rows: " + bound);
            assertTrue(bound > -SHAPE.size() * Math.log(2) / 2, "hardly better than unlearned: " + bound);
            assertTrue(
                    rows.get(i + 1).value() >= 1 && rows.get(i + 1).value() <= 3,
                    rows.get(i + 1).line());
        }
    }
}
