package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.PdfOptions;
import isthmus.Beside;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.page.MapPage.Seen;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The map as files and on paper: figures, and a grid. */
@Beside
class TakeMapTest {
    private static final int SIDE = 28;
    private static final int INK_BLUE = 0x27; // of the page's ink

    @RegisterExtension
    final Pages pages = new Pages();

    private static TakenFile figure(MapPage map, String kind, String ground) throws IOException {
        TakenFile.choose(map, "picture");
        map.find("#picture-file").selectOption(kind);
        map.find("#picture-ground").selectOption(ground);
        return TakenFile.by(map, () -> map.button("Save").click());
    }

    private static Document parsed(TakenFile svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg.bytes()));
    }

    private static double number(Element element, String name) {
        return Double.parseDouble(element.getAttribute(name));
    }

    @Test
    void aFigureHasItsSizeOnPaperAndTheDecodedImagesInside() throws Exception {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        float[] centre = digits.densest();
        MapPage map = MapPage.open(
                pages, Link.to("digits").view(centre[0], centre[1], 2.95).with("layers", "manifold"));
        int level = Integer.parseInt(map.find("#map").getAttribute("data-level"));
        TakenFile svg = figure(map, "svg", "white");
        assertEquals("digits-map.svg", svg.name());
        Document drawing = parsed(svg);
        assertEquals("85mm", drawing.getDocumentElement().getAttribute("width"));
        Element plot = (Element) drawing.getElementsByTagName("svg").item(1);
        Element image = (Element) drawing.getElementsByTagName("image").item(0);
        String href = image.getAttribute("href");
        BufferedImage cells = ImageIO.read(
                new ByteArrayInputStream(Base64.getDecoder().decode(href.substring(href.indexOf(',') + 1))));

        // The cell that holds the centre, which is the middle of the plot, wherever the image begins.
        double width = Tile.width(level) / Tile.SIDE; // of a cell, in plane units
        int x = (int) Math.floor((centre[0] + Tile.REACH) / width);
        int y = (int) Math.floor((centre[1] + Tile.REACH) / width);
        double unit = number(image, "width") / cells.getWidth(); // of the drawing, a pixel
        double scale = Math.min(number(plot, "width"), number(plot, "height")) / 2.95;
        int times = (int) Math.round(width * scale / unit / SIDE);
        double left =
                (number(plot, "width") / 2 + (x * width - Tile.REACH - centre[0]) * scale - number(image, "x")) / unit;
        double top =
                (number(plot, "height") / 2 - ((y + 1) * width - Tile.REACH - centre[1]) * scale - number(image, "y"))
                        / unit;
        Tile tile = new Tile(level, x / Tile.SIDE, y / Tile.SIDE);
        int cell = y % Tile.SIDE * Tile.SIDE + x % Tile.SIDE;
        float[] codes = tile.codes(Plane.axes(new double[2], 0, 1));
        int[] decoded = digits.decode(Arrays.copyOfRange(codes, 2 * cell, 2 * cell + 2));
        assertTrue(times > 1, "a decoded pixel is %d wide".formatted(times));
        for (int i = 0; i < decoded.length; i++) {
            for (int corner : new int[] {0, times - 1}) {
                int colour = cells.getRGB(
                        (int) Math.round(left) + i % SIDE * times + corner,
                        (int) Math.round(top) + i / SIDE * times + corner);
                int expected = (int) Math.round(255 + decoded[i] / 255.0 * (INK_BLUE - 255));
                assertEquals(expected, colour & 0xFF, Paper.TOLERANCE, "pixel " + i);
            }
        }

        TakenFile png = figure(map, "png", "transparent");
        assertEquals("map", png.recipe().get("what").asText());
        assertEquals(300, png.dpi(), 0.1);
        BufferedImage picture = png.picture();
        assertEquals(Math.round(85 / 25.4 * 300), picture.getWidth());
        assertEquals(0, picture.getRGB(1, picture.getHeight() - 2) >>> 24, "the ground");
        assertEquals(255, picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2) >>> 24, "the images");
    }

    @Test
    void aFigureHasPointsAndLinesAsVectorsAndNothingOfTheScreen() throws Exception {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        Link link = Link.to("digits")
                .view(0, 0, 7)
                .pin(new float[] {2.5f, -2.5f})
                .path(new float[] {-2, 1}, new float[] {0.5f, -2})
                .with("layers", "points,ellipses,prior");
        MapPage map = MapPage.open(pages, link);
        Seen seen = map.seen();
        map.point(0.5, 0.5); // what is pointed at has a ring on the screen
        assertThat(map.find("#map .nearest")).isVisible();
        Document drawing = parsed(figure(map, "svg", "white"));
        NodeList all = drawing.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element one = (Element) all.item(i);
            assertEquals("", one.getAttribute("class") + one.getAttribute("style"), one.getTagName());
            assertFalse(one.getAttribute("fill-opacity").equals("0"), "what nobody sees");
        }
        List<Element> circles = elements(drawing.getElementsByTagName("circle"));
        assertEquals(
                List.of(), circles.stream().filter(TakeMapTest::isOfTheScreen).toList(), "playhead or ring");
        // Each sample in view is a circle where it lies.
        long visible = IntStream.range(0, digits.atlas().count())
                .filter(row -> within(seen, digits.mu(row)))
                .count();
        long points = circles.stream()
                .filter(c -> c.getAttribute("r").equals(circles.get(0).getAttribute("r")))
                .filter(c -> c.hasAttribute("fill-opacity"))
                .count();
        assertTrue(Math.abs(points - visible) <= 0.01 * visible, points + " of " + visible);
        assertEquals(
                3,
                circles.stream().filter(c -> c.hasAttribute("stroke-dasharray")).count(),
                "rings of the prior");

        TakenFile file = figure(map, "pdf", "white");
        assertEquals("digits-map.pdf", file.name());
        try (PDDocument pdf = Loader.loadPDF(file.bytes())) {
            assertEquals(85 * 72 / 25.4, pdf.getPage(0).getMediaBox().getWidth(), 0.01);
            String text = new PDFTextStripper().getText(pdf);
            assertTrue(text.contains("−2") && text.contains("z₁"), text);
            assertTrue(pdf.getDocumentInformation()
                    .getCustomMetadataValue("Isthmus")
                    .contains("/p/"));
        }
        try (PDDocument pdf = Loader.loadPDF(map.page().pdf(new PdfOptions().setPreferCSSPageSize(true)))) {
            assertEquals(1, pdf.getNumberOfPages());
            String text = new PDFTextStripper().getText(pdf);
            assertTrue(text.contains(pages.address() + "/p/"), text);
            assertTrue(text.contains(Integer.toString(Year.now(ZoneOffset.UTC).getValue())), text);
            assertTrue(text.contains("−2"), "the map's axes: " + text);
            assertFalse(text.contains("Layers"), "panels: " + text);
        }
    }

    @Test
    void theMapsOfAllPanesStandSideBySideUnderTheirNames() throws Exception {
        MapPage map =
                MapPage.open(pages.prepare(MapPage.SCREEN), Link.to("digits").with("beside", "model=mcem-2") + "");
        assertThat(map.find("#map-2[data-ready]")).hasCount(1);
        TakenFile svg = figure(map, "svg", "white");
        assertEquals("digits-maps.svg", svg.name());
        Document drawing = parsed(svg);
        Element all = drawing.getDocumentElement();
        assertEquals("85mm", all.getAttribute("width"));
        List<Element> sides = elements(all.getChildNodes(), "g");
        assertEquals(2, sides.size());
        double across = Double.parseDouble(all.getAttribute("viewBox").split(" ")[2]);
        String shifted = sides.get(1).getAttribute("transform").replaceAll("translate\\(| .*", "");
        assertEquals(across * (85 + 6) / 2 / 85, Double.parseDouble(shifted), 0.1); // six millimetres between the two
        for (Element side : sides) {
            Element plot = (Element) side.getElementsByTagName("svg").item(0);
            assertTrue(number(plot, "width") < across / 2, "fits into its half");
            assertTrue(plot.getElementsByTagName("image").getLength() > 0, "decoded images");
        }
        TakenFile file = figure(map, "pdf", "white");
        try (PDDocument pdf = Loader.loadPDF(file.bytes())) {
            String text = new PDFTextStripper().getText(pdf);
            assertTrue(text.contains("digits") && text.contains("mcem-2"), text);
        }
    }

    /** The cursor of the path, and the ring around the image nearest to what is pointed at. */
    private static boolean isOfTheScreen(Element circle) {
        return circle.getAttribute("r").equals("5.5")
                || circle.getAttribute("r").equals("6");
    }

    private static List<Element> elements(NodeList list, String name) {
        return IntStream.range(0, list.getLength())
                .mapToObj(list::item)
                .filter(one -> one.getNodeName().equals(name))
                .map(Element.class::cast)
                .toList();
    }

    private static List<Element> elements(NodeList list) {
        return IntStream.range(0, list.getLength())
                .mapToObj(i -> (Element) list.item(i))
                .toList();
    }

    private static boolean within(Seen seen, float[] z) {
        double x = seen.across(z[0]);
        double y = seen.down(z[1]);
        return x > 0 && y > 0 && x < seen.width() && y < seen.height();
    }

    @Test
    void aGridIsDecodedAtItsOwnCodes() throws IOException {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        MapPage map = MapPage.open(pages, Link.to("digits"));
        TakenFile.choose(map, "grid");
        map.find("#grid-count").fill("1");
        assertTrue(map.find("dialog.grid .main").isDisabled());
        map.find("#grid-count").fill("3");
        double[] area = {-1.5, -2, 1.25, 0.5};
        Locator edges = map.find("dialog.grid .grid-edge");
        String[] shown = {"-1.5", "1.25", "-2", "0.5"}; // across, then up
        for (int i = 0; i < 4; i++) {
            edges.nth(i).fill(shown[i]);
        }
        map.find("#grid-labels").uncheck();
        TakenFile file = TakenFile.by(map, () -> map.button("Save PNG").click());
        assertEquals("digits-grid-3.png", file.name());
        assertEquals(
                "grid of 3 by 3 decoded codes, from (-1.5, -2) to (1.25, 0.5)",
                file.recipe().get("what").asText());
        BufferedImage grid = file.picture();
        assertEquals(3 * 2 * SIDE, grid.getWidth());
        for (int cell = 0; cell < 9; cell++) {
            float[] z = {
                (float) (area[0] + cell % 3 / 2.0 * (area[2] - area[0])),
                (float) (area[3] - cell / 3 / 2.0 * (area[3] - area[1]))
            };
            int[] image = digits.decode(z);
            for (int i = 0; i < image.length; i++) {
                int value =
                        grid.getRGB(cell % 3 * 2 * SIDE + 2 * (i % SIDE) + 1, cell / 3 * 2 * SIDE + 2 * (i / SIDE) + 1)
                                & 0xFF;
                assertTrue(Math.abs(255 - image[i] - value) <= 1, "cell %d, pixel %d".formatted(cell, i));
            }
        }
    }
}
