package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isthmus.http.SmallServer;
import isthmus.latent.Dense;
import isthmus.latent.FlowMatching;
import isthmus.latent.Noise;
import isthmus.latent.VelocityNetwork;
import isthmus.live.LiveClient.Message;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.PriorCard;
import isthmus.model.PriorFile;
import isthmus.train.SmallModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Draws that flow into place, of a small real model with a small flow. */
class TrajectoryTest {
    private static final int DRAWS = 5;
    private static final int FINE = 20_000; // steps of Euler's

    @TempDir
    private static Path folder;

    private static final float[] OFFSET = {0.3f, -0.2f};
    private static final float[] SCALE = {1.2f, 0.8f};
    private static Dense first;
    private static Dense second;
    private static SmallModels.Linear model;
    private static SmallServer site;
    private static LiveClient client;

    @BeforeAll
    static void open() throws IOException {
        Noise noise = new Noise(5, 0);
        first = new Dense(noise.normals(3 * 8), noise.normals(8));
        second = new Dense(scaled(noise.normals(8 * 2)), noise.normals(2));
        model = SmallModels.Linear.drawn(SmallServer.SHAPE, 2, 9);
        Path flows = Files.createDirectories(folder.resolve("flows"));
        model.writeEncoder(flows.resolve(ModelCard.ENCODER));
        model.writeDecoder(flows.resolve(ModelCard.DECODER));
        VelocityNetwork velocity = new VelocityNetwork(2, List.of(first, second));
        PriorFile.write(flows.resolve(ModelCard.PRIOR), new FlowMatching(velocity, OFFSET, SCALE));
        Cards.write(flows, Cards.withPrior(Cards.card("flows", SmallServer.SHAPE, 2), PriorCard.Family.FLOW_MATCHING));
        site = new SmallServer(folder, settings -> {});
        client = new LiveClient(site.address());
    }

    @AfterAll
    static void close() {
        client.close();
        site.close();
    }

    private static float[] scaled(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= 0.5f;
        }
        return values;
    }

    private static Message ask(String fields) {
        return client.ask("{'id': 7, 'op': 'trajectory', 'model': 'flows'%s}".formatted(fields));
    }

    /** v(y, t), written out: silu between two layers, the first of which sees cos(πt). */
    private static double[] velocity(double[] y, double t) {
        double[] out = {second.bias()[0], second.bias()[1]};
        for (int u = 0; u < 8; u++) {
            double in = first.bias()[u]
                    + first.weight()[3 * u] * y[0]
                    + first.weight()[3 * u + 1] * y[1]
                    + first.weight()[3 * u + 2] * Math.cos(Math.PI * t);
            double unit = in / (1 + Math.exp(-in));
            out[0] += second.weight()[u] * unit;
            out[1] += second.weight()[8 + u] * unit;
        }
        return out;
    }

    @Test
    void drawsGoTheWayOfTheFlowFromTheirNoiseToWhereTheyAreDrawn() {
        Message frame = ask(", 'count': %d, 'moves': 4, 'decoded': 0, 'seed': 3".formatted(DRAWS));
        double[] codes = frame.numbers("codes");
        assertEquals(List.of(5, DRAWS, 2), frame.shape("codes"));
        Noise noise = Noise.named(3, "sample");
        for (int i = 0; i < DRAWS; i++) {
            double[] y = {noise.normal(), noise.normal()};
            for (int at = 0; at <= 4; at++) {
                for (int d = 0; d < 2; d++) {
                    assertEquals(OFFSET[d] + SCALE[d] * y[d], codes[(at * DRAWS + i) * 2 + d], 2e-3);
                }
                for (int step = 0; step < FINE / 4; step++) {
                    double[] v = velocity(y, at / 4.0 + (double) step / FINE);
                    y[0] += v[0] / FINE;
                    y[1] += v[1] / FINE;
                }
            }
        }
        Message drawn =
                client.ask("{'id': 8, 'op': 'sample', 'model': 'flows', 'from': 'prior', 'count': %d, 'seed': 3}"
                        .formatted(DRAWS));
        double[] last = Arrays.copyOfRange(codes, 4 * DRAWS * 2, codes.length);
        assertArrayEquals(drawn.numbers("codes"), last, 1e-5);
    }

    @Test
    void theFirstDrawsComeDecodedFrameByFrame() {
        Message frame = ask(", 'count': 7, 'moves': 3, 'decoded': 2");
        assertEquals(List.of(8, 1, 4, 5), frame.shape("pixels"));
        double[] codes = frame.numbers("codes");
        double[] pixels = frame.numbers("pixels");
        for (int image = 0; image < 8; image++) {
            int at = (image / 2 * 7 + image % 2) * 2;
            double[] logits = model.output().apply(new float[] {(float) codes[at], (float) codes[at + 1]}, 0);
            for (int p = 0; p < logits.length; p++) {
                assertEquals(255 / (1 + Math.exp(-logits[p])), pixels[image * logits.length + p], 1);
            }
        }
    }

    @Test
    void hundredsOfDrawsComeByDefault() {
        Message frame = ask("");
        assertEquals(List.of(17, 240, 2), frame.shape("codes"));
        assertEquals(17 * 12, frame.shape("pixels").get(0));
        assertTrue(frame.last());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            TOO_LARGE | moves: expected 1 to 64, found 65        | 'model': 'flows', 'moves': 65
            BAD_INPUT | moves: expected 1 to 64, found 0         | 'model': 'flows', 'moves': 0
            TOO_LARGE | count: expected 1 to 240, found 241      | 'model': 'flows', 'count': 241
            TOO_LARGE | decoded: expected 0 to 9, found 10       | 'model': 'flows', 'count': 9, 'decoded': 10
            BAD_INPUT | seed: expected a whole number from 0     | 'model': 'flows', 'seed': -1
            BAD_INPUT | a draw of any other prior is made in one | 'model': 'digits'
            """)
    void whatCannotBeShownIsRefusedInASentence(String code, String sentence, String fields) {
        JsonNode error = client.ask("{'id': 5, 'op': 'trajectory', %s}".formatted(fields))
                .error();
        assertEquals(code, error.get("code").asText(), error.toString());
        assertTrue(error.get("message").asText().contains(sentence), error.toString());
    }
}
