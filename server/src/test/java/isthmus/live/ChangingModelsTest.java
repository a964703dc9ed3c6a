package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.columns.ColumnAtlas;
import isthmus.columns.ColumnImport;
import isthmus.columns.SmallParquet;
import isthmus.http.SmallServer;
import isthmus.inference.Model;
import isthmus.inference.Through;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.PosteriorBatch;
import isthmus.live.LiveClient.Message;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.Sha256;
import isthmus.train.SmallModels;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models that come, change, go and die while somebody looks at them. */
@Timeout(60)
class ChangingModelsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final float[] CODE = {0.5f, -1};

    @TempDir
    Path folder;

    /** Puts a model with an atlas there at once, in place of the one that is there. */
    private SmallModels.Linear put(String id, int seed) throws IOException {
        SmallModels.Linear model = SmallModels.Linear.drawn(SmallServer.SHAPE, SmallServer.DIM, seed);
        Path aside = Files.createDirectories(folder.resolve("." + id));
        model.writeEncoder(aside.resolve(ModelCard.ENCODER));
        model.writeDecoder(aside.resolve(ModelCard.DECODER));
        AtlasFile.write(
                aside.resolve(ModelCard.ATLAS),
                new Atlas(
                        new PosteriorBatch(1, SmallServer.DIM, new float[] {seed, 1}, new float[SmallServer.DIM]),
                        new byte[1],
                        new int[1],
                        new float[1],
                        new float[1],
                        null));
        ModelCard card = Cards.card(id, SmallServer.SHAPE, SmallServer.DIM);
        Map<String, String> files = new TreeMap<>(card.files());
        files.put(ModelCard.ATLAS, Sha256.of(aside.resolve(ModelCard.ATLAS)));
        Cards.write(aside, card.withAtlas(new ModelCard.Atlas("data", "test", 1), card.labels(), files));
        remove(id);
        Files.move(aside, folder.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        return model;
    }

    private void remove(String id) throws IOException {
        if (Files.exists(folder.resolve(id))) {
            Files.move(
                    folder.resolve(id),
                    Files.createTempDirectory(folder, ".gone").resolve(id));
        }
    }

    private static JsonNode model(SmallServer site, String id) throws Exception {
        for (JsonNode model : JSON.readTree(site.get("/health").body()).path("models")) {
            if (model.path("id").textValue().equals(id)) {
                return model;
            }
        }
        throw new AssertionError(id + " is not in " + site.get("/health").body());
    }

    private static void assertDecodes(SmallModels.Linear model, SmallServer site, String id) throws Exception {
        String path = "/api/models/%s/decode?z=%s,%s".formatted(id, CODE[0], CODE[1]);
        HttpResponse<String> answer = site.get(path, "Accept", "application/json");
        assertEquals(200, answer.statusCode(), answer.body());
        double logit = model.output().apply(CODE, 0)[0];
        double found = JSON.readTree(answer.body()).path("mean").path(0).doubleValue();
        assertEquals(1 / (1 + Math.exp(-logit)), found, 1e-5);
    }

    @Test
    void aModelThatIsAddedIsServedAReplacedOneIsAnotherVersionAndARemovedOneIsGone() throws Exception {
        try (SmallServer site = new SmallServer(folder, settings -> {});
                LiveClient client = new LiveClient(site.address())) {
            SmallModels.Linear first = put("later", 7);
            site.models.scan();
            assertDecodes(first, site, "later");
            JsonNode listed = JSON.readTree(site.get("/api/models/later").body());
            String version = listed.path("version").textValue();
            assertEquals("open", listed.path("state").textValue());
            String hover = "{'id': 1, 'op': 'decode', 'model': 'later', 'version': '%s', 'codes': [[1, 2]]}"
                    .formatted(version);
            assertFalse(client.ask(hover).isText());
            HttpResponse<String> atlas = site.get("/api/models/later/atlas.npz");
            String tag = atlas.headers().firstValue("ETag").orElseThrow();
            assertEquals(
                    304,
                    site.get("/api/models/later/atlas.npz", "If-None-Match", tag)
                            .statusCode());

            SmallModels.Linear second = put("later", 8);
            site.models.scan();
            Message changed = client.ask(hover);
            assertEquals(
                    "MODEL_CHANGED", changed.head().path("error").path("code").textValue(), "" + changed.head());
            assertDecodes(second, site, "later");
            assertNotEquals(version, model(site, "later").path("version").textValue());
            HttpResponse<String> after = site.get("/api/models/later/atlas.npz", "If-None-Match", tag);
            assertEquals(200, after.statusCode());
            assertNotEquals(tag, after.headers().firstValue("ETag").orElseThrow());
            assertNotEquals(atlas.body(), after.body());

            remove("later");
            site.models.scan();
            for (String path : new String[] {"/atlas.npz", "/decode?z=1,2", ""}) {
                assertEquals(404, site.get("/api/models/later" + path).statusCode(), path);
            }
            assertEquals(
                    "NOT_FOUND",
                    client.ask(hover).head().path("error").path("code").textValue());
        }
    }

    @Test
    void anotherAtlasOfTheSameRowsIsAnotherVersionAndNoAnswerIsOfBoth() throws Exception {
        try (SmallServer site = new SmallServer(folder, settings -> {});
                LiveClient client = new LiveClient(site.address())) {
            put("later", 7);
            site.models.scan();
            String without = columns(site, 1);
            assertEquals("MODEL_CHANGED", code(values(client, without)), "one with an atlas is another");
            String first = model(site, "later").path("version").textValue();
            assertEquals(1, values(client, first).numbers("mu")[0]);
            columns(null, 2); // which the server has not seen
            assertEquals(1, values(client, first).numbers("mu")[0]);
            site.models.scan();
            assertEquals("MODEL_CHANGED", code(values(client, first)));
            String second = model(site, "later").path("version").textValue();
            columns(null, 1); // before the server has opened the one that it has seen
            assertEquals("MODEL_CHANGED", code(values(client, second)));
            site.models.scan();
            String third = model(site, "later").path("version").textValue();
            assertEquals(1, values(client, third).numbers("mu")[0]);
            assertEquals(4, Stream.of(without, first, second, third).distinct().count());
        }
    }

    /** Makes its atlas of columns anew, of one row, and tells which version the model was. */
    private String columns(SmallServer site, float mu) throws Exception {
        String before =
                site == null ? null : model(site, "later").path("version").textValue();
        Path atlas = folder.resolve("later").resolve(ColumnAtlas.FOLDER);
        if (Files.exists(atlas)) {
            Files.move(atlas, Files.createTempDirectory(folder, ".gone").resolve("atlas"));
        }
        Path row = SmallParquet.write(
                Files.createTempDirectory(folder, ".rows").resolve("row.parquet"),
                List.of(new SmallParquet.Encoded(0, "row", "a", new float[] {mu, 0}, 1f, 1.0)));
        String encoder = Sha256.of(folder.resolve("later").resolve(ModelCard.ENCODER));
        new ColumnImport(atlas, SmallServer.DIM, encoder, List.of(row), null).write(done -> {});
        if (site != null) {
            site.models.scan();
        }
        return before;
    }

    private static Message values(LiveClient client, String version) {
        return client.ask(
                "{'id': 1, 'op': 'values', 'model': 'later', 'version': '%s', 'rows': [0]}".formatted(version));
    }

    private static String code(Message message) {
        return message.head().path("error").path("code").textValue();
    }

    @Test
    void aModelThatDiesHasFailedWithItsReasonAndIsOpenedAgain() throws Exception {
        AtomicBoolean dies = new AtomicBoolean();
        try (SmallServer site =
                        new SmallServer(folder, settings -> {}, model -> new Dying(new TorchModel(model), dies));
                LiveClient client = new LiveClient(site.address())) {
            String hover = "{'id': 1, 'op': 'decode', 'model': 'digits', 'codes': [[1, 2]]}";
            assertFalse(client.ask(hover).isText());
            dies.set(true);
            JsonNode error = client.ask(hover).head().path("error");
            assertEquals("MODEL_FAILED", error.path("code").textValue(), error.toString());
            assertTrue(error.path("message").textValue().contains("a fault of the library"), error.toString());
            JsonNode failed = model(site, "digits");
            for (int tries = 0; !failed.path("state").textValue().equals("failed") && tries < 100; tries++) {
                Thread.sleep(20); // the store hears of it on its own thread, which may come after the answer
                failed = model(site, "digits");
            }
            assertEquals("failed", failed.path("state").textValue(), failed.toString());
            assertTrue(failed.path("reason").textValue().contains("a fault of the library"), failed.toString());
            assertTrue(site.get("/metrics").body().contains("isthmus_models{model=\"digits\",state=\"failed\"} 1"));
            dies.set(false);
            Message message = client.ask(hover);
            for (int tries = 0; message.isText() && tries < 50; tries++) {
                assertEquals(
                        "MODEL_FAILED",
                        message.head().path("error").path("code").textValue(),
                        message.head().toString());
                Thread.sleep(100); // for it is not opened again at once
                message = client.ask(hover);
            }
            assertFalse(message.isText());
            assertEquals("open", model(site, "digits").path("state").textValue());
        }
    }

    /** A network whose library breaks when it is told to. */
    private static final class Dying extends Through {
        private final AtomicBoolean dies;

        Dying(Model model, AtomicBoolean dies) {
            super(model);
            this.dies = dies;
        }

        @Override
        public float[] decode(float[] codes, int count) {
            if (dies.get()) {
                throw new UnsatisfiedLinkError("a fault of the library");
            }
            return super.decode(codes, count);
        }
    }
}
