package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.evaluate.ComparedFigure;
import isthmus.evaluate.ComparedModel;
import isthmus.evaluate.ComparisonFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was measured beside the models, as it is served. */
class ResultRoutesTest {
    private static final ComparedModel MEASURED = new ComparedModel(
            "digits",
            "0123",
            new ComparedModel.Setting("mnist", "test", 500, 1),
            "bernoulli",
            2,
            "diagonal",
            "standard",
            Map.of(
                    ComparedFigure.BOUND, new ComparedModel.Value(-128.5, 1.9),
                    ComparedFigure.MISSING, new ComparedModel.Value(0, null)),
            Map.of(ComparedFigure.BOUND, "by draws"),
            Map.of(ComparedFigure.HOLES, "no atlas"),
            List.of());

    @TempDir
    Path folder;

    private static HttpResponse<String> get(SmallServer site, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(site.address().resolve(path)).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(SmallServer site, String path) throws Exception {
        HttpResponse<String> answer = get(site, path);
        assertEquals(200, answer.statusCode(), answer.body());
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void theFilesAreServedAsTheyAreNow() throws Exception {
        try (SmallServer site = new SmallServer(folder, settings -> {})) {
            assertEquals(0, json(site, "/api/comparison").get("models").size());
            assertEquals(0, json(site, "/api/papers/aevb").get("rows").size());
            Files.write(folder.resolve("compare.json"), ComparisonFile.text(List.of(MEASURED)));
            Files.writeString(folder.resolve("paper-aevb.csv"), """
                    figure,data,method,latent,images,seed,samples,split,value,error,seconds
                    figure3,mnist,aevb,3,1000,1,100000,test,-148.647,2.154,5.7
                    figure2,mnist,aevb,3,50000,1,100000,train,-150.030,,20.5
                    """);
            JsonNode compared = json(site, "/api/comparison");
            JsonNode model = compared.get("models").get(0);
            assertEquals(-128.5, model.get("figures").get("bound").get("value").asDouble());
            assertEquals(1.9, model.get("figures").get("bound").get("error").asDouble());
            assertFalse(model.get("figures").get("missing").has("error"));
            assertEquals("no atlas", model.get("lacking").get("holes").asText());
            JsonNode bound = compared.get("figures").get(0);
            assertEquals("bound", bound.get("name").asText());
            assertEquals("more", bound.get("better").asText());
            assertEquals("likelihood", bound.get("kind").asText());
            assertEquals(ComparedFigure.values().length, compared.get("figures").size());
            JsonNode rows = json(site, "/api/papers/aevb").get("rows");
            assertEquals(-148.647, rows.get(0).get("value").asDouble());
            assertEquals(1000, rows.get(0).get("images").asInt());
            assertTrue(rows.get(1).get("error").isNull());
        }
    }

    @Test
    void whatIsBrokenOrUnknownIsSaidWithoutTellingOfTheServersFolders() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("compare.json"), "[{");
        Files.writeString(folder.resolve("paper-aevb.csv"), "other,columns\n");
        try (SmallServer site = new SmallServer(folder, settings -> {})) {
            for (String path : List.of("/api/comparison", "/api/papers/aevb")) {
                HttpResponse<String> answer = get(site, path);
                assertEquals(500, answer.statusCode());
                assertTrue(answer.body().contains("MODEL_FAILED"), answer.body());
                assertFalse(answer.body().contains(folder.toString()), answer.body());
            }
            assertEquals(404, get(site, "/api/papers/other").statusCode());
        }
    }
}
