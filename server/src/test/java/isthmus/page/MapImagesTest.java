package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import isthmus.latent.Plane;
import isthmus.latent.Tile;
import isthmus.page.MapPage.Seen;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The decoded images that the map is made of. */
@Beside
class MapImagesTest {
    private static final int SIDE = 28;
    private static final int MOST =
            12; // levels that one pixel may be off: the browser scales images in coarse fractions
    private static final double MEAN = 2; // levels that pixels may be off on average

    /** At each frame, how opaque the images are where they are least so, all over the middle of the map. */
    private static final String WATCH = """
        (canvas) => {
          const context = canvas.getContext("2d");
          window.watched = [];
          const look = () => {
            let least = 255;
            for (const u of [-15, 0, 15]) {
              for (const v of [-15, 0, 15]) {
                const at = context.getImageData(canvas.width / 2 + u, canvas.height / 2 + v, 1, 1);
                least = Math.min(least, at.data[3]);
              }
            }
            window.watched.push(least);
            requestAnimationFrame(look);
          };
          look();
        }
        """;

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void whatIsPaintedInACellIsTheDecodedImageOfItsCentre() {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        float[] centre = digits.densest();
        MapPage map = MapPage.open(
                pages, Link.to("digits").view(centre[0], centre[1], 3.4).with("layers", "manifold"));
        Seen seen = map.seen();
        int level = Integer.parseInt(map.find("#map").getAttribute("data-level"));
        double cell = seen.scale() * Tile.width(level) / Tile.SIDE;
        assertTrue(cell > SIDE && cell < 2.1 * SIDE, "a cell is " + cell + " pixels wide");
        CanvasPixels canvas = CanvasPixels.of(map.find("canvas.manifold"));
        int compared = 0;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                int x = (int) Math.floor((centre[0] + Tile.REACH) / Tile.width(level)) + dx;
                int y = (int) Math.floor((centre[1] + Tile.REACH) / Tile.width(level)) + dy;
                compared += compare(new Tile(level, x, y), seen, canvas, digits);
            }
        }
        assertTrue(compared >= 12, compared + " cells were compared");
    }

    /** Compares those of a tile's cells that are wholly seen; every fifth, for each is a question. */
    private static int compare(Tile tile, Seen seen, CanvasPixels canvas, BundledModel model) {
        double width = Tile.width(tile.z());
        // A tile's edges lie on whole pixels.
        long left = Math.round(seen.across(tile.left()));
        long right = Math.round(seen.across(tile.left() + width));
        long top = Math.round(seen.down(tile.bottom() + width));
        long bottom = Math.round(seen.down(tile.bottom()));
        float[] codes = tile.codes(Plane.axes(new double[2], 0, 1));
        int compared = 0;
        for (int cell = 0; cell < Tile.CELLS; cell += 5) {
            int column = cell % Tile.SIDE;
            int row = Tile.SIDE - 1 - cell / Tile.SIDE; // from above
            double scaleX = (double) SIDE * Tile.SIDE / (right - left);
            double scaleY = (double) SIDE * Tile.SIDE / (bottom - top);
            int[] image = null;
            double sum = 0;
            int count = 0;
            for (int py = (int) top; py < bottom; py++) {
                for (int px = (int) left; px < right; px++) {
                    double u = (px + 0.5 - left) * scaleX - 0.5 - column * SIDE;
                    double v = (py + 0.5 - top) * scaleY - 0.5 - row * SIDE;
                    boolean within = u >= 0 && v >= 0 && u < SIDE - 1 && v < SIDE - 1; // of the cell's own pixels
                    boolean here = px >= 0 && py >= 0 && px < canvas.width() && py < canvas.height();
                    if (!within || !here || canvas.at(px, py, 3) < 255) {
                        continue;
                    }
                    image = image == null ? model.decode(Arrays.copyOfRange(codes, 2 * cell, 2 * cell + 2)) : image;
                    int off = CanvasPixels.apart(Paper.colour(between(image, u, v)), canvas.colour(px, py));
                    assertTrue(off <= MOST, "off by %d in cell %d of %s".formatted(off, cell, tile));
                    sum += off;
                    count++;
                }
            }
            if (count > 400) {
                assertTrue(
                        sum / count <= MEAN,
                        "off by %f on average in cell %d of %s".formatted(sum / count, cell, tile));
                compared++;
            }
        }
        return compared;
    }

    /** The value of an image between its pixels. */
    private static double between(int[] image, double u, double v) {
        int x = (int) u;
        int y = (int) v;
        double a = u - x;
        double b = v - y;
        int at = y * SIDE + x;
        return (1 - b) * ((1 - a) * image[at] + a * image[at + 1])
                + b * ((1 - a) * image[at + SIDE] + a * image[at + SIDE + 1]);
    }

    @Test
    void whileOneZoomsNoFrameIsBlank() {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        float[] centre = digits.densest();
        MapPage map = MapPage.open(pages, Link.to("digits").view(centre[0], centre[1], 6));
        map.point(centre[0], centre[1]);
        map.find("canvas.manifold").evaluate(WATCH);
        String coarse = map.find("#map").getAttribute("data-level");
        for (int i = 0; i < 6; i++) {
            map.page().mouse().wheel(0, -250); // some eight times nearer in all
            map.frames(2);
        }
        map.ready();
        assertThat(map.find("#map")).not().hasAttribute("data-level", coarse);
        String fine = map.find("#map").getAttribute("data-level");
        for (int i = 0; i < 5; i++) {
            map.page().mouse().wheel(0, 250);
            map.frames(2);
        }
        map.ready();
        assertThat(map.find("#map")).not().hasAttribute("data-level", fine);
        List<?> opacity = (List<?>) map.page().evaluate("() => window.watched");
        assertTrue(opacity.size() > 12, opacity.size() + " frames");
        assertTrue(opacity.stream().allMatch(least -> (Integer) least > 128), opacity.toString());
    }

    @Test
    void everyLayerIsShownAndHiddenByItsSwitch() {
        MapPage map = MapPage.open(pages, Link.to("digits").view(1, 1, 0.2));
        Locator images = map.find("canvas.manifold");
        assertTrue(CanvasPixels.of(images).painted() > 0);
        layer(map, "manifold", false);
        assertEquals(0, CanvasPixels.of(images).painted());
        layer(map, "points", false);
        assertThat(map.find("canvas.points")).isHidden();
        layer(map, "prior", true);
        assertThat(map.find("#map .prior circle")).hasCount(3);
        layer(map, "density", true);
        assertThat(map.find("#map .density path[data-mass]")).hasCount(3);
        layer(map, "points", true);
        assertThat(map.find("canvas.points")).isVisible();
        assertTrue(CanvasPixels.of(map.find("canvas.points")).painted() > 0);
        map.page().waitForCondition(() -> map.find("#map .ellipses > *").count() > 3); // at close zoom, of all in view
        assertThat(map.find("#map .thumbnails > *")).not().hasCount(0);
        layer(map, "thumbnails", false);
        assertThat(map.find("#map .thumbnails > *")).hasCount(0);
        layer(map, "ellipses", false);
        assertThat(map.find("#map .ellipses > *")).hasCount(0);
        layer(map, "prior", false);
        layer(map, "density", false);
        assertThat(map.find("#map .prior circle, #map .density path")).hasCount(0);
        layer(map, "manifold", true);
        assertTrue(CanvasPixels.of(images).painted() > 0);
        assertEquals(
                List.of("manifold,points"),
                List.of(map.link("layers", "manifold,points").get("layers")));
        map.find("#map .surface").press("0"); // all data
        map.ready();
        assertFadedWhole(map);
    }

    /** Each image that is wholly seen is as opaque everywhere, and some are neither opaque nor gone. */
    private static void assertFadedWhole(MapPage map) {
        Seen seen = map.seen();
        double width = Tile.width(Integer.parseInt(map.find("#map").getAttribute("data-level"))) / Tile.SIDE;
        CanvasPixels canvas = CanvasPixels.of(map.find("canvas.manifold"));
        int faded = 0;
        for (double x = Math.ceil(seen.x(0) / width) * width; seen.across(x + width) < canvas.width(); x += width) {
            for (double y = Math.ceil(seen.y(canvas.height()) / width) * width; seen.down(y + width) > 0; y += width) {
                int middle = canvas.at((int) seen.across(x + width / 2), (int) seen.down(y + width / 2), 3);
                faded += middle > 0 && middle < 255 ? 1 : 0;
                for (double part : List.of(0.1, 0.9)) {
                    int left = (int) seen.across(x + part * width);
                    assertEquals(middle, canvas.at(left, (int) seen.down(y + 0.1 * width), 3), 1);
                    assertEquals(middle, canvas.at(left, (int) seen.down(y + 0.9 * width), 3), 1);
                }
            }
        }
        assertTrue(faded > 3, faded + " images are faded");
    }

    private static void layer(MapPage map, String layer, boolean on) {
        map.find("#map input[data-layer=" + layer + "]").setChecked(on);
        map.ready();
    }
}
