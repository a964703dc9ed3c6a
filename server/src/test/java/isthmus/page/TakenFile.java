package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A file that the page gave away, as it lies on the disk.
 *
 * @param milliseconds from the click that asked for it to the file
 */
record TakenFile(String name, byte[] bytes, long milliseconds) {
    private static final Path KEPT = BundledSite.ROOT.resolve("server/target/taken");

    /** Chooses an entry of the export menu that gives a file at once. */
    static TakenFile of(MapPage map, String entry) throws IOException {
        return by(map, () -> choose(map, entry));
    }

    /** Opens the menu and chooses an entry. */
    static void choose(MapPage map, String entry) {
        map.find("#bar .export").click();
        assertThat(map.find("#export [data-entry=" + entry + "]")).hasAttribute("aria-disabled", "false");
        map.find("#export [data-entry=" + entry + "]").click();
    }

    /** The file that comes of a click; it also lies in target/taken for whoever wants to look at it. */
    static TakenFile by(MapPage map, Runnable click) throws IOException {
        long start = System.nanoTime();
        Download download = map.page().waitForDownload(click);
        Path file = KEPT.resolve(download.suggestedFilename());
        download.saveAs(file);
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        return new TakenFile(download.suggestedFilename(), Files.readAllBytes(file), milliseconds);
    }

    BufferedImage picture() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    /** Dots an inch, as Java's own reader finds them in a PNG. */
    double dpi() throws IOException {
        Element physical = (Element) metadata().getElementsByTagName("pHYs").item(0);
        return Integer.parseInt(physical.getAttribute("pixelsPerUnitXAxis")) * 0.0254;
    }

    private Element metadata() throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
            reader.setInput(in);
            return (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
        }
    }

    /** What a PNG says of how it was made. */
    JsonNode recipe() throws IOException {
        NodeList texts = metadata().getElementsByTagName("iTXtEntry");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            if (text.getAttribute("keyword").equals("Isthmus")) {
                return new ObjectMapper().readTree(text.getAttribute("text"));
            }
        }
        throw new AssertionError("expected a recipe in " + name + ", found none");
    }
}
