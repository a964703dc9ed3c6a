package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.http.SmallServer;
import isthmus.latent.Gaussian;
import isthmus.latent.Mixture;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.live.LiveClient.Message;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.Sha256;
import isthmus.npz.NpzReader;
import isthmus.train.SmallModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mixture fitted at the socket to the codes of a small real model, which are drawn from a known one. */
class FitAnswerTest {
    private static final int ROWS = 3000;
    private static final int DRAWS = 20_000;
    private static final double EDGE = 25; // grey levels
    private static final Mixture TRUE = new Mixture(
            List.of(
                    new Gaussian(new float[] {-2, 0}, new float[] {-2, 0}),
                    new Gaussian(new float[] {2, 1.5f}, new float[] {-1, -2}),
                    new Gaussian(new float[] {2, -1.5f}, new float[] {-3, -3})),
            new double[] {5, 3, 2});
    private static final float[] CODES = TRUE.draws(new Noise(4, 4), ROWS);

    @TempDir
    private static Path folder;

    private static SmallServer site;
    private static LiveClient client;
    private static SmallModels.Linear model;

    @BeforeAll
    static void open() throws IOException {
        model = SmallModels.Linear.drawn(SmallServer.SHAPE, 2, 9);
        Path mixed = Files.createDirectories(folder.resolve("mixed"));
        model.writeEncoder(mixed.resolve(ModelCard.ENCODER));
        model.writeDecoder(mixed.resolve(ModelCard.DECODER));
        float[] narrow = new float[2 * ROWS];
        Arrays.fill(narrow, -30);
        AtlasFile.write(
                mixed.resolve(ModelCard.ATLAS),
                new Atlas(
                        new PosteriorBatch(ROWS, 2, CODES, narrow),
                        new byte[ROWS],
                        new int[ROWS],
                        new float[ROWS],
                        new float[ROWS],
                        null));
        ModelCard card = Cards.card("mixed", SmallServer.SHAPE, 2);
        Map<String, String> files = new TreeMap<>(card.files());
        files.put(ModelCard.ATLAS, Sha256.of(mixed.resolve(ModelCard.ATLAS)));
        Map<String, Double> extra = Map.of("support-well", EDGE / 2, "support-edge", EDGE);
        Cards.write(
                mixed,
                card.withAtlas(new ModelCard.Atlas("data", "test", ROWS), card.labels(), files)
                        .withFigures(new ModelCard.Figures(
                                "data", "test", 1, 0, 1, null, null, 0.0, null, null, null, null, null, null, 2, 0.01,
                                extra)));
        site = new SmallServer(folder, settings -> {});
        client = new LiveClient(site.address());
    }

    @AfterAll
    static void close() {
        client.close();
        site.close();
    }

    private static List<Message> fit(String fields) {
        List<Message> all = new ArrayList<>();
        all.add(client.ask("{'id': 7, 'op': 'fit', 'model': 'mixed'%s}".formatted(fields)));
        while (!all.get(all.size() - 1).last()) {
            all.add(client.next());
        }
        return all;
    }

    private static double number(Message message, String name) {
        return message.head().get(name).asDouble();
    }

    private static double meanLogDensity(Prior of, float[] codes) {
        double sum = 0;
        for (int i = 0; i < codes.length / 2; i++) {
            sum += of.logDensity(codes, i);
        }
        return sum / (codes.length / 2);
    }

    private static Mixture mixture(Message fitted) {
        double[] weights = fitted.numbers("weights");
        List<Gaussian> components = new ArrayList<>();
        for (int k = 0; k < weights.length; k++) {
            components.add(new Gaussian(floats(fitted.numbers("means")), floats(fitted.numbers("logvars")), k, 2));
        }
        return new Mixture(components, weights);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** The share of codes where a prior has a lower density than at 99% of others. */
    private static double outside(Prior of, float[] codes, float[] others) {
        double[] edge = new double[others.length / 2];
        Arrays.setAll(edge, i -> of.logDensity(others, i));
        Arrays.sort(edge);
        int below = 0;
        for (int i = 0; i < codes.length / 2; i++) {
            below += of.logDensity(codes, i) < edge[edge.length / 100] ? 1 : 0;
        }
        return below / (codes.length / 2.0);
    }

    /** The file that comes with what was fitted. */
    private static NpzReader file(Message fitted) throws IOException {
        double[] bytes = fitted.numbers("file");
        byte[] written = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            written[i] = (byte) bytes[i];
        }
        return new NpzReader(Files.write(folder.resolve("prior.npz"), written));
    }

    @Test
    void theKnownMixtureIsFoundAndThePriorIsHeldAgainstIt() throws IOException {
        List<Message> all = fit(", 'seed': 3, 'count': 40");
        Message first = all.get(0);
        Message fitted = all.get(all.size() - 1);
        float[] fresh = TRUE.draws(new Noise(5, 5), DRAWS);
        Gaussian prior = Gaussian.standard(2);
        assertEquals("prior", first.head().get("stage").asText());
        assertEquals(ROWS / 5, number(first, "heldOut"));
        assertEquals(meanLogDensity(prior, fresh), number(first, "logDensity"), 4 * number(first, "logDensityError"));
        int before = 0;
        for (Message tried : all.subList(1, all.size() - 1)) {
            assertEquals("tried", tried.head().get("stage").asText());
            assertEquals(Math.max(1, 2 * before), number(tried, "components"));
            before = (int) number(tried, "components");
            assertEquals(number(tried, "logDensity") - number(first, "logDensity"), number(tried, "gain"), 1e-9);
        }
        Mixture found = mixture(fitted);
        assertEquals(ROWS - ROWS / 5, number(fitted, "codes"));
        assertEquals(meanLogDensity(TRUE, fresh), number(fitted, "logDensity"), 4 * number(fitted, "logDensityError"));
        assertEquals(meanLogDensity(TRUE, fresh), meanLogDensity(found, fresh), 0.03);
        float[] draws = prior.draws(new Noise(6, 6), DRAWS);
        assertEquals(outside(TRUE, draws, fresh), number(fitted, "empty"), 0.05);
        assertEquals(outside(prior, fresh, draws), number(fitted, "missed"), 0.05);
        assertTrue(number(fitted, "empty") > 0.3, fitted.head().toString());
        assertTrue(
                number(fitted, "before") > 1.5 * number(fitted, "after"),
                fitted.head().toString());
        try (NpzReader zip = file(fitted)) {
            int count = found.weights().length;
            assertArrayEquals(floats(fitted.numbers("weights")), zip.floats("weights", count));
            assertArrayEquals(floats(fitted.numbers("means")), zip.floats("means", count, 2));
            assertArrayEquals(floats(fitted.numbers("logvars")), zip.floats("logvars", count, 2));
        }
    }

    @Test
    void aFlowIsFittedInPlaceOfAMixtureWhereThatIsAskedFor() throws IOException {
        List<Message> all = fit(", 'family': 'flow', 'count': 2, 'seed': 3");
        Message fitted = last(all);
        assertEquals("prior", all.get(0).head().get("stage").asText());
        assertEquals(10, all.size() - 2);
        for (Message step : all.subList(1, all.size() - 1)) {
            assertEquals("step", step.head().get("stage").asText());
        }
        float[] fresh = TRUE.draws(new Noise(5, 5), DRAWS);
        double expected = meanLogDensity(TRUE, fresh);
        assertEquals(expected, number(fitted, "logDensity"), 0.15 + 4 * number(fitted, "logDensityError"));
        assertEquals(List.of(300, 2), fitted.shape("cloud"));
        assertEquals(expected, meanLogDensity(TRUE, floats(fitted.numbers("cloud"))), 0.5);
        int empty = fitted.shape("emptyCodes").get(0);
        assertEquals(number(fitted, "empty"), empty / 200.0, 1e-9);
        assertEquals(number(fitted, "missed"), fitted.shape("missedCodes").get(0) / (ROWS / 5.0), 1e-9);
        try (NpzReader zip = file(fitted)) {
            double[] mean = new double[2];
            for (int i = 0; i < CODES.length; i++) {
                mean[i % 2] += CODES[i] / (double) ROWS;
            }
            float[] offset = zip.floats("offset", 2);
            assertEquals(mean[0], offset[0], 0.1);
            assertEquals(mean[1], offset[1], 0.1);
            assertEquals(5, zip.shape("weight0")[1]); // the code and three cosines
        }
    }

    @Test
    void drawsComeDecodedWithTheirNearestRowsAndAgainFromTheSameSeed() {
        Message fitted = last(fit(", 'seed': 1, 'components': 4, 'count': 40"));
        double before = meanLogDensity(TRUE, floats(fitted.numbers("beforeCodes")));
        double after = meanLogDensity(TRUE, floats(fitted.numbers("afterCodes")));
        assertTrue(after > before + 1, after + " and " + before);
        for (String name : List.of("before", "after")) {
            assertEquals(List.of(40, 1, 4, 5), fitted.shape(name));
            double[] codes = fitted.numbers(name + "Codes");
            double[] pixels = fitted.numbers(name);
            for (int i = 0; i < 40; i++) {
                float[] code = {(float) codes[2 * i], (float) codes[2 * i + 1]};
                double[] logits = model.output().apply(code, 0);
                for (int p = 0; p < logits.length; p++) {
                    assertEquals(255 / (1 + Math.exp(-logits[p])), pixels[i * logits.length + p], 1);
                }
                int row = (int) fitted.numbers(name + "Row")[i];
                double nearest = Double.POSITIVE_INFINITY;
                for (int r = 0; r < ROWS; r++) {
                    nearest = Math.min(nearest, Math.hypot(CODES[2 * r] - code[0], CODES[2 * r + 1] - code[1]));
                }
                assertEquals(nearest, Math.hypot(CODES[2 * row] - code[0], CODES[2 * row + 1] - code[1]), 1e-9);
                assertEquals(nearest, fitted.numbers(name + "Distance")[i], 1e-6);
            }
        }
        Message again = last(fit(", 'seed': 1, 'components': 4, 'count': 40"));
        assertEquals(fitted.data(), again.data());
        assertNotEquals(
                fitted.data(),
                last(fit(", 'seed': 2, 'components': 4, 'count': 40")).data());
    }

    private static Message last(List<Message> all) {
        return all.get(all.size() - 1);
    }

    @Test
    void whatIsTakenBackEndsAndLeavesItsThreadToOthers() {
        for (long id = 10; id < 14; id++) { // more than run at a time
            client.send("{'id': %d, 'op': 'fit', 'model': 'mixed', 'components': 64}".formatted(id));
        }
        for (long id = 10; id < 14; id++) {
            client.send("{'id': %d, 'op': 'cancel', 'request': %d}".formatted(id + 10, id));
        }
        int cancelled = 0;
        for (int ends = 0; ends < 8; ) {
            Message message = client.next();
            ends += message.end() == null ? 0 : 1;
            cancelled += "cancelled".equals(message.end()) ? 1 : 0;
        }
        assertEquals(4, cancelled);
        assertEquals(
                "fitted", last(fit(", 'components': 2")).head().get("stage").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            BAD_INPUT | components: expected 1 to 64, found 0    | 'model': 'mixed', 'components': 0
            TOO_LARGE | components: expected 1 to 64, found 65   | 'model': 'mixed', 'components': 65
            TOO_LARGE | count: expected 1 to 64, found 100000    | 'model': 'mixed', 'count': 100000
            BAD_INPUT | seed: expected a whole number from 0     | 'model': 'mixed', 'seed': -1
            BAD_INPUT | expected no fields but family, component | 'model': 'mixed', 'draws': 2
            BAD_INPUT | digits: expected an atlas of 20 images   | 'model': 'digits'
            NOT_FOUND | point: expected a model with an atlas    | 'model': 'point'
            """)
    void whatCannotBeFittedIsRefusedInASentence(String code, String sentence, String fields) {
        JsonNode error =
                client.ask("{'id': 5, 'op': 'fit', %s}".formatted(fields)).error();
        assertEquals(code, error.get("code").asText(), error.toString());
        assertTrue(error.get("message").asText().contains(sentence), error.toString());
    }
}
