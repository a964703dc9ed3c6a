package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The picture in the README is one of the page, and the file is small. */
@Beside
class ReadmeScreenshotTest {
    private static final long LARGEST = 400_000; // bytes

    /** Rows of samples that lie in the middle of their class. */
    private static final int TWO = 174;

    private static final int SIX = 3362;
    private static final int SEVEN = 9990;

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void theReadmesPictureIsMadeHere() throws IOException {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        MapPage map = MapPage.open(
                pages,
                Link.to("digits").pin(digits.mu(TWO), TWO).path(digits.mu(SEVEN), digits.mu(SIX)),
                Screen.DESKTOP);
        assertThat(map.find("#here .here-draw-grid canvas:visible")).hasCount(16);
        assertThat(map.find("#path .path-mark:visible")).hasCount(24);
        assertThat(map.find("#here .here-density")).containsText("grey levels");
        map.ready();
        Path plain = map.open().screenshot("readme-plain");
        BufferedImage image = ImageIO.read(plain.toFile());
        Path small = plain.resolveSibling("readme.png");
        IndexedPng.write(image, small);
        assertPicture(small);

        // It is copied by hand to where the README shows it.
        Path committed = BundledSite.ROOT.resolve("web/screenshot.png");
        assertPicture(committed);
        String readme = Files.readString(BundledSite.ROOT.resolve("README.md"));
        assertTrue(readme.contains("(web/screenshot.png)"), "README.md shows web/screenshot.png");
    }

    private static void assertPicture(Path file) throws IOException {
        assertTrue(Files.size(file) <= LARGEST, file + " has " + Files.size(file) + " bytes");
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(1440, image.getWidth());
        assertEquals(900, image.getHeight());
        long colours = Arrays.stream(image.getRGB(0, 0, 1440, 900, null, 0, 1440))
                .distinct()
                .count();
        assertTrue(colours > 100, colours + " colours");
    }
}
