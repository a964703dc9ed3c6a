package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isthmus.Limits;
import isthmus.atlas.Atlas;
import isthmus.columns.ColumnAtlas;
import isthmus.columns.GeneratedAtlas;
import isthmus.image.Shape;
import isthmus.live.LiveClient.Message;
import isthmus.model.ModelCard;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An atlas of columns at the socket, beside a look at each of its rows. */
class PointsTest {
    private static final int COUNT = 20_000;
    private static final int CODES = 64;

    @TempDir
    private static Path folder;

    private static LiveSite site;
    private static LiveClient client;
    private static ColumnAtlas atlas;

    @BeforeAll
    static void open() throws IOException {
        site = new LiveSite(folder, new Shape(1, 2, 3), Limits.defaults());
        Path model = folder.resolve("large");
        String encoder = Sha256.of(model.resolve(ModelCard.ENCODER));
        Atlas from = GeneratedAtlas.numbered(100);
        Path place = model.resolve(ColumnAtlas.FOLDER);
        GeneratedAtlas.write(place, from, List.of("a", "b", "c"), COUNT, encoder);
        GeneratedAtlas.addVariances(place, from);
        atlas = ColumnAtlas.open(place, 2, encoder);
        site.models.scan();
        client = new LiveClient(site.address());
    }

    @AfterAll
    static void close() {
        client.close();
        site.close();
    }

    /** All frames of an answer. */
    private static List<Message> ask(String op, String fields) {
        List<Message> all = new ArrayList<>();
        all.add(client.ask("{'id': 5, 'op': '%s', 'model': 'large'%s}".formatted(op, fields)));
        while (!all.get(all.size() - 1).last() && !all.get(all.size() - 1).isText()) {
            all.add(client.next());
        }
        return all;
    }

    private static Message last(String op, String fields) {
        List<Message> all = ask(op, fields);
        return all.get(all.size() - 1);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static double x(int row) {
        return atlas.mu().floatAt(2L * row);
    }

    private static double y(int row) {
        return atlas.mu().floatAt(2L * row + 1);
    }

    @Test
    void pointsSayWhatThereIsToAskFor() {
        JsonNode head = last("points", "").head();
        assertEquals(COUNT, head.get("of").asInt());
        assertEquals(List.of("a", "b", "c"), texts(head.get("labels")));
        assertEquals(List.of("kl", "reconstruction", "bound"), texts(head.get("columns")));
        assertEquals(List.of("name"), texts(head.get("texts")));
        assertEquals(0, head.get("indexed").asInt());
        assertEquals(3, head.get("square").size());
    }

    @Test
    void tilesHaveEachPointOnce() {
        List<Message> tiles = ask("cells", ", 'level': 1, 'tiles': [[0, 0], [1, 0], [0, 1], [1, 1]]");
        assertEquals(4, tiles.size());
        double points = 0;
        double counted = 0;
        for (Message tile : tiles) {
            points += tile.head().get("points").asDouble();
            counted += tile.head().get("points").asInt() <= 4096
                    ? tile.numbers("row").length
                    : Arrays.stream(tile.numbers("count")).sum();
        }
        assertEquals(COUNT, points);
        assertEquals(COUNT, counted);
        Message mean = last("cells", ", 'level': 0, 'tiles': [[0, 0]], 'column': 'kl'");
        double sum = 0;
        for (int i = 0; i < mean.numbers("count").length; i++) {
            sum += mean.numbers("count")[i] * mean.numbers("value")[i];
        }
        double all = IntStream.range(0, COUNT)
                .mapToDouble(row -> atlas.column("kl").floatAt(row))
                .sum();
        assertEquals(all, sum, 1e-5 * all);
    }

    @Test
    void aPolygonUnderAFilterComesBackAsCountsHistogramsAndSomeRows() {
        Message found = last(
                "select",
                ", 'polygon': [[-1, -1], [1, -1], [1, 1], [-1, 1]], 'filter': [{'column': 'kl', 'from': 10, 'to': 49}],"
                        + " 'columns': ['kl'], 'bars': 11, 'sample': 50");
        int[] rows = IntStream.range(0, COUNT)
                .filter(row -> Math.abs(x(row)) < 1 && Math.abs(y(row)) < 1)
                .filter(row -> atlas.column("kl").floatAt(row) >= 10
                        && atlas.column("kl").floatAt(row) <= 49)
                .toArray();
        assertEquals(rows.length, found.head().get("count").asInt());
        long b = IntStream.of(rows)
                .filter(row -> atlas.labelsOf(row).get(0).equals("b"))
                .count();
        assertEquals(b, found.head().get("classes").get(1).asLong());
        double[] bars = found.numbers("bars");
        assertEquals(11, bars.length);
        assertEquals(rows.length, Arrays.stream(bars).sum());
        assertEquals(0, bars[0] + bars[6]); // below 9, and from 54 on
        assertEquals(50, found.numbers("row").length);
        assertTrue(Arrays.stream(found.numbers("row")).allMatch(row -> Arrays.binarySearch(rows, (int) row) >= 0));
    }

    @Test
    void neighboursAreTheNearestRows() {
        Message found = last("neighbours", ", 'z': [0.3, -0.2], 'k': 5");
        double[] expected = IntStream.range(0, COUNT)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> Math.hypot(x(row) - 0.3f, y(row) + 0.2f)))
                .limit(5)
                .mapToDouble(row -> row)
                .toArray();
        assertArrayEquals(expected, found.numbers("row"));
    }

    @Test
    void namesAreSearchedAndRowsAreShownWhole() {
        Message found = last("search", ", 'text': 'name', 'part': 'IMAGE-1999', 'most': 4");
        assertEquals(11, found.head().get("all").asInt()); // 1999, and 19990 to 19999
        assertArrayEquals(new double[] {1999, 19990, 19991, 19992}, found.numbers("row"));
        assertEquals("image-19990", found.head().get("texts").get(1).asText());
        assertEquals(
                0,
                last("search", ", 'text': 'name', 'part': '9image'")
                        .head()
                        .get("all")
                        .asInt(),
                "ends in another row");
        Message values = last("values", ", 'rows': [7, 19999]");
        assertArrayEquals(new double[] {x(7), y(7), x(19999), y(19999)}, values.numbers("mu"));
        assertEquals(atlas.column("kl").floatAt(7), values.numbers("kl")[0]);
        assertEquals("image-7", values.head().get("texts").get("name").get(0).asText());
        assertEquals(
                atlas.labelsOf(19999).get(0), values.head().get("label").get(1).asText());
    }

    private static String codes(int first) {
        return ", 'codes': [%s]"
                .formatted(IntStream.range(first, first + CODES)
                        .mapToObj(row -> "[%s, %s]".formatted(x(row), y(row)))
                        .collect(Collectors.joining(", ")));
    }

    private static void assertSampled(JsonNode head) {
        assertEquals(10_000, head.get("sampled").asInt());
        assertEquals(COUNT, head.get("rows").asInt());
    }

    /** Where nearly all figures lie within three of their errors, and most are off by a good part of one. */
    private static void assertErrorsHold(double[] exact, double[] found, double[] errors) {
        double squares = 0;
        for (int i = 0; i < exact.length; i++) {
            double off = (found[i] - exact[i]) / errors[i];
            assertEquals(0, off, 4, i + ": " + exact[i] + ", " + found[i] + " ± " + errors[i]);
            squares += off * off;
        }
        double typical = Math.sqrt(squares / exact.length);
        assertTrue(typical > 0.5 && typical < 1.6, "off by " + typical + " errors");
    }

    @Test
    void theDensityOfASampleIsOffThatOfAllRowsByItsError() {
        Message found = last("density", codes(0));
        assertSampled(found.head());
        double[] exact = IntStream.range(0, CODES)
                .mapToDouble(code -> {
                    double sum = 0; // of posteriors of variance exp(−3)
                    for (int row = 0; row < COUNT; row++) {
                        double distance = Math.hypot(x(row) - x(code), y(row) - y(code));
                        sum += Math.exp(-0.5 * distance * distance * Math.exp(3)) * Math.exp(3) / (2 * Math.PI);
                    }
                    return Math.log(sum / COUNT);
                })
                .toArray();
        assertErrorsHold(exact, found.numbers("density"), found.numbers("error"));
        assertArrayEquals(
                found.numbers("density"),
                last("density", codes(0) + ", 'sampled': true").numbers("density"));
    }

    private static double[] decoded(int... rows) {
        return last(
                        "decode",
                        ", 'as': 'f4', 'codes': [%s]"
                                .formatted(IntStream.of(rows)
                                        .mapToObj(row -> "[%s, %s]".formatted(x(row), y(row)))
                                        .collect(Collectors.joining(", "))))
                .numbers("pixels");
    }

    @Test
    void theSupportOfASampleIsThatOfNearlyTheSameNeighbours() {
        Message found = last("support", codes(0));
        assertSampled(found.head());
        for (int code = 0; code < 5; code++) {
            int own = code;
            int[] near = IntStream.range(0, COUNT)
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> Math.hypot(x(row) - x(own), y(row) - y(own))))
                    .limit(20)
                    .mapToInt(row -> row)
                    .toArray();
            double[] image = decoded(own);
            double[] images = decoded(near);
            double exact = IntStream.range(0, 20)
                    .mapToDouble(i -> {
                        double squares = 0;
                        for (int p = 0; p < image.length; p++) {
                            double off = 255 * (images[i * image.length + p] - image[p]);
                            squares += off * off;
                        }
                        return Math.sqrt(squares / image.length);
                    })
                    .average()
                    .orElseThrow();
            double error = found.numbers("error")[code];
            assertTrue(error > 0);
            // Neighbours among half of the rows lie farther away by a factor of √2 in two dimensions.
            assertEquals(Math.sqrt(2) * exact, found.numbers("support")[code], 5 * error + 0.5);
        }
    }

    @Test
    void anImageRanksAmongASample() {
        JsonNode head = ask("believe", ", 'images': [[0.2, 0.9, 0.1, 0.4, 0.7, 0.3]], 'k': 1")
                .get(0)
                .head();
        assertSampled(head);
        double bound = head.get("elbo").asDouble();
        long below = IntStream.range(0, COUNT)
                .filter(row -> -atlas.column("kl").floatAt(row) < bound)
                .count();
        double exact = 100.0 * below / COUNT;
        assertTrue(exact > 50 && exact < 99, exact + " per cent");
        double error = head.get("percentileError").asDouble();
        assertEquals(Math.sqrt(exact * (100 - exact) / 10_000 / 2), error, 0.1 * error);
        assertEquals(exact, head.get("percentile").asDouble(), 4 * error);
    }

    @Test
    void whatIsTooMuchOrNotThereIsRefused() {
        assertEquals("TOO_LARGE", refused("neighbours", ", 'z': [0, 0], 'k': 1000"));
        assertEquals("TOO_LARGE", refused("select", ", 'sample': 100000"));
        assertEquals("BAD_INPUT", refused("select", ", 'polygon': [[0, 0], [1, 1]]"));
        assertEquals("BAD_INPUT", refused("cells", ", 'level': 1, 'tiles': [[2, 0]]"));
        assertEquals(
                "TOO_LARGE",
                refused("cells", ", 'level': 1, 'tiles': [%s]".formatted("[0, 0],".repeat(300) + "[0, 0]")));
        assertEquals("NOT_FOUND", refused("search", ", 'text': 'no', 'part': 'a'"));
        assertEquals("NOT_FOUND", refused("cells", ", 'level': 0, 'tiles': [[0, 0]], 'column': 'no'"));
        assertEquals("BAD_INPUT", refused("values", ", 'rows': [20000]"));
    }

    private static String refused(String op, String fields) {
        return last(op, fields).error().get("code").asText();
    }
}
