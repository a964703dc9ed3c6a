package isthmus.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.Beside;
import isthmus.Failure;
import isthmus.TestSettings;
import isthmus.history.History;
import isthmus.history.HistoryFile;
import isthmus.history.Snapshot;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training over HTTP: a real process, and each way to do what it is not for. */
@Beside
class TrainingRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int IMAGES = 200;
    private static final int SIDE = 8;
    private static final String RECIPE = """
            {"id": "%s", "title": "Bars", "description": "Bars.", "data": "%s", "validation": {"count": 40},
             "invert": true, "encoder": {"family": "mlp", "dense": [16], "activation": "silu"},
             "decoder": {"family": "mlp", "dense": [16], "activation": "silu"}, "latent": %d,
             "likelihood": {"family": "bernoulli"}, "beta": 1,
             "optimiser": {"rate": 0.01, "beta1": 0.9, "beta2": 0.999}, "batch": 20, "epochs": 100000, "seed": 1}
            """;

    @TempDir
    Path folder;

    private SmallServer site;

    /** Bars of two classes, as an idx file with its labels. */
    private Path images() throws Exception {
        Random random = new Random(1);
        ByteBuffer images = ByteBuffer.allocate(16 + IMAGES * SIDE * SIDE);
        images.putInt(0x803).putInt(IMAGES).putInt(SIDE).putInt(SIDE);
        ByteBuffer labels = ByteBuffer.allocate(8 + IMAGES);
        labels.putInt(0x801).putInt(IMAGES);
        for (int i = 0; i < IMAGES; i++) {
            int at = random.nextInt(SIDE);
            for (int p = 0; p < SIDE * SIDE; p++) {
                images.put((byte) ((i % 2 == 0 ? p / SIDE : p % SIDE) == at ? 255 : 0));
            }
            labels.put((byte) (i % 2));
        }
        Files.write(folder.resolve("bars-labels-idx1-ubyte"), labels.array());
        return Files.write(folder.resolve("bars-images-idx3-ubyte"), images.array());
    }

    @BeforeEach
    void open() throws Exception {
        site = new SmallServer(folder.resolve("models"), settings -> {});
    }

    @AfterEach
    void close() {
        site.close();
    }

    private HttpResponse<String> begin(String id, int latent) throws Exception {
        return site.post(
                "/api/trainings", RECIPE.formatted(id, images(), latent).getBytes(UTF_8));
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }

    private JsonNode until(String id, Predicate<JsonNode> holds) throws Exception {
        for (int tries = 0; tries < 1200; tries++) {
            JsonNode status = json(site.get("/api/trainings/" + id), 200);
            if (holds.test(status)) {
                return status;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("still " + site.get("/api/trainings/" + id).body());
    }

    private JsonNode order(String word) throws Exception {
        return json(site.post("/api/trainings/bars/" + word, new byte[0]), 200);
    }

    private int delete(String id) throws Exception {
        return HttpClient.newHttpClient()
                .send(site.at("/api/trainings/" + id).DELETE().build(), BodyHandlers.ofString())
                .statusCode();
    }

    private static Predicate<JsonNode> is(String state) {
        return status -> status.path("state").asText().equals(state);
    }

    /** The networks as they are shown. */
    private History live() throws Exception {
        return arrays("live.npz");
    }

    private History arrays(String name) throws Exception {
        byte[] zip = site.send(site.at("/api/trainings/bars/" + name)).body();
        return HistoryFile.read(Files.write(folder.resolve(name), zip));
    }

    /** Ends the processes that train in this test's folder, as a lack of memory would. */
    private void kill() throws IOException {
        long killed = 0;
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            Path line = Path.of("/proc", String.valueOf(child.pid()), "cmdline"); // info() has no long ones
            boolean isOurs = Files.exists(line)
                    ? Files.readString(line, ISO_8859_1).contains(folder.toString())
                    : Arrays.stream(child.info().arguments().orElse(new String[0]))
                            .anyMatch(word -> word.contains(folder.toString()));
            killed += isOurs && child.destroyForcibly() ? 1 : 0;
        }
        assertEquals(1, killed);
    }

    @Test
    void aTrainingIsWatchedPausedKilledGoneOnWithAndKept() throws Exception {
        assertEquals("starting", json(begin("bars", 2), 201).path("state").asText());
        until(
                "bars",
                status -> status.path("epoch").asInt() > 1
                        && status.path("published").asInt() > 0);
        order("pause");
        long step = until("bars", is("paused")).path("step").asLong();
        assertEquals(step, live().snapshots().get(0).step());
        assertEquals(2, live().dim());
        List<Snapshot> recorded = arrays("history.npz").snapshots(); // for whoever comes only now
        assertEquals(0, recorded.get(0).step());
        assertTrue(recorded.size() > 1 && recorded.get(recorded.size() - 1).step() <= step, "up to " + step);
        for (long next = step + 1; next <= step + 8; next++) { // an epoch has seven
            long one = next;
            order("step");
            until(
                    "bars",
                    status ->
                            status.path("step").asLong() == one && is("paused").test(status));
        }
        assertEquals(step + 8, live().snapshots().get(0).step());
        assertEquals(200, site.get("/api/models/bars").statusCode(), "the store has taken it up");
        assertEquals(
                2,
                json(site.get("/api/trainings/bars/recipe.json"), 200)
                        .path("latent")
                        .asInt());

        order("run"); // and it is killed at any point
        Thread.sleep(new Random().nextInt(300));
        kill();
        JsonNode failed = until("bars", is("failed"));
        site.close();
        site = new SmallServer(folder.resolve("models"), settings -> {});
        assertEquals(
                "bars",
                json(site.get("/api/trainings"), 200).path("left").path(0).asText());
        json(site.post("/api/trainings/bars/resume", new byte[0]), 201);
        JsonNode on = until("bars", status -> status.path("step").asLong() > 0);
        long whole = 7L * (failed.path("epoch").asInt() - 1); // steps of the epochs that were done when it last said so
        assertTrue(
                whole >= 7 && on.path("step").asLong() >= whole, "it had come to " + failed + ", and went on at " + on);
        order("stop");
        until("bars", is("done"));
        ModelFolder made = ModelFolder.read(folder.resolve("models/bars"));
        assertEquals(IMAGES / 10, made.card().atlas().count());
        assertEquals(
                0,
                HistoryFile.read(made.checked("history.npz")).snapshots().get(0).step());
        assertEquals(0, json(site.get("/api/trainings"), 200).path("left").size());
        assertEquals(200, site.get("/api/models/bars/history.npz").statusCode());

        assertEquals(204, delete("bars"));
        assertFalse(Files.exists(folder.resolve("models/bars")));
    }

    @Test
    void twoRunSideBySideAndAThirdIsRefusedUntilOneIsOver() throws Exception {
        json(begin("bars", 2), 201);
        json(begin("other", 2), 201);
        JsonNode busy = json(begin("third", 2), 503);
        assertEquals("BUSY", busy.path("code").asText());
        assertTrue(busy.path("message").asText().contains("bars and other"), busy.toString());
        assertFalse(Files.exists(folder.resolve("models/.trainings/third")), "nothing is left of it");
        until("bars", is("running"));
        until("other", is("running"));
        order("pause");
        long step = until("bars", is("paused")).path("step").asLong();
        long other = json(site.get("/api/trainings/other"), 200).path("step").asLong();
        until("other", status -> status.path("step").asLong() > other);
        assertEquals(
                step, json(site.get("/api/trainings/bars"), 200).path("step").asLong(), "which waits on");
        assertEquals(204, delete("other"));
        json(begin("third", 2), 201);
        List<String> ids = new ArrayList<>();
        json(site.get("/api/trainings"), 200)
                .path("trainings")
                .forEach(one -> ids.add(one.path("id").asText()));
        assertEquals(List.of("bars", "third"), ids);
    }

    @Test
    void whatIsNoRecipeForThePageIsRefusedAndSoIsSomebodyElsewhere() throws Exception {
        assertTrue(
                json(begin("digits", 2), 400).path("message").asText().contains("id: expected one that no model has"));
        assertTrue(json(begin("wide", 65), 413).path("message").asText().contains("latent: expected at most 64"));
        assertTrue(json(begin("none", 0), 400).path("message").asText().startsWith("latent: expected 1 to 1024"));
        json(site.post("/api/trainings", new byte[100_000]), 413);
        json(site.post("/api/trainings/bars/pause", new byte[0]), 404);
        json(site.get("/api/trainings/bars/live.npz"), 404);
        assertEquals(404, site.get("/api/models/digits/history.npz").statusCode(), "it has none");
        assertFalse(Files.exists(folder.resolve("models/.trainings")), "nothing was begun");
        json(site.get("/api/trainings", "X-Forwarded-For", "192.0.2.7"), 403);
        json(site.post("/api/trainings", new byte[2], "Origin", "https://elsewhere.example"), 403);
        assertFalse(json(site.get("/api/models", "X-Forwarded-For", "192.0.2.7"), 200)
                .path("trains")
                .asBoolean(true));
        for (Consumer<TestSettings> change : List.<Consumer<TestSettings>>of(
                settings -> settings.trainings = false,
                settings -> settings.host = "0.0.0.0",
                settings -> settings.trustProxy = true)) {
            TestSettings settings = new TestSettings();
            change.accept(settings);
            OwnMachine own = new OwnMachine(settings.settings(), OwnMachine.Use.TRAIN);
            assertThrows(Failure.class, () -> own.check(null)); // whoever asks
        }
    }
}
