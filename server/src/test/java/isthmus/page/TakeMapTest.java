package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.page.MapPage.Seen;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The map as files: pictures, lines, and a grid for print. */
class TakeMapTest {
    private static final int SIDE = 28;
    private static final int RATIO = 4;

    /** Radii of the rings of the prior, which hold 50, 90 and 99% of it. */
    private static final double[] RINGS = {
        Math.sqrt(-2 * Math.log(0.5)), Math.sqrt(-2 * Math.log(0.1)), Math.sqrt(-2 * Math.log(0.01))
    };

    @RegisterExtension
    final Pages pages = new Pages();

    private static TakenFile picture(MapPage map, int ratio, boolean legend) throws IOException {
        TakenFile.choose(map, "picture");
        map.find("#picture-ratio").selectOption(Integer.toString(ratio));
        map.find("#picture-legend").setChecked(legend);
        return TakenFile.by(map, () -> map.button("Save PNG").click());
    }

    @Test
    void aPictureOfFourTimesTheSizeShowsEachDecodedPixelAsASquare() throws IOException {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        float[] centre = digits.densest();
        MapPage map = MapPage.open(
                pages, Link.to("digits").view(centre[0], centre[1], 2.95).with("layers", "manifold"));
        Seen seen = map.seen();
        int level = Integer.parseInt(map.find("#map").getAttribute("data-level"));
        TakenFile file = picture(map, RATIO, false);
        assertEquals("digits-map-4x.png", file.name());
        assertEquals("map", file.recipe().get("what").asText());
        BufferedImage picture = file.picture();
        assertEquals(RATIO * seen.width(), picture.getWidth());
        assertEquals(RATIO * seen.height(), picture.getHeight());

        double cells = Tile.SIDE / Tile.width(level); // a plane unit
        int x = (int) Math.floor((centre[0] + Tile.REACH) * cells);
        int y = (int) Math.floor((centre[1] + Tile.REACH) * cells);
        Tile tile = new Tile(level, x / Tile.SIDE, y / Tile.SIDE);
        int cell = y % Tile.SIDE * Tile.SIDE + x % Tile.SIDE;
        float[] codes = tile.codes(Plane.axes(new double[2], 0, 1));
        int[] image = digits.decode(Arrays.copyOfRange(codes, 2 * cell, 2 * cell + 2));
        double width = Tile.width(level);
        long left = Math.round(RATIO * seen.across(tile.left()));
        long top = Math.round(RATIO * seen.down(tile.bottom() + width));
        double square = Math.round(RATIO * seen.scale() * width) / (double) (Tile.SIDE * SIDE);
        assertTrue(square > 4, "a decoded pixel is %f wide".formatted(square));
        int edges = 0;
        int sharp = 0;
        for (int i = 0; i < image.length; i++) {
            double across = left + (x % Tile.SIDE * SIDE + i % SIDE + 0.5) * square;
            double down = top + ((Tile.SIDE - 1 - y % Tile.SIDE) * SIDE + i / SIDE + 0.5) * square;
            if (i % SIDE == SIDE - 1 || Math.abs(image[i] - image[i + 1]) < 20) {
                continue;
            }
            int most = 0;
            for (int off : new int[] {-1, 0, 1}) { // a picture that was enlarged would run from one to the next
                int colour = picture.getRGB((int) across + off, (int) down + off);
                most = Math.max(most, CanvasPixels.apart(Paper.colour(image[i]), colour));
            }
            edges++;
            sharp += most <= Paper.TOLERANCE ? 1 : 0;
        }
        // Over some lie the lines of the axes.
        assertTrue(edges > 60 && sharp > 0.8 * edges, sharp + " of " + edges);
    }

    @Test
    void pointsAreDrawnAnewAndLinesComeAsSvgThatNeedsNoPage() throws Exception {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        Link link = Link.to("digits")
                .view(0, 0, 7)
                .pin(new float[] {2.5f, -2.5f})
                .path(new float[] {-2, 1}, new float[] {0.5f, -2})
                .with("layers", "points,ellipses,prior");
        MapPage map = MapPage.open(pages, link);
        Seen seen = map.seen();
        TakenFile.choose(map, "picture");
        TakenFile svg = TakenFile.by(map, () -> map.button("Save SVG").click());
        assertEquals("digits-map.svg", svg.name());
        Document drawing =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg.bytes()));
        assertEquals("0 0 %.0f %.0f".formatted(seen.width(), seen.height()), attribute(drawing, "viewBox"));
        NodeList all = drawing.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element one = (Element) all.item(i);
            assertEquals("", one.getAttribute("class") + one.getAttribute("style"), one.getTagName());
        }
        // Each sample in view is a circle where it lies.
        long visible = IntStream.range(0, digits.atlas().count())
                .filter(row -> within(seen, digits.mu(row)))
                .count();
        NodeList circles = drawing.getElementsByTagName("circle");
        long points = elements(circles)
                .filter(c -> c.hasAttribute("fill") && c.getAttribute("r").equals(radius(circles)))
                .count();
        assertTrue(Math.abs(points - visible) <= 0.01 * visible, points + " of " + visible);
        assertEquals(
                3,
                elements(circles)
                        .filter(c -> c.hasAttribute("stroke-dasharray"))
                        .count(),
                "rings of the prior");
        assertTrue(
                elements(drawing.getElementsByTagName("text"))
                        .anyMatch(text -> text.getTextContent().equals("−3")),
                "numbers along the axes");

        // A point that lies apart is a disc with a sharp edge: two pixels from its colour to the paper around it.
        int row = alone(digits, seen);
        TakenFile file = picture(map, RATIO, true);
        BufferedImage picture = file.picture();
        int cx = (int) Math.round(RATIO * seen.across(digits.mu(row)[0]));
        int cy = (int) Math.round(RATIO * seen.down(digits.mu(row)[1]));
        int inside = picture.getRGB(cx, cy);
        int between = 0;
        for (int x = cx; x < cx + 4 * RATIO; x++) {
            int colour = picture.getRGB(x, cy);
            boolean disc = CanvasPixels.apart(inside, colour) < 16;
            boolean paper = CanvasPixels.apart(Paper.colour(0), colour) < 24;
            between += disc || paper ? 0 : 1;
        }
        assertTrue(CanvasPixels.apart(Paper.colour(0), inside) > 60, "a point at " + cx + ", " + cy);
        assertTrue(between <= 2, between + " pixels between disc and paper");
    }

    private static String radius(NodeList circles) {
        return elements(circles)
                .filter(c -> c.hasAttribute("fill") && ((Element) c.getParentNode()).hasAttribute("stroke-width"))
                .findFirst()
                .orElseThrow()
                .getAttribute("r");
    }

    private static Stream<Element> elements(NodeList list) {
        return IntStream.range(0, list.getLength()).mapToObj(i -> (Element) list.item(i));
    }

    private static String attribute(Document drawing, String name) {
        return drawing.getDocumentElement().getAttribute(name);
    }

    private static boolean within(Seen seen, float[] z) {
        double x = seen.across(z[0]);
        double y = seen.down(z[1]);
        return x > 0 && y > 0 && x < seen.width() && y < seen.height();
    }

    /** A row with no other within 10 pixels, away from the edges and all that lies over the map. */
    private static int alone(BundledModel digits, Seen seen) {
        int count = digits.atlas().count();
        for (int row = 0; row < count; row++) {
            float[] z = digits.mu(row);
            int of = row;
            double length = Math.hypot(z[0], z[1]);
            boolean clear = z[0] > 1.2
                    && z[0] < 2.8
                    && Math.abs(z[1]) < 2.2
                    && Math.abs(z[1]) * seen.scale() > 30 // no axis
                    && Arrays.stream(RINGS).allMatch(radius -> Math.abs(length - radius) * seen.scale() > 24);
            if (clear
                    && IntStream.range(0, count)
                            .filter(other -> other != of)
                            .allMatch(other -> digits.distance(z, other) * seen.scale() > 10)) {
                return row;
            }
        }
        throw new AssertionError("expected a sample that lies apart, found none");
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
