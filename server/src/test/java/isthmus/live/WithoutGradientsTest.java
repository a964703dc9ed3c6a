package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.http.SmallServer;
import isthmus.inference.torch.TorchModel;
import isthmus.model.ModelCard;
import isthmus.train.SmallModels;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of a model whose decoder cannot be differentiated: what needs no gradients is told, and the rest in a sentence. */
class WithoutGradientsTest {
    @TempDir
    private Path folder;

    private SmallServer server() throws Exception {
        Path detached = folder.resolve("detached.pt");
        return new SmallServer(folder.resolve("models"), settings -> {}, model -> {
            SmallModels.Linear linear = SmallModels.Linear.drawn(SmallServer.SHAPE, SmallServer.DIM, 5);
            SmallModels.module(
                    detached,
                    linear.output().tensors("out"),
                    List.of("y = torch.detach(torch.linear(x, self.out_w, self.out_b))"),
                    "y",
                    SmallModels.ONE);
            return new TorchModel(model.path().resolve(ModelCard.ENCODER), detached, model.card());
        });
    }

    @Test
    void aReportHasItsBoundsAndSaysWhatItLacks() throws Exception {
        try (SmallServer site = server()) {
            HttpResponse<String> answer = site.post(
                    "/api/models/digits/report?k=10&noise=0.1", SmallServer.png(3), "Content-Type", "image/png");
            assertEquals(200, answer.statusCode(), answer.body());
            JsonNode report = new ObjectMapper().readTree(answer.body());
            assertTrue(report.at("/likelihood/bounds").size() > 0, answer.body());
            for (String part : List.of("posterior", "refinement", "completions")) {
                assertFalse(report.has(part), part);
            }
            assertTrue(report.get("lacks").textValue().startsWith("This model's decoder cannot be differentiated"));
            try (LiveClient client = new LiveClient(site.address())) {
                for (String op : List.of("posterior", "refine", "complete")) {
                    String head = "{'op': '%s', 'model': 'digits', 'noise': 0.1, 'arrays': [%%s]}".formatted(op);
                    head = op.equals("complete") ? head : head.replace(" 'noise': 0.1,", "");
                    float[] image = new float[SmallServer.SHAPE.size()];
                    String refused = client.send(ByteBuffer.wrap(Frames.of(8, head, Frames.floats("images", 1, image))))
                            .next()
                            .error()
                            .get("message")
                            .asText();
                    assertEquals(
                            "digits: expected a model with a decoder that can be differentiated, found one without",
                            refused,
                            op);
                }
            }
        }
    }
}
