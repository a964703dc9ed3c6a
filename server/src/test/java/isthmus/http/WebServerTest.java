package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.Limit;
import isthmus.estimate.MeanEstimate;
import isthmus.inference.ImageEncoder;
import isthmus.latent.Gaussian;
import isthmus.model.ModelCard;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENCODE = "/api/models/digits/encode";
    private static final int FILE = 2000; // bytes of a file at most
    private static final int BODY = 6000; // bytes of a body at most

    @TempDir
    private static Path folder;

    private static SmallServer site;

    @BeforeAll
    static void open() throws IOException {
        site = new SmallServer(folder, settings -> {
            settings.limit(Limit.MAX_BINARY_BYTES, FILE);
            settings.limit(Limit.MAX_BODY_BYTES, BODY);
            settings.limit(Limit.MAX_IMAGES_PER_REQUEST, 3);
        });
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static JsonNode refused(int status, String code, HttpResponse<String> answer) throws IOException {
        assertEquals(status, answer.statusCode(), answer.body());
        JsonNode body = JSON.readTree(answer.body());
        assertEquals(code, body.path("code").textValue());
        assertFalse(body.path("message").textValue().contains("\tat "), answer.body());
        return body;
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElse(""));
        return JSON.readTree(answer.body());
    }

    private static double[] doubles(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).doubleValue())
                .toArray();
    }

    private static HttpResponse<String> postForm(List<String> names, List<byte[]> files) throws Exception {
        return site.post(
                ENCODE, SmallServer.form("xyz", names, files), "Content-Type", "multipart/form-data; boundary=xyz");
    }

    @Test
    void modelsAreListedWithTheirCardsAndRefusalsWithTheirSentence() throws Exception {
        JsonNode list = json(site.get("/api/models"));
        assertEquals("digits", list.at("/models/0/id").textValue());
        assertEquals("point", list.at("/models/1/id").textValue());
        assertEquals(SmallServer.DIM, list.at("/models/0/latent/dim").intValue());
        assertEquals("broken", list.at("/refused/0/id").textValue());
        assertTrue(list.at("/refused/0/sentence").textValue().contains("expected the model's card"));
        assertEquals(list.at("/models/0"), json(site.get("/api/models/digits")));
        assertEquals("ok", json(site.get("/health")).path("status").textValue());
    }

    @Test
    void anAtlasIsTheFileItselfAndIsSentOnce() throws Exception {
        HttpResponse<byte[]> answer = site.send(site.at("/api/models/digits/atlas.npz"));
        assertEquals(200, answer.statusCode());
        assertArrayEquals(Files.readAllBytes(folder.resolve("digits").resolve(ModelCard.ATLAS)), answer.body());
        String tag = answer.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = site.get("/api/models/digits/atlas.npz", "If-None-Match", tag);
        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
        refused(404, "NOT_FOUND", site.get("/api/models/point/atlas.npz"));
    }

    @Test
    void aCodeIsDecodedToNumbersThatTheNetworkGives() throws Exception {
        JsonNode answer = json(site.get("/api/models/digits/decode?z=0.5,-1.5", "Accept", "application/json"));
        assertArrayEquals(site.mean(0.5f, -1.5f), doubles(answer.path("mean")), 1e-5);
        assertArrayEquals(new double[] {1, 4, 5}, doubles(answer.path("shape")));
    }

    @Test
    void aCodeIsDecodedToAPictureAtTheScaleAskedFor() throws Exception {
        HttpResponse<byte[]> answer = site.send(site.at("/api/models/digits/decode?z=0.5,-1.5&scale=3"));
        assertEquals("image/png", answer.headers().firstValue("Content-Type").orElse(""));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertEquals(15, image.getWidth());
        assertEquals(12, image.getHeight());
        double[] mean = site.mean(0.5f, -1.5f);
        for (int y = 0; y < 12; y++) {
            for (int x = 0; x < 15; x++) {
                assertEquals(mean[y / 3 * 5 + x / 3] * 255, image.getRaster().getSample(x, y, 0), 0.51);
            }
        }
    }

    @Test
    void badCodesAndScalesAreRefusedWithWhatWasExpectedAndFound() throws Exception {
        JsonNode few = refused(400, "BAD_INPUT", site.get("/api/models/digits/decode?z=1"));
        assertEquals("2 numbers with commas between them", few.path("expected").textValue());
        assertEquals("1", few.path("found").textValue());
        for (String z : List.of("", "?z=", "?z=1,NaN", "?z=1,Infinity", "?z=1,1e99", "?z=1,a", "?z=1,2,", "?z=1,%00")) {
            refused(400, "BAD_INPUT", site.get("/api/models/digits/decode" + z));
        }
        for (String scale : List.of("0", "-1", "x", "1.5", "99999999999", "820")) {
            refused(400, "BAD_INPUT", site.get("/api/models/digits/decode?z=1,2&scale=" + scale));
        }
        JsonNode none = refused(404, "NOT_FOUND", site.get("/api/models/none/decode?z=1,2"));
        assertEquals("one of the models [digits, point]", none.path("expected").textValue());
    }

    @Test
    void anImageIsEncodedAndItsBoundIsReconstructionLessKl() throws Exception {
        byte[] png = SmallServer.png(7);
        JsonNode answer = json(site.post(ENCODE, png, "Content-Type", "image/png"));
        JsonNode image = answer.at("/images/0");
        float[] x = new float[SmallServer.SHAPE.size()];
        x[7] = 1;
        double[] mu = site.model.mu().apply(x, 0);
        double[] logvar = site.model.logvar().apply(x, 0);
        assertArrayEquals(mu, doubles(image.path("mu")), 1e-5);
        assertArrayEquals(logvar, doubles(image.path("logvar")), 1e-5);
        float[] m = {(float) mu[0], (float) mu[1]};
        float[] v = {(float) logvar[0], (float) logvar[1]};
        double[] kl =
                new Gaussian(m, v, 0, 2).klByDimension(Gaussian.standard(2)).orElseThrow();
        assertArrayEquals(kl, doubles(image.path("klByDimension")), 1e-4);
        assertEquals(kl[0] + kl[1], image.path("kl").doubleValue(), 1e-4);
        assertEquals(
                image.path("reconstruction").doubleValue() - image.path("kl").doubleValue(),
                image.path("elbo").doubleValue(),
                1e-9);
        assertEquals(scoreError(x, m, v), image.path("elboError").doubleValue(), 1e-4);
        assertEquals("NO", image.at("/fitting/invert").textValue());
        assertEquals(answer, json(site.post(ENCODE, png)), "the same image gives the same answer");
    }

    /** The standard error of a mean of log p(x|z) over 16 draws of q. */
    private static double scoreError(float[] x, float[] mu, float[] logvar) {
        float[] z = new Gaussian(mu, logvar).draws(ImageEncoder.noise(), 16);
        double[] scores = new double[16];
        for (int row = 0; row < 16; row++) {
            double[] logits = site.model.output().apply(z, row);
            for (int p = 0; p < x.length; p++) {
                scores[row] += x[p] * logits[p] - Math.log1p(Math.exp(logits[p]));
            }
        }
        return MeanEstimate.of(scores).error();
    }

    @Test
    void theImagesOfAFormAreAnsweredInTheirOrderEachForItself() throws Exception {
        JsonNode alone = json(site.post(ENCODE, SmallServer.png(2))).at("/images/0");
        JsonNode answer = json(postForm(
                List.of("a.png", "b.txt", "c.png"),
                List.of(SmallServer.png(7), "no picture".getBytes(StandardCharsets.UTF_8), SmallServer.png(2))));
        assertEquals(3, answer.path("images").size());
        assertEquals("a.png", answer.at("/images/0/name").textValue());
        assertEquals("BAD_INPUT", answer.at("/images/1/error/code").textValue());
        assertTrue(answer.at("/images/1/error/message").textValue().startsWith("b.txt: expected a PNG"));
        assertTrue(answer.at("/images/1/mu").isMissingNode());
        assertEquals(alone.path("mu"), answer.at("/images/2/mu"));
        assertEquals(
                alone.path("elbo").doubleValue(), answer.at("/images/2/elbo").doubleValue(), 1e-4);
    }

    @Test
    void aPointPosteriorHasNoBound() throws Exception {
        JsonNode image =
                json(site.post("/api/models/point/encode", SmallServer.png(7))).at("/images/0");
        assertEquals(SmallServer.DIM, image.path("mu").size());
        assertNull(image.get("logvar"));
        assertNull(image.get("elbo"));
        assertNull(image.get("elboError"));
        assertTrue(image.path("reconstruction").doubleValue() < 0);
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        refused(413, "TOO_LARGE", site.post(ENCODE, new byte[FILE + 1]));
        refused(413, "TOO_LARGE", site.post(ENCODE, new byte[BODY + 1]));
        byte[] png = SmallServer.png(1);
        refused(413, "TOO_LARGE", postForm(Collections.nCopies(4, "a.png"), Collections.nCopies(4, png)));
        refused(413, "TOO_LARGE", postForm(List.of("big.png"), List.of(new byte[FILE + 1])));
    }

    @Test
    void aBrokenFormIsRefused() throws Exception {
        String type = "Content-Type";
        byte[] text = "neither\r\nhere nor there".getBytes(StandardCharsets.UTF_8);
        refused(400, "BAD_INPUT", site.post(ENCODE, text, type, "multipart/form-data; boundary=xyz"));
        refused(400, "BAD_INPUT", site.post(ENCODE, text, type, "multipart/form-data"));
        refused(400, "BAD_INPUT", site.post(ENCODE, text, type, "multipart/mixed; boundary=xyz"));
        refused(400, "BAD_INPUT", postForm(List.of(), List.of()));
        refused(400, "BAD_INPUT", site.post(ENCODE, new byte[0]));
        refused(400, "BAD_INPUT", site.post(ENCODE + "?frame=round", SmallServer.png(1)));
    }

    @Test
    void unknownPathsAndMethodsAreRefusedInASentence() throws Exception {
        JsonNode unknown = refused(404, "NOT_FOUND", site.get("/nowhere/at/all"));
        assertEquals("/nowhere/at/all", unknown.path("found").textValue());
        refused(405, "METHOD_NOT_ALLOWED", site.post("/api/models", new byte[0]));
        refused(405, "METHOD_NOT_ALLOWED", site.get(ENCODE));
        assertTrue(site.get("/api/models/%zz".replace("%zz", "%2e%2e%2fx")).statusCode() < 500);
    }

    @Test
    void whatIsDoneIsCounted() throws Exception {
        json(site.get("/api/models/point/decode?z=1,2", "Accept", "application/json"));
        String batch = "isthmus_batch_rows_count{model=\"point\",operation=\"decode\"}";
        String text = site.get("/metrics").body();
        for (int tries = 0; tries < 100 && !text.contains(batch); tries++) {
            Thread.sleep(20); // a batch is counted by its own thread, which may come after the answer
            text = site.get("/metrics").body();
        }
        assertTrue(text.contains(batch), text);
        assertTrue(
                text.contains("isthmus_requests_seconds_count{method=\"GET\",path=\"/api/models/{id}/decode\""), text);
        assertTrue(text.contains("isthmus_sessions "), text);
    }
}
