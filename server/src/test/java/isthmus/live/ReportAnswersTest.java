package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isthmus.http.SmallServer;
import isthmus.live.LiveClient.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the model believes about an image, as the socket answers it; the figures themselves are tested in report. */
class ReportAnswersTest {
    private static final int SIZE = SmallServer.SHAPE.size();

    @TempDir
    private static Path folder;

    private static SmallServer site;
    private static LiveClient client;

    @BeforeAll
    static void open() throws IOException {
        site = new SmallServer(folder, settings -> {});
        client = new LiveClient(site.address());
    }

    @AfterAll
    static void close() {
        client.close();
        site.close();
    }

    private static final float[] IMAGE = new float[SIZE];

    static {
        IMAGE[7] = 1;
    }

    /** Asks about the image, with more fields and arrays; gives all messages up to the ending. */
    private static List<Message> ask(String op, String fields, Frames.Array... more) {
        return askOf("digits", op, fields, more);
    }

    private static List<Message> askOf(String model, String op, String fields, Frames.Array... more) {
        Frames.Array[] arrays = new Frames.Array[more.length + 1];
        arrays[0] = Frames.floats("images", 1, IMAGE);
        System.arraycopy(more, 0, arrays, 1, more.length);
        String head = "{'op': '%s', 'model': '%s', 'arrays': [%%s]%s}".formatted(op, model, fields);
        client.send(ByteBuffer.wrap(Frames.of(8, head, arrays)));
        List<Message> all = new ArrayList<>();
        do {
            all.add(client.next());
            assertEquals(8, all.get(all.size() - 1).id());
        } while (!last(all).last() && !last(all).isText());
        return all;
    }

    private static <T> T last(List<T> all) {
        return all.get(all.size() - 1);
    }

    private static String refused(List<Message> answer) {
        assertEquals(1, answer.size());
        return answer.get(0).error().get("message").asText();
    }

    @Test
    void anImageIsEncodedPlacedAmongTheSamplesAndBoundedEverMoreTightly() {
        List<Message> answer = ask("believe", ", 'k': 30");
        Message image = answer.get(0);
        assertEquals("image", image.head().get("stage").asText());
        assertFalse(image.head().get("drawn").asBoolean());
        assertEquals(List.of(1, 4, 5), image.shape("mean"));
        double[] mu = image.numbers("mu");
        assertArrayEquals(site.mean((float) mu[0], (float) mu[1]), image.numbers("mean"), 1e-5);
        JsonNode encoded = client.send(ByteBuffer.wrap(Frames.of(
                        4, "{'op': 'encode', 'model': 'digits', 'arrays': [%s]}", Frames.floats("images", 1, IMAGE))))
                .next()
                .head();
        for (String figure : List.of("kl", "reconstruction", "elbo", "elboError")) {
            assertEquals(
                    encoded.get(figure).asDouble(), image.head().get(figure).asDouble(), 1e-4, figure);
        }
        // The atlas has three rows at (1, 2), (3, 4) and (5, 6), all with a bound of 1.
        assertEquals(0, image.head().get("percentile").asDouble());
        assertEquals(3, image.head().get("of").asInt());
        assertEquals("test", image.head().get("among").asText());
        assertTrue(image.head().get("lessFloor").asBoolean());
        assertEquals(0, image.head().get("floor").asDouble(), "an image of zeros and ones");
        assertEquals(3, image.numbers("counts")[0]);
        assertEquals(image.shape("edges").get(0) - 1, image.shape("counts").get(0));
        assertEquals(Math.hypot(mu[0] - 1, mu[1] - 2), image.numbers("distance")[0], 1e-5);
        assertArrayEquals(new double[] {0, 1, 2}, image.numbers("row"));
        List<Integer> draws = new ArrayList<>();
        answer.subList(1, answer.size())
                .forEach(m -> draws.add(m.head().get("draws").asInt()));
        assertEquals(List.of(1, 2, 5, 10, 20, 30), draws);
        assertArrayEquals(new double[] {1, 2, 5, 10, 20, 30}, last(answer).numbers("k"));
        assertTrue(Double.isNaN(answer.get(1).numbers("error")[0]), "one draw shows no spread");
        double[] again = last(ask("believe", ", 'k': 30")).numbers("bound");
        assertArrayEquals(last(answer).numbers("bound"), again);
        double[] other = last(ask("believe", ", 'k': 30, 'seed': 1")).numbers("bound");
        assertTrue(other[0] != again[0]);
    }

    @Test
    void thePosteriorIsNormalisedOnItsGridAndItsGapIsWhatTheBoundLacks() {
        List<Message> answer = ask("posterior", ", 'columns': 40");
        Message posterior = last(answer);
        assertEquals("search", answer.get(0).head().get("stage").asText());
        assertEquals("posterior", posterior.head().get("stage").asText());
        assertEquals(List.of(40, 40), posterior.shape("density"));
        JsonNode view = posterior.head().get("view");
        double cell = (view.get(2).asDouble() - view.get(0).asDouble())
                * (view.get(3).asDouble() - view.get(1).asDouble())
                / 1600;
        double mass = 0;
        for (double log : posterior.numbers("density")) {
            mass += cell * Math.exp(log);
        }
        assertEquals(1, mass, 1e-5);
        double evidence = posterior.head().get("logEvidence").asDouble();
        assertEquals(
                evidence - posterior.head().get("elbo").asDouble(),
                posterior.head().get("gap").asDouble(),
                1e-9);
        Message bounds = last(ask("believe", ", 'k': 2000"));
        double[] bound = bounds.numbers("bound");
        double[] error = bounds.numbers("error");
        int best = bound.length - 1;
        assertEquals(
                evidence,
                bound[best],
                4 * error[best] + posterior.head().get("error").asDouble());
    }

    @Test
    void whatCannotBeAskedIsRefusedInASentence() {
        assertEquals(
                "point: expected a model whose posterior has a variance, found a point posterior",
                refused(askOf("point", "believe", "")));
        String believe = "{'id': 8, 'op': 'believe', 'model': 'digits'%s}";
        assertEquals(
                "expected one image as a row, a file or an array images, found none",
                refused(client.askAll(believe.formatted(""))));
        assertEquals(
                "row: expected a row from 0 to 2, found 3", refused(client.askAll(believe.formatted(", 'row': 3"))));
        assertTrue(refused(client.askAll(believe.formatted(", 'row': 1"))).contains("expected one of the data sets"));
        assertEquals(
                "expected one image as a row, a file or an array images, found more than one",
                refused(ask("believe", ", 'row': 1")));
        assertEquals("k: expected 1 to 5000, found 5001", refused(ask("believe", ", 'k': 5001")));
        client.send(ByteBuffer.wrap(Frames.of(
                8,
                "{'op': 'posterior', 'model': 'digits', 'arrays': [%s]}",
                Frames.floats("images", 1, new float[SIZE + 1]))));
        assertEquals(
                "images: expected an image of 1×4×5, which has 20 values, found one of 21",
                client.next().error().get("message").asText());
    }

    @Test
    void aFileIsFittedAndBytesAreSharesOfWhite() {
        byte[] frame = Frames.of(
                8,
                "{'op': 'believe', 'model': 'digits', 'k': 1, 'files': [{'name': 'seven.png'}], 'arrays': [%s]}",
                Frames.bytes("file 0", SmallServer.png(7)));
        Message image = client.send(ByteBuffer.wrap(frame)).next();
        assertEquals("PAD", image.head().get("fitting").get("frame").asText());
        assertTrue(client.next().last());
        byte[] bytes = new byte[SIZE];
        bytes[7] = (byte) 255;
        frame = Frames.of(
                8,
                "{'op': 'believe', 'model': 'digits', 'k': 1, 'arrays': [%s]}",
                new Frames.Array("images", "u1", "[1, 1, 4, 5]", bytes));
        Message same = client.send(ByteBuffer.wrap(frame)).next();
        assertTrue(client.next().last());
        assertArrayEquals(image.numbers("mu"), same.numbers("mu"), 1e-6);
        assertFalse(same.head().has("fitting"));
    }

    /** All of a frame but the number of its request. */
    private static JsonNode figures(Message frame) {
        ObjectNode head = frame.head().deepCopy();
        head.remove("id");
        return head;
    }

    @Test
    void refinementTellsItsStepsAndEndsNoLowerThanItBegan() {
        List<Message> answer = ask("refine", ", 'steps': 40");
        Message refined = last(answer);
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < answer.size() - 1; i++) {
            assertEquals("step", answer.get(i).head().get("stage").asText());
            assertEquals(i, answer.get(i).head().get("step").asInt());
            double bound = answer.get(i).head().get("bound").asDouble();
            assertTrue(bound > before);
            before = bound;
        }
        JsonNode head = refined.head();
        assertEquals("refined", head.get("stage").asText());
        assertEquals(answer.size() - 2, head.get("steps").asInt());
        assertTrue(head.get("after").asDouble() >= head.get("before").asDouble());
        assertEquals(head.get("gain"), head.get("amortisation"));
        assertEquals(
                head.get("logEvidence").asDouble() - head.get("after").asDouble(),
                head.get("family").asDouble(),
                1e-9);
        assertEquals(
                Math.hypot(
                        head.get("logEvidenceError").asDouble(),
                        head.get("afterError").asDouble()),
                head.get("familyError").asDouble(),
                1e-9);
        double[] mu = refined.numbers("mu");
        assertArrayEquals(site.mean((float) mu[0], (float) mu[1]), refined.numbers("mean"), 1e-5);
        // Asked again, it comes step by step as it did.
        List<Message> again = ask("refine", ", 'steps': 40");
        assertEquals(
                answer.stream().map(ReportAnswersTest::figures).toList(),
                again.stream().map(ReportAnswersTest::figures).toList());
        // A posterior of two dimensions has its evidence from a grid too.
        JsonNode posterior = last(ask("posterior", "")).head();
        assertEquals(
                posterior.get("logEvidence").asDouble(),
                head.get("logEvidence").asDouble(),
                4 * head.get("logEvidenceError").asDouble()
                        + posterior.get("error").asDouble());
    }

    @Test
    void completionsAreDecodedAndWeighedAndAMaskOverEverythingGivesThePrior() {
        byte[] half = new byte[SIZE];
        Arrays.fill(half, 0, SIZE / 2, (byte) 1);
        Frames.Array mask = new Frames.Array("mask", "u1", "[4, 5]", half);
        List<Message> answer = ask("complete", ", 'count': 3", mask);
        Message found = last(answer);
        JsonNode proposal = answer.get(answer.size() - 2).head();
        assertEquals("proposal", proposal.get("stage").asText());
        assertEquals(answer.size() - 1, proposal.get("of").asInt());
        assertEquals(List.of(3, 2), found.shape("codes"));
        double[] codes = found.numbers("codes");
        double[] pixels = found.numbers("pixels");
        for (int i = 0; i < 3; i++) {
            double[] mean = site.mean((float) codes[2 * i], (float) codes[2 * i + 1]);
            for (int p = 0; p < SIZE; p++) {
                assertEquals(255 * mean[p], pixels[i * SIZE + p], 0.501);
            }
        }
        assertEquals(SIZE / 2, found.head().get("known").asInt());
        assertEquals(List.of(256, 2), found.shape("cloud"));
        byte[] all = new byte[SIZE];
        Arrays.fill(all, (byte) 255);
        Message prior = last(ask("complete", "", new Frames.Array("mask", "u1", "[1, 4, 5]", all)));
        assertEquals(2048, prior.head().get("effective").asDouble(), 1e-6);
        assertEquals(1, prior.numbers("deviation")[0], 0.1);
        assertTrue(last(ask("complete", ", 'noise': 0.3")).head().get("known").asInt() == SIZE);
        assertEquals(
                "noise: expected 0, or a standard deviation from 0.001 to 10.0, found -1.0",
                refused(ask("complete", ", 'noise': -1")));
        assertEquals(
                "mask: expected one of 1×4×5 or its plane, found [5, 4]",
                refused(ask("complete", "", new Frames.Array("mask", "u1", "[5, 4]", half))));
    }

    @Test
    void aReportThatIsTakenBackEndsAtOnce() {
        client.send(ByteBuffer.wrap(Frames.of(
                8, "{'op': 'believe', 'model': 'digits', 'arrays': [%s]}", Frames.floats("images", 1, IMAGE))));
        client.send("{'id': 9, 'op': 'cancel', 'request': 8}");
        List<String> ends = new ArrayList<>();
        while (ends.size() < 2) {
            Message next = client.next();
            if (next.isText()) {
                ends.add(next.id() + " " + next.end());
            }
        }
        assertTrue(ends.containsAll(List.of("8 cancelled", "9 done")), ends.toString());
        assertEquals(1, ask("believe", ", 'k': 1").get(1).head().get("draws").asInt());
    }

    @Test
    void theHealthOfDimensionsComesWithThemWhereItIsAskedFor() {
        Message plain = client.ask("{'id': 8, 'op': 'dimensions', 'model': 'digits'}");
        assertFalse(plain.head().has("sentence"));
        Message health = client.ask("{'id': 8, 'op': 'dimensions', 'model': 'digits', 'health': true}");
        assertEquals("Both dimensions are used.", health.head().get("sentence").asText());
        assertArrayEquals(plain.numbers("deviation"), health.numbers("deviation"));
        assertEquals(List.of(2, 48), health.shape("histogram"));
        // The three rows are (1, 2), (3, 4) and (5, 6).
        assertEquals(8 / 3.0, health.numbers("variance")[0], 1e-6);
        double[] deviation = health.numbers("deviation");
        for (int d = 0; d < 2; d++) {
            double squares = 0;
            for (int i = 0; i < 32; i++) {
                int row = i * 3 / 32;
                float[] code = {1 + 2 * row, 2 + 2 * row};
                double[] from = site.mean(code);
                code[d] += (float) deviation[d];
                double[] to = site.mean(code);
                for (int p = 0; p < SIZE; p++) {
                    squares += Math.pow(to[p] - from[p], 2) / (32 * SIZE);
                }
            }
            assertEquals(255 * Math.sqrt(squares), health.numbers("effect")[d], 1e-3);
        }
        Message none = client.ask("{'id': 8, 'op': 'dimensions', 'model': 'point', 'health': true}");
        assertEquals(
                "This model has no data, so how its dimensions are used is unknown.",
                none.head().get("sentence").asText());
        assertEquals(List.of(2), none.shape("effect"));
    }
}
