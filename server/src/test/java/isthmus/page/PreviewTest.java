package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import isthmus.Beside;
import isthmus.latent.Noise;
import isthmus.share.LinkState;
import isthmus.share.LinkState.Place;
import isthmus.share.SharedMap;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The preview pictures of links. */
@Beside
class PreviewTest {
    private static final int TITLE = 80; // pixels
    private static final int WARM = 300; // milliseconds
    private static final int TRIES = 6; // of which the best counts

    @RegisterExtension
    final Pages pages = new Pages();

    private final HttpClient http = HttpClient.newHttpClient();

    private byte[] get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(pages.address() + path)).build();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), path);
        return answer.body();
    }

    /** A path that no other test shows, at a place of its own, over the same map. */
    private static LinkState shared(String model, int dim, int number) {
        List<Place> keyframes = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            float[] z = new Noise(number, k).normals(dim);
            keyframes.add(new Place(z, -1));
        }
        return SharedMap.of(
                model, dim, isthmus.latent.Path.SLERP, 1, keyframes, new LinkState.View(0, 0, 5), "manifold", "points");
    }

    private List<JsonNode> cards() throws IOException, InterruptedException {
        List<JsonNode> cards = new ArrayList<>();
        new ObjectMapper().readTree(get("/api/models")).get("models").forEach(cards::add);
        return cards;
    }

    private byte[] preview(JsonNode card, int number) throws IOException, InterruptedException {
        int dim = card.get("latent").get("dim").asInt();
        return get("/p/" + shared(card.get("id").asText(), dim, number).code() + "/preview.png");
    }

    /** What of a model's card makes its map another kind of picture. */
    private static List<JsonNode> kind(JsonNode card) {
        return List.of(
                card.at("/input/channels"),
                BooleanNode.valueOf(card.at("/latent/dim").asInt() > 2),
                card.at("/posterior"),
                card.at("/prior/family"));
    }

    @Test
    void eachKindOfModelHasAPicture() throws Exception {
        Map<List<JsonNode>, JsonNode> kinds = new LinkedHashMap<>();
        cards().forEach(card -> kinds.put(kind(card), card));
        assertTrue(kinds.size() > 5, kinds.keySet().toString());
        for (JsonNode card : kinds.values()) {
            byte[] png = preview(card, 0);
            assertEquals(1200, ImageIO.read(new ByteArrayInputStream(png)).getWidth(), card.toString());
        }
    }

    private byte[] map(double span, String... layers) throws IOException, InterruptedException {
        LinkState state = SharedMap.ofDigits(new LinkState.View(0, 0, span), layers);
        return get("/p/" + state.code() + "/preview.png");
    }

    @Test
    void aPictureSaysWhatItShowsAndFadesWhereTheDataDoNotSupportIt() throws Exception {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(map(40, "manifold", "points")));
        int letters = 0;
        for (int i = 0; i < 600 * TITLE; i++) {
            letters += CanvasPixels.apart(Paper.colour(255), picture.getRGB(i % 600, i / 600)) < 40 ? 1 : 0;
        }
        assertTrue(letters > 500, letters + " pixels of letters");
        int paper = 0;
        for (int x = 0; x < picture.getWidth(); x++) {
            paper += CanvasPixels.apart(Paper.colour(0), picture.getRGB(x, TITLE + 20)) < 4 ? 1 : 0;
        }
        assertEquals(picture.getWidth(), paper, "far from the data");

        // A sample apart from the others: its dot fades at its edge, and is as high as wide.
        double scale = (630 - TITLE) / 5.0;
        BufferedImage dots = ImageIO.read(new ByteArrayInputStream(map(5, "points")));
        float[] z = digits.alone(2.2, 8 / scale);
        int cx = (int) Math.floor(600 + z[0] * scale);
        int cy = (int) Math.floor(TITLE + (630 - TITLE) / 2.0 - z[1] * scale);
        int across = 0;
        int down = 0;
        int colours = 0;
        for (int off = -6; off <= 6; off++) {
            across += CanvasPixels.apart(Paper.colour(0), dots.getRGB(cx + off, cy)) > 24 ? 1 : 0;
            down += CanvasPixels.apart(Paper.colour(0), dots.getRGB(cx, cy + off)) > 24 ? 1 : 0;
            int apart = CanvasPixels.apart(dots.getRGB(cx, cy), dots.getRGB(cx + off, cy + off));
            colours += apart > 24 && CanvasPixels.apart(Paper.colour(0), dots.getRGB(cx + off, cy + off)) > 10 ? 1 : 0;
        }
        assertTrue(across > 1 && Math.abs(across - down) <= 1, across + " by " + down);
        assertTrue(colours > 0, "no edge between dot and paper");
    }

    @Test
    @Tag("speed")
    void aPictureOfEachModelComesWithinTheTimeOnceItsMapIsKnown() throws Exception {
        for (JsonNode card : cards()) {
            preview(card, 0);
            long best = Long.MAX_VALUE;
            for (int i = 1; i < TRIES; i++) {
                long start = System.nanoTime();
                preview(card, i);
                best = Math.min(best, (System.nanoTime() - start) / 1_000_000);
            }
            String model = card.get("id").asText();
            System.out.printf("preview of %s: %d ms%n", model, best);
            assertTrue(best < WARM, "%s: %d ms".formatted(model, best));
        }
    }
}
