package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.Beside;
import isthmus.Limit;
import isthmus.TestSettings;
import isthmus.share.LinkState;
import isthmus.share.LinkState.Place;
import isthmus.share.SharedMap;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a short link is answered with: the page, what others read of it, its picture, and what is wrong with it. */
@Beside
class ShareRoutesTest {
    private static final Path WEB = Path.of(System.getProperty("isthmus.root"), "web");

    @TempDir
    Path folder;

    private SmallServer open(Consumer<TestSettings> change) throws IOException {
        return new SmallServer(folder.resolve("models"), settings -> {
            settings.web = WEB;
            change.accept(settings);
        });
    }

    private static LinkState shared(String model, int dim) {
        return shared(model, dim, 1);
    }

    private static LinkState shared(String model, int dim, long seed) {
        float[] a = new float[dim];
        float[] b = new float[dim];
        a[0] = 1.25f;
        b[dim - 1] = -0.3f;
        List<Place> keyframes = List.of(new Place(a, -1), new Place(b, -1));
        return SharedMap.of(model, dim, isthmus.latent.Path.LERP, seed, keyframes, null, "manifold", "points");
    }

    private static final String CODE = shared("digits", 2).code();

    private static String content(String page, String attribute) {
        int at = page.indexOf(attribute + " content=\"");
        assertTrue(at > 0, attribute + " in " + page);
        int from = at + attribute.length() + 10;
        return page.substring(from, page.indexOf('"', from));
    }

    /** By hand, for the JDK's client does not send another Host. */
    private static String ask(SmallServer site, String path, String host) throws IOException {
        try (Socket socket = new Socket(site.address().getHost(), site.address().getPort())) {
            String head = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aLinkIsAnsweredWithThePageAndWhatOthersReadOfIt() throws Exception {
        try (SmallServer site = open(settings -> settings.allowedOrigins = List.of("http://isthmus.example:8443"))) {
            HttpResponse<String> answer = site.get("/p/" + CODE);
            assertEquals(200, answer.statusCode());
            assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html"));
            String page = answer.body();
            String link = site.address() + "/p/" + CODE;
            assertEquals(link, content(page, "property=\"og:url\""));
            assertEquals(link + "/preview.png", content(page, "property=\"og:image\""));
            assertEquals(link + "/preview.png", content(page, "name=\"twitter:image\""));
            assertEquals("summary_large_image", content(page, "name=\"twitter:card\""));
            assertEquals(
                    "1200 630",
                    content(page, "property=\"og:image:width\"") + " " + content(page, "property=\"og:image:height\""));
            assertTrue(content(page, "property=\"og:title\"").contains("24 frames, 2 keyframes"), page);
            assertFalse(content(page, "property=\"og:description\"").isBlank());
            assertTrue(page.contains("application/json+oembed"), page);
            assertTrue(page.contains("/src/main.js"), page);

            String named = ask(site, "/p/" + CODE, "isthmus.example:8443");
            assertEquals("http://isthmus.example:8443/p/" + CODE, content(named, "property=\"og:url\""));
            String hostile = ask(site, "/p/" + CODE, "evil\"><script>alert(1)</script>");
            assertFalse(hostile.contains("<script>alert"), hostile);
        }
    }

    @Test
    void theOperatorsAddressComesBeforeTheRequests() throws Exception {
        try (SmallServer site = open(settings -> settings.publicUrl = "https://isthmus.example")) {
            String page = site.get("/p/" + CODE).body();
            assertEquals("https://isthmus.example/p/" + CODE, content(page, "property=\"og:url\""));
        }
    }

    @Test
    void morePreviewsThanAreDrawnAtATimeAreBusyAndNobodyElseIs() throws Exception {
        Gate gate = new Gate();
        try (SmallServer site = new SmallServer(
                        folder.resolve("models"),
                        settings -> {
                            settings.web = WEB;
                            settings.limit(Limit.QUEUE_JOBS, 1024);
                        },
                        gate::open);
                Gate closed = gate) {
            HttpClient client = HttpClient.newHttpClient();
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int seed = 0; seed < 60; seed++) {
                String code = shared("digits", 2, seed).code();
                all.add(client.sendAsync(
                        site.at("/p/" + code + "/preview.png").build(), HttpResponse.BodyHandlers.ofByteArray()));
            }
            for (int tries = 0; all.stream().filter(CompletableFuture::isDone).count() < 28; tries++) {
                assertTrue(tries < 1000, "too few are refused");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertEquals(200, site.get("/api/models").statusCode());
            closed.open();
            int drawn = 0;
            for (CompletableFuture<HttpResponse<byte[]>> each : all) {
                HttpResponse<byte[]> answer = each.get(30, TimeUnit.SECONDS);
                assertTrue(answer.statusCode() == 200 || answer.statusCode() == 503, "" + answer.statusCode());
                drawn += answer.statusCode() == 200 ? 1 : 0;
            }
            assertEquals(32, drawn);
        }
    }

    @Test
    void whatCannotBeOpenedIsAPlainPageThatSaysWhy() throws Exception {
        try (SmallServer site = open(settings -> {})) {
            String[][] wrong = {
                {CODE.substring(0, CODE.length() - 2), "400", "it is damaged or cut short"},
                {"AQ", "400", "found 2 characters; it is cut short"},
                {"%3Cscript%3Ealert(1)%3C%2Fscript%3E", "400", "expected letters, digits, - and _, found “&lt;”"},
                {
                    shared("digits", 3).code(),
                    "400",
                    "This link: expected 2 dimensions, as the model “digits” has, found 3"
                },
                {
                    shared("faces", 2).code(),
                    "404",
                    "This link: expected a link for one of the models [digits, point], found one for “faces”"
                },
                {shared("broken", 2).code(), "404", "found one for “broken”, one that was refused: "},
            };
            for (String[] one : wrong) {
                HttpResponse<String> answer = site.get("/p/" + one[0]);
                assertEquals(one[1], "" + answer.statusCode(), answer.body());
                assertTrue(
                        answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html"));
                assertTrue(answer.body().contains(one[2]), answer.body());
                assertTrue(answer.body().contains("\"css/refused.css\""), answer.body());
                assertFalse(answer.body().contains("<script"), answer.body());
                assertFalse(answer.body().contains("at isthmus."), answer.body());
                HttpResponse<String> picture = site.get("/p/" + one[0] + "/preview.png");
                assertEquals(one[1], "" + picture.statusCode());
                assertTrue(picture.body().contains("\"message\""), picture.body());
            }
        }
    }

    @Test
    void thePictureShowsThePathsFramesOverTheMap() throws Exception {
        try (SmallServer site = open(settings -> {})) {
            HttpResponse<byte[]> answer = site.send(site.at("/p/" + CODE + "/preview.png"));
            assertEquals(200, answer.statusCode());
            assertEquals(
                    "image/png", answer.headers().firstValue("Content-Type").orElse(""));
            assertEquals(
                    "cross-origin",
                    answer.headers().firstValue("Cross-Origin-Resource-Policy").orElse(""));
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
            assertEquals("1200 630", picture.getWidth() + " " + picture.getHeight());
            // The last frame is the last keyframe: 4 by 5 values, each a square of 32 pixels, to the right of the
            // middle.
            double[] mean = site.mean(0, -0.3f);
            int right = 1199;
            while (isGround(picture.getRGB(right, 558))) {
                right--;
            }
            int left = right - 5 * 32;
            for (int y = 0; y < 4; y++) {
                for (int x = 0; x < 5; x++) {
                    int value = picture.getRGB(left + 32 * x + 16, 486 + 32 * y + 16) & 0xff;
                    assertEquals(0xf6 + mean[5 * y + x] * (0x27 - 0xf6), value, 1, x + " " + y); // ink on paper
                }
            }
            assertArrayEquals(
                    answer.body(),
                    site.send(site.at("/p/" + CODE + "/preview.png")).body());
        }
    }

    private static boolean isGround(int rgb) {
        return (rgb & 0xffffff) == 0xfbfaf6;
    }

    @Test
    void oembedGivesAFrameWhereTheOperatorLetsOthersFrameThePage() throws Exception {
        try (SmallServer site = open(settings -> settings.frameAncestors = List.of("https://notes.example"))) {
            String url = site.address() + "/p/" + CODE;
            String asked = "/oembed?format=json&url=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
            JsonNode answer = new ObjectMapper().readTree(site.get(asked).body());
            assertEquals(
                    "rich 1.0 800 600",
                    answer.get("type").asText() + " " + answer.get("version").asText() + " " + answer.get("width") + " "
                            + answer.get("height"));
            assertTrue(answer.get("html").asText().startsWith("<iframe src=\"" + url + "?embed\" width=\"800\""));
            assertEquals(url + "/preview.png", answer.get("thumbnail_url").asText());
            JsonNode small = new ObjectMapper()
                    .readTree(site.get(asked + "&maxwidth=480&maxheight=360").body());
            assertEquals("480 360", small.get("width") + " " + small.get("height"));
            JsonNode smaller = new ObjectMapper()
                    .readTree(site.get(asked + "&maxwidth=300").body());
            assertEquals("link", smaller.get("type").asText());
            for (String bad : List.of(
                    "/oembed",
                    "/oembed?url=https%3A%2F%2Felsewhere.example%2Fp%2F" + CODE,
                    asked + "x",
                    asked + "&maxwidth=0",
                    asked.replace("json", "xml"))) {
                HttpResponse<String> refused = site.get(bad);
                assertEquals(400, refused.statusCode(), bad);
                assertTrue(refused.body().contains("expected "), refused.body());
            }
            String policy = site.get("/p/" + CODE + "?embed")
                    .headers()
                    .firstValue("Content-Security-Policy")
                    .orElse("");
            assertTrue(policy.contains("frame-ancestors 'self' https://notes.example"), policy);
        }
    }

    @Test
    void oembedGivesALinkWhereNobodyMayFrameThePage() throws Exception {
        try (SmallServer site = open(settings -> {})) {
            String url = URLEncoder.encode(site.address() + "/p/" + CODE, StandardCharsets.UTF_8);
            JsonNode answer =
                    new ObjectMapper().readTree(site.get("/oembed?url=" + url).body());
            assertEquals("link", answer.get("type").asText());
            assertFalse(answer.has("html"), answer.toString());
        }
    }
}
