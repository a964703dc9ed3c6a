package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import isthmus.Beside;
import isthmus.Version;
import isthmus.http.Curl;
import isthmus.latent.Path;
import isthmus.npz.NpzReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The path as files. */
@Beside
class TakePathTest {
    private static final int FRAMES = 24;
    private static final int SIDE = 28;
    private static final float[] KEYFRAMES = {-2, 1, 0.5f, -2, 1.5f, 1};
    private static final Link LINK =
            Link.to("digits").path(new float[] {-2, 1}, new float[] {0.5f, -2}, new float[] {1.5f, 1});

    /** How long a film is, how large, and a picture of what it shows in the middle. */
    private static final String PLAY = """
            async ([type, base64]) => {
              const video = document.createElement("video");
              video.muted = true;
              video.src = `data:${type};base64,${base64}`;
              await new Promise((done, wrong) => {
                video.onloadeddata = done;
                video.onerror = () => wrong(new Error(video.error.message));
              });
              video.currentTime = 12.5 / 12;
              await new Promise((done) => (video.onseeked = done));
              const canvas = document.createElement("canvas");
              canvas.width = video.videoWidth;
              canvas.height = video.videoHeight;
              const context = canvas.getContext("2d");
              // On a busy machine the frame comes later than the event; its corner is bright.
              for (let i = 0; i < 250 && context.getImageData(0, 0, 1, 1).data[0] === 0; i++) {
                await new Promise((done) => setTimeout(done, 20));
                context.drawImage(video, 0, 0);
              }
              return [video.duration, canvas.width, canvas.height, canvas.toDataURL()];
            }
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private MapPage map;
    private float[] codes;

    @BeforeEach
    void open() {
        map = MapPage.open(pages, LINK);
        assertThat(map.find(".path-frame")).hasCount(FRAMES);
        codes = Path.LERP.interpolate(KEYFRAMES, 2, FRAMES);
    }

    private int[] frame(int i) {
        return new BundledModel(pages.address(), "digits").decode(Arrays.copyOfRange(codes, 2 * i, 2 * i + 2));
    }

    /** Holds a part of a picture against a decoded image whose pixels are squares there. */
    private static void assertShows(int[] image, BufferedImage picture, int left, int top, int scale) {
        int most = 0;
        for (int y = 0; y < SIDE * scale; y++) {
            for (int x = 0; x < SIDE * scale; x++) {
                int value = image[y / scale * SIDE + x / scale];
                most = Math.max(most, CanvasPixels.apart(Paper.colour(value), picture.getRGB(left + x, top + y)));
            }
        }
        assertTrue(most <= Paper.TOLERANCE, "off by " + most);
    }

    @Test
    void stripAndMontageShowTheFramesAndBringTheStateBack() throws IOException {
        TakenFile strip = TakenFile.of(map, "strip");
        assertEquals("digits-path-strip.png", strip.name());
        assertEquals(FRAMES * 112 + (FRAMES - 1) * 2, strip.picture().getWidth());
        assertEquals(112, strip.picture().getHeight());
        assertShows(frame(7), strip.picture(), 7 * 114, 0, 4);
        TakenFile montage = TakenFile.of(map, "montage");
        assertShows(frame(11), montage.picture(), 1 * 114, 2 * 114, 4);

        JsonNode recipe = strip.recipe();
        assertEquals(Version.NAME, recipe.get("isthmus").asText());
        assertEquals("digits", recipe.get("model").asText());
        assertEquals(64, recipe.get("decoder").asText().length());
        assertTrue(recipe.get("date").asText().matches("\\d{4}-\\d\\d-\\d\\dT.*Z"));
        assertTrue(recipe.get("link").asText().startsWith(pages.address() + "/p/"));

        map.go(Link.to("digits"));
        map.find("#images input[type=file]").setInputFiles(payload(strip));
        assertThat(map.find("dialog.found")).containsText("strip of a path of 24 frames, from the model “digits”");
        map.open().screenshot("found");
        map.button("Open its view").click();
        assertThat(map.find(".path-frame")).hasCount(FRAMES);
        assertEquals(LINK.get("path"), map.link("path", ".+").get("path"));
        map.find("#images input[type=file]").setInputFiles(payload(strip));
        map.button("Encode as image").click();
        assertThat(map.find("#images .images-entry")).hasCount(1);
    }

    private static FilePayload payload(TakenFile file) {
        return new FilePayload(file.name(), "image/png", file.bytes());
    }

    @Test
    @Tag("speed")
    void aGifOfTwentyFourFramesIsMadeWithinTwoSeconds() throws IOException {
        TakenFile.choose(map, "film");
        TakenFile gif = TakenFile.by(map, () -> map.button("Make GIF").click());
        System.out.printf("a GIF of 24 frames of digits: %d ms from click to file%n", gif.milliseconds());
        assertTrue(gif.milliseconds() < 2000, gif.milliseconds() + " ms");
    }

    @Test
    void aGifShowsEachFrameForItsTimeAndGoesBackWhereThatIsAskedFor() throws IOException {
        TakenFile.choose(map, "film");
        map.find("#film-speed").selectOption("12");
        assertThat(map.find("dialog.film")).containsText("24 frames, 2.0 seconds per loop.");
        map.open().screenshot("film");
        TakenFile gif = TakenFile.by(map, () -> map.button("Make GIF").click());
        assertThat(map.find("#notices .notice.info")).containsText("Saved digits-path.gif");
        int[] delays = check(gif, FRAMES);
        assertEquals(200, Arrays.stream(delays).sum(), "hundredths of a second");

        TakenFile.choose(map, "film");
        map.find("#film-scale").selectOption("1");
        map.find("#film-back").check();
        TakenFile back = TakenFile.by(map, () -> map.button("Make GIF").click());
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(back.bytes()))) {
            ImageReader reader = reader(in);
            assertEquals(2 * FRAMES - 2, reader.getNumImages(true));
            assertShows(frame(FRAMES - 3), reader.read(FRAMES + 1), 0, 0, 1);
        }
    }

    @Test
    void aFilmPlaysAsLongAsItSaysAndOneThatIsStoppedGivesNoFile() throws IOException {
        for (String kind : List.of("WebM", "MP4")) {
            TakenFile.choose(map, "film");
            map.find("#film-speed").selectOption("12");
            TakenFile film = TakenFile.by(map, () -> map.button("Make " + kind).click());
            assertEquals("digits-path." + kind.toLowerCase(Locale.ROOT), film.name());
            plays(film, "video/" + kind.toLowerCase(Locale.ROOT));
        }
        map.page()
                .evaluate("() => { window.worker = Worker.prototype.postMessage;"
                        + " Worker.prototype.postMessage = function () {}; }"); // one that never comes to an end
        TakenFile.choose(map, "film");
        map.button("Make GIF").click();
        assertThat(map.find(".taking")).isVisible();
        assertEquals(List.of(), Axe.violations(map.page()));
        map.open().screenshot("taking");
        map.find(".taking").getByText("Cancel").click();
        assertThat(map.find(".taking")).isHidden();
        map.page().evaluate("() => { Worker.prototype.postMessage = window.worker; }");
        assertEquals("digits-path-strip.png", TakenFile.of(map, "strip").name()); // and the next one is made
    }

    /** In a page of its own, for the page's policy lets nothing play in it. */
    private void plays(TakenFile film, String type) throws IOException {
        try (Page player = map.page().context().newPage()) {
            List<?> seen = (List<?>)
                    player.evaluate(PLAY, List.of(type, Base64.getEncoder().encodeToString(film.bytes())));
            assertEquals(2.0, ((Number) seen.get(0)).doubleValue(), 0.02, "seconds");
            assertEquals(List.of(224, 224), seen.subList(1, 3));
            byte[] png = Base64.getDecoder().decode(((String) seen.get(3)).split(",")[1]);
            BufferedImage shown = ImageIO.read(new ByteArrayInputStream(png));
            int[] image = frame(12);
            double sum = 0;
            for (int i = 0; i < image.length; i++) {
                int colour = shown.getRGB(i % SIDE * 8 + 4, i / SIDE * 8 + 4);
                sum += CanvasPixels.apart(Paper.colour(image[i]), colour);
            }
            assertTrue(sum / image.length < 8, "off by %f on average".formatted(sum / image.length));
        }
    }

    @Test
    void whatIsTakenAsNumbersIsWhatTheCommandsGiveToTheByte(@TempDir java.nio.file.Path folder) throws Exception {
        map.go(LINK.pin(new float[] {0.5f, 0.25f}));
        assertThat(map.find(".path-frame")).hasCount(FRAMES);
        TakenFile npz = TakenFile.of(map, "npz");
        TakenFile json = TakenFile.of(map, "json");
        java.nio.file.Path file = folder.resolve(npz.name());
        Files.write(file, npz.bytes());
        try (NpzReader arrays = new NpzReader(file)) {
            assertArrayEquals(codes, arrays.floats("z", FRAMES, 2));
            float[] frames = arrays.floats("frames", FRAMES, 1, SIDE, SIDE);
            int[] image = frame(9);
            for (int i = 0; i < image.length; i++) {
                assertEquals(image[i], frames[9 * SIDE * SIDE + i] * 255, 0.501);
            }
        }
        JsonNode read = new ObjectMapper().readTree(json.bytes());
        assertEquals(FRAMES, read.get("frames").size());
        assertEquals(codes[2 * 5], read.get("z").get(5).get(0).floatValue());

        TakenFile.choose(map, "code");
        assertEquals(List.of(), Axe.violations(map.page()));
        map.open().screenshot("commands");
        List<String> commands = map.find("dialog.code pre").allTextContents();
        assertEquals(5, commands.size());
        assertArrayEquals(npz.bytes(), run(commands.get(0), folder));
        assertArrayEquals(json.bytes(), run(commands.get(1), folder));
        BufferedImage pin = ImageIO.read(new ByteArrayInputStream(run(commands.get(2), folder)));
        assertEquals(4 * SIDE, pin.getWidth());
        assertArrayEquals(
                Files.readAllBytes(BundledSite.ROOT.resolve("models/digits/atlas.npz")), run(commands.get(3), folder));
        assertTrue(commands.get(4).contains("np.load"), commands.get(4));
        map.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        map.find("dialog.code .button:not(.icon)").first().click();
        assertThat(map.find("#notices .notice.info").last()).hasText("Copied");
        assertEquals(commands.get(0), map.page().evaluate("() => navigator.clipboard.readText()"));
    }

    private byte[] run(String command, java.nio.file.Path folder) throws Exception {
        String address = pages.address().toString();
        Curl curl = Curl.parse(command, address, pages.address(), folder);
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(curl.request(), BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), command);
        return answer.body();
    }

    @Test
    void theMenuIsUsedByKeysAndSaysWhyThingsCannotBeHad() throws IOException {
        map.go(Link.to("digits"));
        map.find("#bar .export").focus();
        map.page().keyboard().press("ArrowDown");
        assertThat(map.find("[data-entry=strip]")).isFocused();
        assertThat(map.find("#export p").first()).hasText("No path yet. Add two or more keyframes on the map.");
        assertEquals(List.of(), Axe.violations(map.page()));
        map.page().keyboard().press("Enter"); // does nothing
        map.page().keyboard().press("g");
        assertThat(map.find("[data-entry=grid]")).isFocused();
        map.page().keyboard().press("End");
        assertThat(map.find("[data-entry=code]")).isFocused();
        map.page().keyboard().press("Escape");
        assertThat(map.find("#export")).isHidden();
        assertThat(map.find("#bar .export")).isFocused();
        map.page().keyboard().press("Enter");
        assertThat(map.find("[data-entry=strip]")).isFocused();
        map.page().keyboard().press("ArrowUp");
        map.page().keyboard().press("ArrowUp");
        map.page().keyboard().press("ArrowUp");
        map.page().keyboard().press("ArrowUp");
        assertThat(map.find("[data-entry=grid]")).isFocused();
        map.page().keyboard().press("Enter");
        assertThat(map.find("dialog.grid")).isVisible();
        assertThat(map.find("#grid-count")).isFocused();
        assertEquals(List.of(), Axe.violations(map.page()));
        map.page().keyboard().press("Escape");
        assertThat(map.find("dialog.grid")).isHidden();
        assertThat(map.find("#bar .export")).isFocused();
    }

    /** Holds each frame of a GIF against the decoded ones, and says how long each stays, in hundredths of a second. */
    private int[] check(TakenFile gif, int frames) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(gif.bytes()))) {
            ImageReader reader = reader(in);
            assertEquals(frames, reader.getNumImages(true));
            int[] delays = new int[frames];
            for (int i : List.of(0, 1, 9, 17, frames - 1)) {
                assertEquals(8 * SIDE, reader.getWidth(i));
                assertShows(frame(i), reader.read(i), 0, 0, 8);
            }
            for (int i = 0; i < frames; i++) {
                Element tree = (Element) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                Element control = (Element)
                        tree.getElementsByTagName("GraphicControlExtension").item(0);
                delays[i] = Integer.parseInt(control.getAttribute("delayTime"));
                assertEquals(0, tree.getElementsByTagName("LocalColorTable").getLength(), "one palette for all");
            }
            return delays;
        }
    }

    private static ImageReader reader(ImageInputStream in) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(in);
        return reader;
    }
}
