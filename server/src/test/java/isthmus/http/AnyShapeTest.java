package isthmus.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.train.SmallModels.Linear;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of any size and of one to four channels, and codes of any length, are encoded, decoded and reported on. */
class AnyShapeTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<Linear> models = List.of(
            Linear.drawn(new Shape(1, 37, 53), 5, 1),
            Linear.drawn(new Shape(2, 20, 30), 4, 2),
            Linear.drawn(new Shape(3, 218, 178), 1, 3),
            Linear.drawn(new Shape(4, 24, 24), 6, 4),
            Linear.drawn(new Shape(1, 5, 4), 4096, 5));

    private void write() {
        try {
            for (int i = 0; i < models.size(); i++) {
                Path model = Files.createDirectories(folder.resolve("m" + i));
                models.get(i).writeEncoder(model.resolve(ModelCard.ENCODER));
                models.get(i).writeDecoder(model.resolve(ModelCard.DECODER));
                Cards.write(
                        model,
                        Cards.card("m" + i, models.get(i).shape(), models.get(i).dim()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eachIsEncodedDecodedAndReportedOnAsItsNetworksSay() throws Exception {
        try (SmallServer site = new SmallServer(folder, settings -> write())) {
            for (int i = 0; i < models.size(); i++) {
                Linear model = models.get(i);
                Pixels image = image(model.shape());
                byte[] file = Png.of(image, 1);
                String api = "/api/models/m" + i;
                JsonNode encoded = JSON.readTree(site.post(api + "/encode?invert=no&frame=crop", file)
                                .body())
                        .at("/images/0");
                double[] mu = model.mu().apply(image.floats(), 0);
                assertEquals(mu.length, encoded.path("mu").size(), encoded.toString());
                for (int d = 0; d < mu.length; d++) {
                    assertEquals(mu[d], encoded.path("mu").get(d).doubleValue(), 1e-4, api);
                }
                float[] z = new Noise(9, i).normals(model.dim());
                HttpResponse<byte[]> decoded = site.send(
                        site.at(api + "/decode").POST(BodyPublishers.ofString("""
                                {"codes": [%s]}""".formatted(Arrays.toString(z)))));
                assertEquals(200, decoded.statusCode());
                assertShows(model, z, ImageIO.read(new ByteArrayInputStream(decoded.body())));
                if (model.dim() <= 6) {
                    HttpResponse<String> report = site.post(api + "/report?k=2&refine=no&seed=1", file);
                    assertEquals(200, report.statusCode(), report.body());
                    assertTrue(report.body().contains("elbo"), report.body());
                }
            }
            HttpResponse<String> two = site.post("/api/models/m2/decode", "{\"codes\": [[1], [2]]}".getBytes(UTF_8));
            assertEquals(400, two.statusCode());
            assertTrue(two.body().contains("codes: expected one code, found 2"), two.body());
        }
    }

    /** Drawn levels, of which none is transparent: what is hidden there cannot be told from a file. */
    private static Pixels image(Shape shape) {
        Noise noise = new Noise(7, shape.size());
        byte[] values = new byte[shape.size()];
        for (int v = 0; v < values.length; v++) {
            values[v] = (byte) noise.nextInt(256);
        }
        if (shape.hasAlpha()) {
            int area = shape.height() * shape.width();
            Arrays.fill(values, values.length - area, values.length, (byte) 255);
        }
        return new Pixels(shape, values);
    }

    private static void assertShows(Linear model, float[] z, BufferedImage shown) {
        Shape shape = model.shape();
        double[] logits = model.output().apply(z, 0);
        int[] found = shown.getRaster().getPixels(0, 0, shape.width(), shape.height(), (int[]) null);
        int area = shape.height() * shape.width();
        assertEquals(logits.length, found.length);
        int[] expected = IntStream.range(0, logits.length)
                .map(i -> i % shape.channels() * area + i / shape.channels())
                .map(i -> (int) Math.round(255 / (1 + Math.exp(-logits[i]))))
                .toArray();
        for (int i = 0; i < found.length; i++) {
            assertEquals(expected[i], found[i], 1);
        }
    }
}
