package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.options.FilePayload;
import isthmus.Version;
import isthmus.latent.Path;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Element;

/** The path as files. */
class TakePathTest {
    private static final int FRAMES = 24;
    private static final int SIDE = 28;
    private static final float[] KEYFRAMES = {-2, 1, 0.5f, -2, 1.5f, 1};
    private static final Link LINK =
            Link.to("digits").path(new float[] {-2, 1}, new float[] {0.5f, -2}, new float[] {1.5f, 1});

    @RegisterExtension
    final Pages pages = new Pages();

    private MapPage map;
    private float[] codes;

    @BeforeEach
    void open() {
        map = MapPage.open(pages, LINK);
        assertThat(map.find(".path-frame")).hasCount(FRAMES);
        codes = Path.LERP.through(KEYFRAMES, 2, FRAMES);
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
        map.find("#samples input[type=file]").setInputFiles(payload(strip));
        assertThat(map.find("dialog.found")).containsText("strip of a path of 24 frames, of the model “digits”");
        map.open().screenshot("found");
        map.button("Open what it shows").click();
        assertThat(map.find(".path-frame")).hasCount(FRAMES);
        assertEquals(LINK.get("path"), map.link("path", ".+").get("path"));
        map.find("#samples input[type=file]").setInputFiles(payload(strip));
        map.button("Encode it as an image").click();
        assertThat(map.find("#samples .samples-entry")).hasCount(1);
    }

    private static FilePayload payload(TakenFile file) {
        return new FilePayload(file.name(), "image/png", file.bytes());
    }

    @Test
    void aGifOfTwentyFourFramesIsMadeWithinTwoSeconds() throws IOException {
        TakenFile.choose(map, "film");
        map.find("#film-speed").selectOption("12");
        assertThat(map.find("dialog.film")).containsText("24 frames, 2.0 seconds a round.");
        map.open().screenshot("film");
        TakenFile gif = TakenFile.by(map, () -> map.button("Make GIF").click());
        System.out.printf("a GIF of 24 frames of digits: %d ms from click to file%n", gif.milliseconds());
        assertTrue(gif.milliseconds() < 2000, gif.milliseconds() + " ms");
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
