package isthmus.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.npz.NpzReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A path as one file of numbers. */
class PathRouteTest {
    private static final String PATH = "/api/models/digits/path";
    private static final int SIZE = SmallServer.SHAPE.size();

    @TempDir
    Path folder;

    @Test
    void aPathIsDecodedFrameByFrameAndTheSameEachTime() throws Exception {
        try (SmallServer site = new SmallServer(folder.resolve("models"), settings -> {})) {
            String body = "{\"keyframes\": [[-1, 0.5], [2, 1]], \"mode\": \"lerp\", \"frames\": 37, \"as\": \"%s\"}";
            HttpResponse<byte[]> floats = site.send(site.at(PATH).POST(BodyPublishers.ofString(body.formatted("f4"))));
            assertEquals(
                    "application/zip",
                    floats.headers().firstValue("Content-Type").orElse(""));
            Path file = Files.write(folder.resolve("path.npz"), floats.body());
            float[] frames;
            try (NpzReader npz = new NpzReader(file)) {
                float[] z = npz.floats("z", 37, 2);
                frames = npz.floats("frames", 37, 1, 4, 5);
                for (int frame : new int[] {0, 15, 16, 36}) {
                    double[] mean = site.mean(z[2 * frame], z[2 * frame + 1]);
                    for (int i = 0; i < SIZE; i++) {
                        assertEquals(mean[i], frames[frame * SIZE + i], 1e-5);
                    }
                }
                assertArrayEquals(new float[] {2, 1}, Arrays.copyOfRange(z, 72, 74));
            }
            assertArrayEquals(
                    floats.body(),
                    site.send(site.at(PATH).POST(BodyPublishers.ofString(body.formatted("f4"))))
                            .body());

            HttpResponse<byte[]> bytes = site.send(site.at(PATH).POST(BodyPublishers.ofString(body.formatted("u1"))));
            Files.write(file, bytes.body());
            JsonNode json = new ObjectMapper()
                    .readTree(site.post(PATH, body.formatted("u1").getBytes(UTF_8), "Accept", "application/json")
                            .body());
            assertEquals("u1", json.get("as").asText());
            try (NpzReader npz = new NpzReader(file)) {
                byte[] levels = npz.bytes("frames", 37, 1, 4, 5);
                for (int i = 0; i < levels.length; i++) {
                    assertEquals(Math.round(frames[i] * 255), levels[i] & 0xFF);
                    assertEquals(
                            levels[i] & 0xFF,
                            json.get("frames").get(i / SIZE).get(i % SIZE).asInt());
                }
            }
        }
    }

    @Test
    void whatIsNoPathIsRefusedInASentence() throws Exception {
        try (SmallServer site = new SmallServer(folder, settings -> {})) {
            refused(site, "{\"keyframes\": [[1, 2]], \"frames\": 3}", 400, "keyframes: expected two or more, found 1");
            refused(
                    site,
                    "{\"keyframes\": [[1, 2, 3], [1, 2, 3]], \"frames\": 3}",
                    400,
                    "keyframes: expected codes of 2 numbers, found 3");
            refused(
                    site,
                    "{\"id\": 1, \"keyframes\": [[1, 2], [3, 4]], \"frames\": 3}",
                    400,
                    "expected the fields of path, found one of id, op, model, version, lane, arrays");
            refused(site, "seven", 400, "expected JSON, found");
            refused(site, "{\"keyframes\": [[1, 2], [3, 4]], \"frames\": 1000000}", 413, "frames: expected 2 to");
        }
    }

    private static void refused(SmallServer site, String body, int status, String sentence) throws Exception {
        HttpResponse<String> answer = site.post(PATH, body.getBytes(UTF_8));
        assertEquals(status, answer.statusCode(), answer.body());
        String message =
                new ObjectMapper().readTree(answer.body()).get("message").asText();
        assertTrue(message.startsWith(sentence), message);
    }
}
