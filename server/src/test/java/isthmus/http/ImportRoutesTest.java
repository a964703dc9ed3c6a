package isthmus.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.TestSettings;
import isthmus.convert.diffusers.ExactAutoencoder;
import isthmus.train.SmallModels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Importing over HTTP, and each way to do what it is not for. */
class ImportRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORM = "multipart/form-data; boundary=part";
    private static final int PICTURES = 12;

    @TempDir
    private static Path folder;

    private static Path models;
    private static SmallServer shared;

    private SmallServer site; // the shared one, or that of the test that opened it

    @BeforeAll
    static void start() throws IOException {
        models = folder.resolve("models");
        ExactAutoencoder.write(Files.createDirectory(folder.resolve("export")));
        shared = new SmallServer(models, settings -> {});
    }

    @AfterAll
    static void stop() {
        shared.close();
        assertFalse(Files.exists(models.resolve(".imports")), "nothing is left behind");
    }

    @BeforeEach
    void use() {
        site = shared;
    }

    @AfterEach
    void close() {
        if (site != shared) {
            site.close();
        }
    }

    private void open(Consumer<TestSettings> change) throws IOException {
        close();
        site = new SmallServer(models, change);
    }

    /** Both files of the model, and so many pictures. */
    private HttpResponse<String> begin(int pictures, String... headers) throws Exception {
        List<String> names = new ArrayList<>();
        List<byte[]> files = new ArrayList<>();
        for (String name : List.of(ExactAutoencoder.CONFIG, ExactAutoencoder.WEIGHTS)) {
            names.add(name);
            files.add(Files.readAllBytes(folder.resolve("export").resolve(name)));
        }
        for (int i = 0; i < pictures; i++) {
            names.add(i + ".png");
            files.add(ExactAutoencoder.picture(i));
        }
        return send("/api/imports", names, files, headers);
    }

    private HttpResponse<String> send(String path, List<String> names, List<byte[]> files, String... headers)
            throws Exception {
        List<String> all = new ArrayList<>(List.of("Content-Type", FORM));
        all.addAll(List.of(headers));
        return site.post(path, SmallServer.form("part", names, files), all.toArray(String[]::new));
    }

    private HttpResponse<String> delete(String id) throws Exception {
        return HttpClient.newHttpClient()
                .send(site.at("/api/imports/" + id).DELETE().build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws IOException {
        assertEquals(status, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }

    private JsonNode status(String id) throws Exception {
        return json(site.get("/api/imports/" + id), 200);
    }

    /** How it stands once it no longer runs. */
    private JsonNode settled(String id) throws Exception {
        for (int tries = 0; tries < 400; tries++) {
            JsonNode status = status(id);
            if (!List.of("running", "waiting").contains(status.path("state").asText())) {
                return status;
            }
            Thread.sleep(25);
        }
        throw new AssertionError("still " + status(id));
    }

    /** So that the next test's import need not wait. */
    private void leave(JsonNode status) throws Exception {
        assertEquals(204, delete(status.path("id").asText()).statusCode());
    }

    private JsonNode settled(JsonNode begun) throws Exception {
        return settled(begun.path("id").asText());
    }

    private String refusal(HttpResponse<String> answer, int status) throws IOException {
        String message = json(answer, status).path("message").asText();
        assertFalse(answer.body().contains(folder.toString()), answer.body());
        return message;
    }

    @Test
    void picturesShowWhichReadingItIsAndTheModelAppears() throws Exception {
        JsonNode begun = json(begin(PICTURES), 201);
        assertEquals(2, begun.path("files").size());
        assertEquals(PICTURES, begun.path("pictures").asInt());
        JsonNode status = settled(begun);
        JsonNode proposal = status.path("proposal");
        assertEquals("deciding", status.path("state").asText(), status.toString());
        assertEquals(PICTURES, proposal.path("images").asInt());
        assertEquals("[3,8,8]", proposal.path("shape").toString());
        assertEquals(192, proposal.path("dim").asInt());
        assertTrue(proposal.path("best").asText().contains("mean: output 0"), proposal.toString());
        assertTrue(proposal.path("second").asText().contains("mean: output 1"), proposal.toString());
        assertTrue(proposal.path("nats").asDouble() > 5 * proposal.path("error").asDouble());
        String at = "/api/imports/" + status.path("id").asText();
        for (int i = 0; i < 8; i++) { // the best reading gives the images back to a grey level, the other does not
            byte[] original = pixels(at + "/originals/" + i + ".png");
            byte[] best = pixels(at + "/best/" + i + ".png");
            assertArrayEquals(original, best);
            assertFalse(Arrays.equals(original, pixels(at + "/second/" + i + ".png")));
        }
        assertEquals(404, site.get(at + "/best/8.png").statusCode());

        assertEquals(
                "id: expected no folder of this name, found one; choose another",
                refusal(site.post(at + "/model", "{\"id\": \"digits\"}".getBytes(UTF_8)), 400));
        refusal(site.post(at + "/model", "{\"id\": \"../out\"}".getBytes(UTF_8)), 400);
        json(site.post(at + "/model", "{\"id\": \"exact\", \"title\": \"Exact\"}".getBytes(UTF_8)), 200);
        assertEquals(
                "done",
                settled(status).path("state").asText(),
                status(begun.path("id").asText()).toString());
        JsonNode card = json(site.get("/api/models/exact"), 200); // at once
        assertEquals("Exact", card.path("title").asText());
        assertEquals(PICTURES, card.path("atlas").path("count").asInt(), "its pictures are its map");
        JsonNode imported = card.path("provenance").path("imported");
        assertEquals(PICTURES, imported.path("images").asInt());
        assertEquals(proposal.path("second"), imported.path("decisions").path(0).path("second"));
    }

    private byte[] pixels(String path) throws Exception {
        HttpResponse<byte[]> answer = site.send(site.at(path));
        assertEquals(200, answer.statusCode());
        var image = ImageIO.read(new ByteArrayInputStream(answer.body()));
        byte[] pixels = new byte[ExactAutoencoder.SHAPE.size()];
        int[] all = image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        for (int i = 0; i < all.length; i++) {
            pixels[i] = (byte) all[i];
        }
        return pixels;
    }

    @Test
    void ofARunnerUpThatCannotBeMeasuredThePersonIsToldAndTheOtherStays() throws Exception {
        JsonNode status = settled(json(begin(PICTURES), 201));
        String at = "/api/imports/" + status.path("id").asText();
        json(site.post(at + "/model", "{\"id\": \"other\", \"reading\": \"second\"}".getBytes(UTF_8)), 200);
        JsonNode after = settled(status);
        // Its codes are the same for all images, so nothing of it can be measured: it is told, and the other stays.
        assertEquals("deciding", after.path("state").asText(), after.toString());
        assertTrue(after.path("remarks").toString().contains("expected"), after.toString());
        leave(after);
    }

    private JsonNode said(JsonNode status, String what, String json) throws Exception {
        return json(site.post("/api/imports/" + status.path("id").asText() + what, json.getBytes(UTF_8)), 200);
    }

    @Test
    void whatImagesDoNotSayIsAskedFor() throws Exception {
        JsonNode asking = settled(json(begin(0), 201));
        assertEquals("asking", asking.path("state").asText(), asking.toString());
        assertTrue(
                asking.path("question").path("message").asText().contains("state it with --sigma"), asking.toString());
        assertEquals(
                "[\"sigma\",\"images\"]",
                asking.path("question").path("options").toString());
        String at = "/api/imports/" + asking.path("id").asText();
        assertEquals(
                "--sigma: expected a number above 0, found -1.0",
                refusal(site.post(at + "/reading", "{\"sigma\": -1.0}".getBytes(UTF_8)), 400));
        refusal(site.post(at + "/model", "{\"id\": \"early\"}".getBytes(UTF_8)), 400);
        JsonNode unproven = settled(said(asking, "/reading", "{\"sigma\": 0.1}"));
        assertEquals(0, unproven.path("proposal").path("images").asInt(-1), unproven.toString());
        assertEquals(0, unproven.path("proposal").path("shown").asInt(-1));

        List<String> names = new ArrayList<>();
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            names.add(i + ".png");
            files.add(ExactAutoencoder.picture(i));
        }
        JsonNode proven = settled(json(send(at + "/pictures", names, files), 200));
        assertEquals(PICTURES, proven.path("proposal").path("images").asInt(), proven.toString());
        assertEquals(
                "b.txt: expected a picture, found another file",
                refusal(send(at + "/pictures", List.of("b.txt"), List.of(new byte[9])), 400));
        assertEquals("deciding", settled(proven).path("state").asText());
        leave(proven);
    }

    @Test
    void onlyFilesThatAreDataComeIn() throws Exception {
        Path script = folder.resolve("my encoder.pt");
        SmallModels.expression(script, "x", SmallModels.ONE);
        JsonNode code = settled(
                json(send("/api/imports", List.of("my encoder.bin"), List.of(Files.readAllBytes(script))), 201));
        assertEquals(
                "my encoder.bin: expected a file that is data, such as .pt2, .onnx or .safetensors, found TorchScript, a"
                        + " program; it comes in on the command line alone: import 'my encoder.bin' --data IMAGES",
                code.path("question").path("message").asText());
        assertEquals("refused", code.path("state").asText());
        byte[] weights = Files.readAllBytes(folder.resolve("export").resolve(ExactAutoencoder.WEIGHTS));
        for (List<String> sent : List.of(
                List.of("weights.safetensors", "bring weights and their config.json together"),
                List.of("weights.dat", "a file of another kind"),
                List.of("weights.pt", "TorchScript comes in on the command line alone"))) {
            JsonNode refused = settled(json(send("/api/imports", List.of(sent.get(0)), List.of(weights)), 201));
            String message = refused.path("question").path("message").asText();
            assertTrue(message.startsWith(sent.get(0) + ": ") && message.contains(sent.get(1)), refused.toString());
            assertFalse(refused.toString().contains(folder.toString()), refused.toString());
        }
        Path dict = Path.of(
                System.getProperty("isthmus.root", ".."), "server/src/test/resources/isthmus/convert/pickle/state.pth");
        assertTrue(Files.exists(dict));
        JsonNode named =
                settled(json(send("/api/imports", List.of("vae.pth"), List.of(Files.readAllBytes(dict))), 201));
        assertTrue(named.path("question").path("message").asText().contains("found a state dict"), named.toString());
        assertEquals(
                "9.png: expected a picture that can be read, found another file",
                refusal(send("/api/imports", List.of("9.png"), List.of(new byte[9])), 400));
        assertEquals(
                "a: expected one file of this name, found two",
                refusal(send("/api/imports", List.of("a", "../../a"), List.of(new byte[9], new byte[8])), 400));
        refusal(send("/api/imports", List.of("..", ".hidden"), List.of(new byte[9], new byte[8])), 400);
        List<String> many = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertEquals(
                "the model: expected at most 8 files, found more",
                refusal(send("/api/imports", many, Collections.nCopies(9, new byte[1])), 413));
        try (var left = Files.list(models)) {
            assertEquals(List.of(), left.filter(one -> one.endsWith("a")).toList());
        }
    }

    @Test
    void oneIsAtWorkAndOneOfAClientWaits() throws Exception {
        JsonNode first = settled(json(begin(PICTURES), 201));
        JsonNode second = json(begin(0), 201);
        assertEquals("waiting", second.path("state").asText());
        assertEquals(
                "the import: expected at most one of a client that waits for its turn, found one that waits; try again",
                refusal(begin(0), 503));
        assertEquals("waiting", status(second.path("id").asText()).path("state").asText());
        assertEquals(204, delete(first.path("id").asText()).statusCode());
        assertEquals("asking", settled(second).path("state").asText());
        leave(second);
        assertEquals("refused", status(first.path("id").asText()).path("state").asText());
        assertEquals(404, delete(first.path("id").asText()).statusCode());
        assertEquals(404, site.get("/api/imports/0123456789abcdef").statusCode());
    }

    @Test
    void whatNobodyAsksAboutOrTakesTooLongEnds() throws Exception {
        open(settings -> settings.limit(Limit.IMPORT_IDLE_SECONDS, 1));
        JsonNode asking = settled(json(begin(0), 201));
        Path kept = models.resolve(".imports").resolve(asking.path("id").asText());
        assertTrue(Files.exists(kept));
        for (int tries = 0; tries < 200 && Files.exists(kept); tries++) {
            Thread.sleep(25);
        }
        assertFalse(Files.exists(kept));
        open(settings -> settings.limit(Limit.IMPORT_SECONDS, 0));
        JsonNode late = settled(json(begin(0), 201));
        assertEquals("TOO_LARGE", late.path("question").path("code").asText(), late.toString());
    }

    @Test
    void nobodyElseMayImport() throws Exception {
        open(settings -> {
            settings.allowedOrigins = List.of("https://friend.example");
            settings.limit(Limit.MAX_BODY_BYTES, 20_000);
        });
        assertTrue(json(site.get("/api/models"), 200).path("imports").asBoolean());
        for (String[] header : new String[][] {
            {"X-Forwarded-For", "192.0.2.7"},
            {"Forwarded", "for=127.0.0.1"},
            {"Via", "1.1 proxy"},
            {"Origin", "https://friend.example"},
            {"Origin", "https://evil.example"}
        }) {
            refusal(begin(0, header), 403);
        }
        String evil = RawClient.answer(site, "GET /api/imports/0123456789abcdef", "friend.example");
        assertTrue(evil.startsWith("HTTP/1.1 403 "), evil);
        assertFalse(json(site.get("/api/models", "X-Forwarded-For", "192.0.2.7"), 200)
                .path("imports")
                .asBoolean(true));
        byte[] large = new byte[30_000];
        refusal(send("/api/imports", List.of("large.onnx"), List.of(large)), 413);
        for (Consumer<TestSettings> change : List.<Consumer<TestSettings>>of(
                settings -> settings.imports = false,
                settings -> settings.host = "0.0.0.0",
                settings -> settings.trustProxy = true,
                settings -> settings.publicUrl = "https://isthmus.example")) {
            TestSettings settings = new TestSettings();
            change.accept(settings);
            assertThrows(
                    Failure.class,
                    () -> new OwnMachine(settings.settings(), OwnMachine.Use.IMPORT).check(null)); // whoever asks
        }
    }
}
