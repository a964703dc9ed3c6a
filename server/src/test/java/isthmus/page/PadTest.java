package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import isthmus.Beside;
import isthmus.image.PictureFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Drawing by hand. */
@Beside
class PadTest {
    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void aDrawingIsEncodedWhileItIsDrawnAndLeadsThePin() throws IOException {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        MapPage map = MapPage.open(pages, Link.to("digits"));
        BoundingBox pad = map.find("#images canvas.images-pad").boundingBox();
        stroke(map, pad, true, 0.3, 0.2, 0.5, 0.2, 0.7, 0.2);
        float[] before = map.link("pin", ".+").code("pin", 0); // while the button is held
        assertThat(map.find("#images .images-entry")).hasCount(1);
        assertThat(map.find("#images .images-name")).hasText("drawing");
        stroke(map, pad, false, 0.6, 0.5, 0.5, 0.75, 0.45, 0.85);
        map.page().mouse().up();
        map.page().waitForCondition(() -> Link.of(map.page().url()).code("pin", 0)[0] != before[0]);
        map.frames(30); // answers about half a stroke, which may be either of two digits, are past

        // The pin rests where the encoder puts what is shown as fitted, and the reconstruction is what is decoded
        // there.
        Locator shown = map.find("#images .images-seen canvas");
        map.page().waitForCondition(() -> {
            float[] pin = Link.of(map.page().url()).code("pin", 0);
            return Paper.differences(digits.decode(pin), CanvasPixels.of(shown.nth(1))) <= Paper.TOLERANCE;
        });
        Locator said = map.find("#images .images-words .number");
        map.page()
                .waitForCondition(
                        () -> { // the last answer may be on its way
                            JsonNode encoded = encoded(digits, shown.nth(0));
                            double elbo = Double.parseDouble(
                                    said.textContent().replace('−', '-').split(" ")[0]);
                            return Math.abs(encoded.get("elbo").asDouble() - elbo) < 1.5;
                        });
        JsonNode mu = encoded(digits, shown.nth(0)).get("mu");
        float[] pin = Link.of(map.page().url()).code("pin", 0);
        assertArrayEquals( // rounded to bytes and back
                new float[] {(float) mu.get(0).asDouble(), (float) mu.get(1).asDouble()}, pin, 0.03f);

        map.page().locator("#images").getByText("New").click(); // keeps it, and begins another
        assertThat(map.find("#images .images-entry")).hasCount(1);
        assertThat(map.find("#images .images-seen canvas[width='0']")).hasCount(2); // nothing of the first
        stroke(map, pad, true, 0.5, 0.2, 0.5, 0.8);
        map.page().mouse().up();
        assertThat(map.find("#images .images-entry")).hasCount(2);
        map.page()
                .waitForCondition(
                        () -> !Arrays.equals(pin, Link.of(map.page().url()).code("pin", 0)));
        map.page().locator("#images").getByText("Clear").click();
        assertThat(map.find("#images .images-entry")).hasCount(1);
        map.link("pin", "");
    }

    /** What the server says of an image that is shown, as it is. */
    private static JsonNode encoded(BundledModel digits, Locator shown) {
        try {
            return digits.encode(picture(CanvasPixels.of(shown)), "?invert=no&frame=pad");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stroke(MapPage map, BoundingBox pad, boolean down, double... points) {
        for (int i = 0; i < points.length; i += 2) {
            map.page().mouse().move(pad.x + points[i] * pad.width, pad.y + points[i + 1] * pad.height);
            if (i == 0 && down) {
                map.page().mouse().down();
            }
        }
        map.frames(2);
    }

    /** What is shown in ink on paper, as grey values, 0 for paper. */
    private static byte[] picture(CanvasPixels shown) throws IOException {
        BufferedImage image = new BufferedImage(shown.width(), shown.height(), BufferedImage.TYPE_BYTE_GRAY);
        int paper = Paper.colour(0) >> 16 & 0xFF;
        int ink = Paper.colour(255) >> 16 & 0xFF;
        for (int y = 0; y < shown.height(); y++) {
            for (int x = 0; x < shown.width(); x++) {
                int value = Math.round(255f * (shown.at(x, y, 0) - paper) / (ink - paper));
                image.getRaster().setSample(x, y, 0, value);
            }
        }
        return PictureFiles.file(image, "png");
    }
}
