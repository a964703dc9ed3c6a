// Long because every operation is asked here, and its answer is computed another way.
package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.Limit;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.http.SmallServer;
import isthmus.latent.LogSumExp;
import isthmus.latent.Noise;
import isthmus.latent.Plane;
import isthmus.live.LiveClient.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each operation answers, against numbers computed another way. */
class AnswersTest {
    private static final int SIZE = SmallServer.SHAPE.size();

    @TempDir
    private static Path folder;

    private static SmallServer site;
    private static LiveClient client;
    private static Atlas atlas;

    @BeforeAll
    static void open() throws IOException {
        site = new SmallServer(folder, settings -> {});
        client = new LiveClient(site.address());
        atlas = AtlasFile.read(site.models.folder("digits"));
    }

    @AfterAll
    static void close() {
        client.close();
        site.close();
    }

    private static String ask(String op, String rest) {
        return "{'id': 7, 'op': '%s', 'model': 'digits'%s}".formatted(op, rest.isEmpty() ? "" : ", " + rest);
    }

    /** Compares u1 images with what the model decodes at codes, to half a grey level. */
    private static void assertDecoded(double[] codes, double[] pixels) {
        for (int i = 0; i < codes.length / 2; i++) {
            double[] mean = site.mean((float) codes[2 * i], (float) codes[2 * i + 1]);
            for (int p = 0; p < SIZE; p++) {
                assertEquals(255 * mean[p], pixels[i * SIZE + p], 0.501);
            }
        }
    }

    @Test
    void theFirstFrameTellsTheVersionAndEveryLimit() {
        assertEquals(1, client.hello().get("version").asInt());
        Set<String> options = new HashSet<>(); // --max-text-bytes of maxTextBytes
        client.hello()
                .get("limits")
                .fieldNames()
                .forEachRemaining(name ->
                        options.add("--" + name.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT)));
        assertEquals(Arrays.stream(Limit.values()).map(Limit::option).collect(Collectors.toSet()), options);
    }

    @Test
    void decodedCodesAreTheModelsMeans() {
        Message answer = client.ask(ask("decode", "'codes': [[0.1, -1.2], [2, 1]], 'as': 'f4'"));
        assertEquals(7, answer.id());
        assertTrue(answer.last());
        assertEquals(List.of(2, 1, 4, 5), answer.shape("pixels"));
        double[] pixels = answer.numbers("pixels");
        assertArrayEquals(site.mean(0.1f, -1.2f), Arrays.copyOf(pixels, SIZE), 1e-6);
        assertArrayEquals(site.mean(2, 1), Arrays.copyOfRange(pixels, SIZE, 2 * SIZE), 1e-6);
        assertDecoded(
                new double[] {0.1f, -1.2f},
                client.ask(ask("decode", "'codes': [[0.1, -1.2]]")).numbers("pixels"));
    }

    @Test
    void aLongRequestIsDecodedPieceByPieceIntoOneFrame() {
        StringBuilder codes = new StringBuilder();
        double[] expected = new double[2 * 150];
        for (int i = 0; i < 150; i++) {
            expected[2 * i] = (float) (i / 50.0);
            codes.append(i == 0 ? "" : ",").append('[').append(i / 50.0).append(",0]");
        }
        Message answer = client.ask(ask("decode", "'codes': [" + codes + "]"));
        assertEquals(List.of(150, 1, 4, 5), answer.shape("pixels"));
        assertDecoded(expected, answer.numbers("pixels"));
    }

    @Test
    void codesMayComeAsAnArrayInABinaryFrame() {
        byte[] frame = Frames.of(
                9, "{'op': 'decode', 'model': 'digits', 'arrays': [%s]}", Frames.floats("codes", 2, 1, 2, 3, 4));
        Message answer = client.send(ByteBuffer.wrap(frame)).next();
        assertEquals(9, answer.id());
        assertDecoded(new double[] {1, 2, 3, 4}, answer.numbers("pixels"));
    }

    @Test
    void aPathKeepsToItsKeyframes() {
        List<Message> frames = client.askAll(
                ask("path", "'keyframes': [[0, 0], [1, 2], [3, 3]], 'frames': 41, 'mode': 'lerp', 'as': 'u1'"));
        List<Double> codes = new ArrayList<>();
        for (Message frame : frames) {
            double[] some = frame.numbers("codes");
            Arrays.stream(some).forEach(codes::add);
            assertDecoded(some, frame.numbers("pixels"));
            double[] support = frame.numbers("support");
            for (int i = 0; i < support.length; i++) {
                assertEquals(support((float) some[2 * i], (float) some[2 * i + 1]), support[i], 1e-3);
            }
        }
        assertEquals(82, codes.size());
        assertEquals(List.of(0.0, 0.0), codes.subList(0, 2));
        assertEquals(List.of(0.5, 1.0), codes.subList(20, 22));
        assertEquals(List.of(1.0, 2.0), codes.subList(40, 42));
        assertEquals(List.of(3.0, 3.0), codes.subList(80, 82));
        assertTrue(frames.get(frames.size() - 1).last());
    }

    @Test
    void tilesShowTheCodesAtTheirCellsCentres() {
        String view = "'plane': {'axes': [1, 0], 'origin': [0.5, 0]}, 'view': [-1, -1, 3, 1], 'level': 8";
        List<Message> tiles = client.askAll(ask("tiles", view));
        assertEquals(6, tiles.size());
        double before = 0;
        for (Message tile : tiles) {
            int x = tile.head().get("x").asInt();
            int y = tile.head().get("y").asInt();
            double away = Math.hypot(-256 + 2 * x + 1 - 1, -256 + 2 * y + 1);
            assertTrue(away >= before - 1e-9, "the centre first");
            before = away;
            assertEquals(List.of(64, 1, 4, 5), tile.shape("pixels"));
            double[] codes = new double[128];
            for (int i = 0; i < 64; i++) {
                codes[2 * i + 1] = -256 + 2 * x + (i % 8 + 0.5) / 4;
                codes[2 * i] = 0.5 + -256 + 2 * y + (i / 8 + 0.5) / 4;
            }
            assertDecoded(codes, tile.numbers("pixels"));
        }
        List<Message> again = client.askAll(ask("tiles", view));
        assertArrayEquals(tiles.get(3).numbers("pixels"), again.get(3).numbers("pixels"));
        assertEquals(
                "done",
                client.ask(ask("tiles", "'view': [900, 900, 901, 901], 'level': 8"))
                        .end());
    }

    @Test
    void drawsOfOneSeedAreTheSameAndThoseOfTheGeneratorThatIsNamed() {
        Message five = client.ask(ask("sample", "'from': {'row': 1}, 'count': 5, 'seed': 9007199254740991"));
        double[] codes = five.numbers("codes");
        Noise noise = Noise.named(9007199254740991L, "sample");
        for (double code : codes) {
            double normal = noise.normal();
            assertTrue(Math.abs(code - 3 - normal) < 1e-6 || Math.abs(code - 4 - normal) < 1e-6);
        }
        assertDecoded(codes, five.numbers("pixels"));
        double[] three = client.ask(ask("sample", "'from': {'row': 1}, 'count': 3, 'seed': 9007199254740991"))
                .numbers("codes");
        assertArrayEquals(Arrays.copyOf(codes, 6), three);
        double[] prior = client.ask(ask("sample", "'from': 'prior', 'count': 2, 'seed': 4"))
                .numbers("codes");
        Noise other = Noise.named(4, "sample");
        for (double code : prior) {
            assertEquals((float) other.normal(), code);
        }
        double[] given = client.ask(ask("sample", "'from': {'mu': [10, 20], 'logvar': [-40, -40]}, 'count': 1"))
                .numbers("codes");
        assertArrayEquals(new double[] {10, 20}, given, 1e-6);
    }

    @Test
    void theAtlasIsProjectedAsThePlaneProjects() {
        String plane = "'plane': {'through': [[0, 0], [1, 1], [0, 1]]}";
        Message answer = client.ask(ask("atlas", plane + ", 'ellipses': true"));
        Plane there = Plane.through(new float[2], new float[] {1, 1}, new float[] {0, 1});
        float[] both = there.project(atlas.mu(), atlas.count());
        for (int i = 0; i < atlas.count(); i++) {
            assertEquals(both[2 * i], answer.numbers("x")[i]);
            assertEquals(both[2 * i + 1], answer.numbers("y")[i]);
            assertEquals(1, answer.numbers("xx")[i], 1e-6);
            assertEquals(0, answer.numbers("xy")[i], 1e-6);
            assertEquals(1, answer.numbers("yy")[i], 1e-6);
        }
        assertEquals(0, answer.head().get("from").asInt());
        assertEquals(3, answer.head().get("of").asInt());
        Message numbers = client.ask(ask("plane", plane));
        assertArrayEquals(there.first(), numbers.numbers("first"), 1e-12);
        assertArrayEquals(there.second(), numbers.numbers("second"), 1e-12);
        JsonNode extent = numbers.head().get("extent");
        assertEquals(both[0], extent.get(0).asDouble(), 1e-6);
        assertEquals(both[4], extent.get(2).asDouble(), 1e-6);
        double[] principal =
                client.ask(ask("plane", "'plane': {'principal': true}")).numbers("first");
        assertArrayEquals(new double[] {Math.sqrt(0.5), Math.sqrt(0.5)}, principal, 1e-9);
        String given = "'plane': {'origin': [0, 0], 'first': [2, 0], 'second': [1, 1]}";
        assertArrayEquals(new double[] {0, 1}, client.ask(ask("plane", given)).numbers("second"), 1e-12);
    }

    @Test
    void aColumnHasAValueOfEachRow() {
        assertArrayEquals(new double[] {1, 2, 4}, column("kl"));
        assertArrayEquals(new double[] {2, 3, 5}, column("reconstruction"));
        assertArrayEquals(new double[] {1, 1, 1}, column("elbo"));
        assertArrayEquals(new double[] {0, 1, 2}, column("index"));
        assertArrayEquals(new double[] {0, 1, 1}, column("shape"));
        assertArrayEquals(new double[] {2, 0, 1}, column("size"));
        Message unknown = client.ask(ask("column", "'name': 'colour'"));
        assertEquals(
                "name: expected one of kl, reconstruction, elbo, index, file, shape, size, found colour",
                unknown.head().get("error").get("message").asText());
    }

    @Test
    void theFilesOfImagesAreALineEach() {
        Message answer = client.ask(ask("column", "'name': 'file'"));
        assertEquals(3, answer.head().get("of").asInt());
        double[] bytes = answer.numbers("file");
        byte[] text = new byte[bytes.length];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) bytes[i];
        }
        assertEquals("a/one.png\na/two.png\nb/drei ß.png", new String(text, StandardCharsets.UTF_8));
    }

    private static double[] column(String name) {
        Message answer = client.ask(ask("column", "'name': '%s'".formatted(name)));
        assertEquals(0, answer.head().get("from").asInt());
        assertEquals(3, answer.head().get("of").asInt());
        return answer.numbers("value");
    }

    @Test
    void rowsTellWhatTheAtlasKnowsAndHowToGetTheOriginals() {
        Message answer = client.ask(ask("rows", "'rows': [2, 0, 2], 'images': true"));
        assertArrayEquals(new double[] {5, 6, 1, 2, 5, 6}, answer.numbers("mu"));
        assertArrayEquals(new double[] {2, 0, 2}, answer.numbers("index"));
        assertEquals(List.of(3, 2), answer.shape("logvar"));
        assertDecoded(answer.numbers("mu"), answer.numbers("pixels"));
        assertTrue(answer.head().get("originals").asText().startsWith("data: expected one of the data sets mnist"));
        assertFalse(client.ask(ask("rows", "'rows': [1]")).head().has("originals"));
    }

    @Test
    void theNearestAreFoundInTheWholeSpace() {
        Message answer = client.ask(ask("nearest", "'z': [4, 4.5], 'k': 2"));
        assertArrayEquals(new double[] {1, 2}, answer.numbers("row"));
        assertArrayEquals(new double[] {Math.hypot(1, 0.5), Math.hypot(1, 1.5)}, answer.numbers("distance"), 1e-6);
        assertEquals(
                List.of(3), client.ask(ask("nearest", "'z': [4, 4.5], 'k': 9")).shape("row"));
    }

    /** The mean root mean square difference of the decoded image from those of all three rows, which have bytes. */
    private static double support(float x, float y) {
        double[] image = site.mean(x, y);
        double sum = 0;
        for (float[] row : new float[][] {{1, 2}, {3, 4}, {5, 6}}) {
            double[] other = site.mean(row);
            double squares = 0;
            for (int p = 0; p < SIZE; p++) {
                squares += Math.pow(255 * image[p] - Math.round(255 * other[p]), 2);
            }
            sum += Math.sqrt(squares / SIZE) / 3;
        }
        return sum;
    }

    @Test
    void supportIsHowMuchImagesDifferFromThoseOfTheSamplesAround() {
        StringBuilder codes = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            codes.append(i == 0 ? "" : ",").append('[').append(i / 30.0).append(",2]");
        }
        Message answer = client.ask(ask("support", "'codes': [" + codes + "]"));
        assertTrue(answer.last());
        assertEquals(List.of(150), answer.shape("support"));
        double[] found = answer.numbers("support");
        for (int i = 0; i < 150; i += 7) {
            assertEquals(support((float) (i / 30.0), 2), found[i], 1e-3);
        }
        double before = decoded();
        assertArrayEquals(
                found, client.ask(ask("support", "'codes': [" + codes + "]")).numbers("support"));
        assertEquals(before, decoded(), "what was asked before is not decoded again");
        client.ask(ask("support", "'codes': [" + codes.toString().replace("[0.0,", "[0.5,") + "]"));
        assertEquals(before + 150, decoded(), "other codes are");
        assertFalse(client.ask(ask("dimensions", "'health': true")).head().has("holes"), "the card has no levels");
    }

    /** Images that the model has decoded, which are counted a moment after the answer. */
    private static double decoded() {
        LockSupport.parkNanos(50_000_000);
        return site.meters
                .text()
                .lines()
                .filter(line -> line.startsWith("isthmus_batch_rows_sum{") && line.contains("\"decode\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static double density(double x, double y) {
        LogSumExp sum = new LogSumExp();
        for (int i = 0; i < atlas.count(); i++) {
            sum.add(atlas.posteriors().get(i).logDensity(new float[] {(float) x, (float) y}, 0));
        }
        return sum.logMean();
    }

    @Test
    void theDensityIsTheMixtureOfAllPosteriors() {
        double[] at = client.ask(ask("density", "'codes': [[1, 2], [-3, 0.5]]")).numbers("density");
        assertArrayEquals(new double[] {density(1, 2), density(-3, 0.5)}, at, 1e-4);
        String grid = "'plane': {'axes': [0, 1]}, 'view': [0, 0, 4, 2], 'columns': 4, 'rows': 2, 'of': '%s'";
        for (String of : List.of("slice", "projection")) {
            int rows = 0;
            double[] levels = null;
            for (Message band : client.askAll(ask("density", grid.formatted(of)))) {
                assertEquals(rows, band.head().get("from").asInt());
                double[] values = band.numbers("density");
                for (int i = 0; i < values.length; i++) {
                    assertEquals(density(i % 4 + 0.5, rows + i / 4 + 0.5), values[i], 1e-4);
                }
                rows += band.shape("density").get(0);
                levels = band.last() ? band.numbers("levels") : null;
            }
            assertEquals(2, rows);
            assertTrue(levels.length == 3 && levels[0] > levels[1] && levels[1] > levels[2]);
            String elsewhere = grid.formatted(of).replace("[0, 0, 4, 2]", "[90, 90, 91, 91]");
            List<Message> far = client.askAll(ask("density", elsewhere));
            assertArrayEquals(levels, far.get(far.size() - 1).numbers("levels"), "of the plane, not of the view");
        }
    }

    @Test
    void dimensionsTellOfEachAxisOfTheAtlas() {
        Message answer = client.ask(ask("dimensions", ""));
        assertArrayEquals(new double[] {3, 4}, answer.numbers("mean"), 1e-6);
        double deviation = Math.sqrt(8 / 3.0 + 1);
        assertArrayEquals(new double[] {deviation, deviation}, answer.numbers("deviation"), 1e-5);
        assertArrayEquals(new double[] {35 / 6.0, 56 / 6.0}, answer.numbers("kl"), 1e-5);
        assertEquals(6, answer.numbers("low")[0] + answer.numbers("high")[0], 1e-3);
        Message point = client.ask(ask("dimensions", "").replace("digits", "point"));
        assertArrayEquals(new double[] {2.5758293, 2.5758293}, point.numbers("high"), 1e-6);
    }

    @Test
    void picturesAreEncodedAsOverHttpAndABrokenOneSpoilsNoOther() throws Exception {
        byte[] picture = SmallServer.png(7);
        byte[] frame = Frames.of(
                3,
                "{'op': 'encode', 'model': 'digits', 'invert': 'no', 'files': [{'name': 'a.png'}, {'name': 'b'}, {}], 'arrays': [%s]}",
                Frames.bytes("file 0", picture),
                Frames.bytes("file 1", new byte[] {1, 2, 3}),
                Frames.bytes("file 2", picture));
        client.send(ByteBuffer.wrap(frame));
        Message first = client.next();
        Message second = client.next();
        Message third = client.next();
        assertTrue(third.last());
        assertEquals("a.png", first.head().get("name").asText());
        assertEquals("BAD_INPUT", second.head().get("error").get("code").asText());
        assertArrayEquals(first.numbers("mu"), third.numbers("mu"));
        JsonNode http = new ObjectMapper()
                .readTree(site.post("/api/models/digits/encode?invert=no", picture)
                        .body())
                .get("images")
                .get(0);
        assertEquals(http.get("elbo").asDouble(), first.head().get("elbo").asDouble(), 1e-4);
        assertTrue(first.head().get("elboError").asDouble() > 0);
        assertEquals(
                http.get("elboError").asDouble(), first.head().get("elboError").asDouble(), 1e-4);
        assertEquals(0, first.head().get("percentile").asDouble()); // of three rows, each with a bound of 1 nat
        assertEquals(3, first.head().get("of").asInt());
        assertTrue(first.head().get("distancePercentile").asDouble() >= 0);
        assertEquals(http.get("mu").get(0).asDouble(), first.numbers("mu")[0], 1e-6);
        assertEquals(http.get("klByDimension").get(1).asDouble(), first.numbers("klByDimension")[1], 1e-4);
        assertEquals(1, first.numbers("input")[7], 1e-6);
        assertEquals(List.of(1, 4, 5), first.shape("mean"));
        assertArrayEquals(
                site.mean((float) first.numbers("mu")[0], (float) first.numbers("mu")[1]), first.numbers("mean"), 1e-5);
        float[] image = new float[SIZE];
        image[7] = 1;
        Message ready = client.send(ByteBuffer.wrap(Frames.of(
                        4, "{'op': 'encode', 'model': 'digits', 'arrays': [%s]}", Frames.floats("images", 1, image))))
                .next();
        assertTrue(ready.last());
        assertArrayEquals(first.numbers("mu"), ready.numbers("mu"), 1e-6);
        assertFalse(ready.head().has("fitting"));
    }
}
