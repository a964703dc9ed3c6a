package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import isthmus.http.SmallServer;
import isthmus.live.LiveClient.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How likely an image is at codes, against the decoded means. */
class LikelihoodAnswerTest {
    private static final int SIZE = SmallServer.SHAPE.size();
    private static final float[] IMAGE = new float[SIZE];

    static {
        IMAGE[3] = 0.25f;
        IMAGE[7] = 1;
    }

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

    private static Message ask(String fields) {
        String head = "{'op': 'likelihood', 'model': 'digits', 'arrays': [%%s]%s}".formatted(fields);
        client.send(ByteBuffer.wrap(Frames.of(8, head, Frames.floats("images", 1, IMAGE))));
        return client.next();
    }

    private static String refused(String fields) {
        return ask(fields).error().get("message").asText();
    }

    /** By the mean that is decoded there. */
    private static double logLikelihood(double x, double y) {
        double[] mean = site.mean((float) x, (float) y);
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += IMAGE[i] * Math.log(mean[i]) + (1 - IMAGE[i]) * Math.log1p(-mean[i]);
        }
        return sum;
    }

    @Test
    void codesAreScoredUnderTheImageAndThePriorWithTheirGradients() {
        double[][] codes = {{0.5, -1}, {-2, 0.25}};
        Message answer = ask(", 'codes': [[0.5, -1], [-2, 0.25]], 'gradients': true");
        assertEquals(List.of(2, 2), answer.shape("gradient"));
        for (int row = 0; row < 2; row++) {
            double x = codes[row][0];
            double y = codes[row][1];
            assertEquals(logLikelihood(x, y), answer.numbers("likelihood")[row], 1e-3);
            assertEquals(-Math.log(2 * Math.PI) - (x * x + y * y) / 2, answer.numbers("prior")[row], 1e-6);
            double step = 1e-2;
            double[] slope = {
                (logLikelihood(x + step, y) - logLikelihood(x - step, y)) / (2 * step),
                (logLikelihood(x, y + step) - logLikelihood(x, y - step)) / (2 * step)
            };
            double[] found = {answer.numbers("gradient")[2 * row], answer.numbers("gradient")[2 * row + 1]};
            assertArrayEquals(slope, found, 0.02);
        }
    }

    @Test
    void aGridHasItsCellCentresAndDrawsAreOfTheEncodersPosterior() {
        Message grid = ask(", 'view': [-1, 0, 1, 4], 'columns': 2");
        assertEquals(2, grid.head().get("rows").asInt());
        double[] found = grid.numbers("likelihood");
        assertEquals(logLikelihood(-0.5, 1), found[0], 1e-3);
        assertEquals(logLikelihood(0.5, 1), found[1], 1e-3);
        assertEquals(logLikelihood(-0.5, 3), found[2], 1e-3);
        assertFalse(grid.head().toString().contains("gradient"));

        Message draws = ask(", 'draws': 400, 'seed': 2");
        double[] codes = draws.numbers("codes");
        assertEquals(logLikelihood(codes[2], codes[3]), draws.numbers("likelihood")[1], 1e-3);
        double mean = 0;
        double squares = 0;
        double sigma = Math.exp(draws.numbers("logvar")[1] / 2);
        for (int i = 0; i < 400; i++) {
            double epsilon = (codes[2 * i + 1] - draws.numbers("mu")[1]) / sigma;
            mean += epsilon / 400;
            squares += epsilon * epsilon / 400;
        }
        assertEquals(0, mean, 0.2);
        assertEquals(1, squares, 0.3);
        assertArrayEquals(codes, ask(", 'draws': 400, 'seed': 2").numbers("codes"), "the same draws by the same seed");
    }

    @Test
    void whatIsNoneOrMoreThanOneOfThemOrTooMuchIsRefused() {
        assertEquals("expected codes, a view with columns, or draws, found 0 of them", refused(""));
        assertEquals(
                "expected codes, a view with columns, or draws, found 2 of them",
                refused(", 'draws': 3, 'codes': [[0, 1]]"));
        assertEquals(
                "expected codes, a view with columns, or draws, found half of a grid",
                refused(", 'view': [-1, 0, 1, 4]"));
        assertEquals("codes: expected codes of 2 numbers, found 3", refused(", 'codes': [[0, 1, 2]]"));
        assertEquals("draws: expected 1 to 5000, found 5001", refused(", 'draws': 5001"));
        assertEquals("columns: expected 2 to 128, found 129", refused(", 'view': [-1, 0, 1, 4], 'columns': 129"));
    }
}
