package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isthmus.Limit;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.http.SmallServer;
import isthmus.latent.Codebook;
import isthmus.latent.ContextNetwork;
import isthmus.latent.Dense;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.live.LiveClient.Message;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.PriorCard.Family;
import isthmus.model.PriorFile;
import isthmus.model.Sha256;
import isthmus.train.SmallModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codebook of a small real model: one number at each of two places side by side, of three entries. */
class CodebookTest {
    private static final float[] ENTRIES = {-1, 0.5f, 2};
    private static final int[][] ROWS = {{0, 1}, {1, 1}, {1, 2}, {1, 0}}; // entries of each image's two places

    @TempDir
    private static Path folder;

    private static ContextNetwork network;
    private static SmallModels.Linear model;
    private static SmallServer site;
    private static LiveClient client;

    @BeforeAll
    static void open() throws IOException {
        Noise noise = new Noise(5, 0);
        network = new ContextNetwork(List.of(new Dense(noise.normals(4 * 3), noise.normals(3))), 2);
        model = SmallModels.Linear.drawn(SmallServer.SHAPE, 2, 9);
        write("discrete", 1, 1, 2);
        write("shapeless");
        site = new SmallServer(folder, settings -> settings.limit(Limit.MAX_IMAGES_PER_REQUEST, 8));
        client = new LiveClient(site.address());
    }

    private static void write(String id, Integer... shape) throws IOException {
        Path place = Files.createDirectories(folder.resolve(id));
        model.writeEncoder(place.resolve(ModelCard.ENCODER));
        model.writeDecoder(place.resolve(ModelCard.DECODER));
        PriorFile.write(place.resolve(ModelCard.PRIOR), new Codebook(ENTRIES, 1, 2, network));
        float[] codes = new float[2 * ROWS.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = ENTRIES[ROWS[i / 2][i % 2]];
        }
        int count = ROWS.length;
        AtlasFile.write(
                place.resolve(ModelCard.ATLAS),
                new Atlas(
                        new PosteriorBatch(count, 2, codes, new float[2 * count]),
                        new byte[count],
                        new int[count],
                        new float[count],
                        new float[count],
                        null));
        ModelCard card = Cards.withPrior(Cards.card(id, SmallServer.SHAPE, 2), Family.CODEBOOK, shape);
        Map<String, String> files = new TreeMap<>(card.files());
        files.put(ModelCard.ATLAS, Sha256.of(place.resolve(ModelCard.ATLAS)));
        Cards.write(place, card.withAtlas(new ModelCard.Atlas("data", "test", count), card.labels(), files));
    }

    @AfterAll
    static void close() {
        client.close();
        site.close();
    }

    private static double pixel(int[] row, int pixel) {
        double[] logits = model.output().apply(new float[] {ENTRIES[row[0]], ENTRIES[row[1]]}, 0);
        return 255 / (1 + Math.exp(-logits[pixel]));
    }

    @Test
    void entriesComeWithTheirUsesAndTheMeanOfWhatIsAroundThem() {
        Message frame = client.ask("{'id': 7, 'op': 'codebook', 'model': 'discrete'}");
        assertArrayEquals(new double[] {-1, 0.5, 2}, frame.numbers("entries"));
        assertArrayEquals(new double[] {2, 5, 1}, frame.numbers("uses"));
        assertEquals(4, frame.head().get("images").asInt());
        assertEquals(1, frame.head().get("rows").asInt());
        assertEquals(2, frame.head().get("columns").asInt());
        // Images of 4 by 5 have two cells of 4 by 2, from the left edge and from column 2 on; patches are 12 by 6.
        assertEquals(List.of(3, 1, 12, 6), frame.shape("patches"));
        double[] patches = frame.numbers("patches");
        for (int entry = 0; entry < 3; entry++) {
            for (int i = 0; i < 72; i++) {
                double sum = 0;
                int inside = 0;
                for (int[] row : ROWS) {
                    for (int place = 0; place < 2; place++) {
                        int y = i / 6 - 4;
                        int x = 2 * place + i % 6 - 2;
                        if (row[place] == entry && y >= 0 && y < 4 && x >= 0 && x < 5) {
                            sum += pixel(row, 5 * y + x);
                            inside++;
                        }
                    }
                }
                assertEquals(inside == 0 ? 0 : sum / inside, patches[72 * entry + i], 1);
            }
        }
    }

    @Test
    void codesAreOfTheirNearestEntriesWhoseMassIsTheNetworks() {
        Message frame =
                client.ask("{'id': 7, 'op': 'codebook', 'model': 'discrete', 'codes': [[-0.9, 1.8], [0.5, 0.5]]}");
        assertArrayEquals(new double[] {0, 2, 1, 1}, frame.numbers("entry"));
        Dense layer = network.layers().get(0);
        double[] masses = frame.numbers("logMass");
        int[][] chosen = {{0, 2}, {1, 1}};
        for (int row = 0; row < 2; row++) {
            double log = 0;
            for (int place = 0; place < 2; place++) {
                double total = 0;
                double[] logits = new double[3];
                for (int k = 0; k < 3; k++) { // of the entry before, and a 1 for the place
                    logits[k] = layer.bias()[k]
                            + layer.weight()[4 * k + 2 + place]
                            + (place == 0 ? 0 : layer.weight()[4 * k] * ENTRIES[chosen[row][0]]);
                    total += Math.exp(logits[k]);
                }
                log += logits[chosen[row][place]] - Math.log(total);
            }
            assertEquals(log, masses[row], 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            BAD_INPUT | a model of discrete codes               | 'model': 'digits'
            BAD_INPUT | a latent.shape of 1 numbers, rows and   | 'model': 'shapeless'
            BAD_INPUT | codes: expected codes of 2 numbers      | 'model': 'discrete', 'codes': [[1]]
            TOO_LARGE | codes: expected 1 to 8, found 9         | 'model': 'discrete', 'codes': [[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1]]
            """)
    void whatHasNoCodebookIsRefusedInASentence(String code, String sentence, String fields) {
        JsonNode error =
                client.ask("{'id': 5, 'op': 'codebook', %s}".formatted(fields)).error();
        assertEquals(code, error.get("code").asText(), error.toString());
        assertTrue(error.get("message").asText().contains(sentence), error.toString());
    }
}
