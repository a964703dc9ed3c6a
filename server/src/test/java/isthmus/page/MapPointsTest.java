package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.ClickOptions;
import com.microsoft.playwright.Worker;
import com.microsoft.playwright.options.KeyboardModifier;
import isthmus.Beside;
import isthmus.atlas.Atlas;
import isthmus.page.MapPage.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The samples of the atlas as points. */
@Beside
class MapPointsTest {
    private static final int[] CLASSES = {
        0xb38909, 0x2c5cbb, 0x01483d, 0x5c1274, 0x636802, 0xe26278, 0x0e9ead, 0xa03478, 0x701f00, 0x917eed
    };
    private static final int[] RAMP = {0xcca951, 0x8da14b, 0x42945e, 0x077b71, 0x056072, 0x034375, 0x282064};
    private static final int APART = 12; // pixels between points whose discs do not touch
    private static final int SHOWN = 3; // levels a colour may be off, that of a ramp in 64 steps

    @RegisterExtension
    final Pages pages = new Pages();

    /** Counts what is allocated a pixel by the worker that draws, and how often it drew. */
    private static final String COUNTED = """
            () => {
              self.large = 0;
              self.pictures = 0;
              const send = self.postMessage.bind(self);
              self.postMessage = (...all) => (self.pictures++, send(...all));
              for (const name of ["ImageData", "OffscreenCanvas", "Float32Array", "Int32Array", "Uint8Array"]) {
                self[name] = new Proxy(self[name], { construct(type, given) {
                  const made = Reflect.construct(type, given);
                  self.large += (made.byteLength ?? 4 * made.width * made.height) > 1 << 20 ? 1 : 0;
                  return made;
                } });
              }
            }
            """;

    private BundledModel digits;
    private final List<Integer> rows = new ArrayList<>(); // in the sparse view

    @Test
    void theLegendCountsTheSamplesOfEachClass() {
        digits = new BundledModel(pages.address(), "digits");
        int[] counts = new int[10];
        for (byte label : digits.atlas().label()) {
            counts[label]++;
        }
        MapPage map = MapPage.open(pages, Link.to("digits"));
        assertEquals(10_000, Arrays.stream(counts).sum());
        for (int label = 0; label < 10; label++) {
            assertThat(legend(map, label)).hasText("Class %d, %,d images".formatted(label, counts[label]));
            assertThat(map.button("Show only class " + label)).hasText("");
        }
    }

    @Test
    void onADenseScreenAPanAllocatesNoPicturesAnew() {
        OpenPage dense = pages.prepare(MapPage.SCREEN).dense();
        MapPage map =
                MapPage.open(dense, Link.to("digits").with("layers", "points").toString());
        assertEquals(2.0, ((Number) map.page().evaluate("devicePixelRatio")).doubleValue());
        Worker worker = map.page().workers().get(0);
        worker.evaluate(COUNTED);
        double[] from = map.point(0, 0);
        map.page().mouse().down();
        for (int i = 1; i <= 4; i++) {
            map.page().mouse().move(from[0] + 60 * i, from[1] + 40 * i);
            map.ready();
        }
        map.page().mouse().up();
        assertTrue(((Number) worker.evaluate("() => pictures")).intValue() > 0, "it was drawn anew");
        assertEquals(0, worker.evaluate("() => large"));
    }

    @Test
    void everySampleIsADiscInTheColourOfItsClassAndADimmedOneIsFaint() {
        digits = new BundledModel(pages.address(), "digits");
        MapPage map = MapPage.open(pages, Link.to("digits").view(0, 0, 1).with("layers", "points"));
        Link sparse = sparse(map.seen());
        map.go(sparse);
        Seen seen = map.seen();
        CanvasPixels canvas = CanvasPixels.of(map.find("canvas.points"));
        assertEquals(rows.size(), canvas.parts(), "discs on the map");
        for (int row : rows) {
            assertDisc(canvas, seen, row, CLASSES[digits.atlas().label()[row]], 255, 255);
        }

        int label = digits.atlas().label()[rows.get(0)];
        legend(map, label).click();
        assertEquals(String.valueOf(label), map.link("dimmed", ".+").get("dimmed"));
        assertFaint(map, seen, row -> digits.atlas().label()[row] == label);
        assertThat(legend(map, label)).hasAttribute("aria-pressed", "false");
        legend(map, label).click();
        map.link("dimmed", "");
        map.find("#map [data-only='" + label + "']")
                .click(new ClickOptions().setForce(true)); // shown under the pointer
        map.link("dimmed", ".+");
        assertFaint(map, seen, row -> digits.atlas().label()[row] != label);
        legend(map, label).click(new ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        map.link("dimmed", ""); // a second time brings all back

        map.find("#map select[aria-label='Colour data by']").selectOption("kl");
        map.link("colour", "kl");
        assertRamp(map, seen);

        map.find("[data-layer=thumbnails]").check();
        map.ready();
        int images = map.find("#map .thumbnails g").count();
        assertTrue(images > rows.size() / 2 && images <= rows.size(), images + " images of " + rows.size());
        int row = rows.stream()
                .filter(one -> rows.stream().allMatch(other -> other.equals(one) || away(seen, one, other) > 42))
                .findFirst()
                .orElseThrow();
        float[] mu = digits.atlas().mu();
        map.point(mu[2 * row] + 14 / seen.scale(), mu[2 * row + 1]); // on its image, beside its dot
        map.page().mouse().down();
        map.page().mouse().up();
        map.page()
                .waitForCondition(() -> map.page().url().contains("pin=")
                        && Link.of(map.page().url()).code("pin", 0)[0] == mu[2 * row]);
    }

    /** Pixels from one sample to another. */
    private double away(Seen seen, int one, int other) {
        float[] mu = digits.atlas().mu();
        return seen.scale() * Math.hypot(mu[2 * one] - mu[2 * other], mu[2 * one + 1] - mu[2 * other + 1]);
    }

    private static Locator legend(MapPage map, int label) {
        return map.find("#map button.class[data-label='" + label + "']");
    }

    private interface Dimmed {
        boolean row(int row);
    }

    private void assertFaint(MapPage map, Seen seen, Dimmed dimmed) {
        map.ready();
        CanvasPixels canvas = CanvasPixels.of(map.find("canvas.points"));
        for (int row : rows) {
            boolean faint = dimmed.row(row);
            assertDisc(canvas, seen, row, CLASSES[digits.atlas().label()[row]], faint ? 20 : 255, faint ? 90 : 255);
        }
    }

    /** KL runs from the quantile at 2% to that at 98%, which the legend names. */
    private void assertRamp(MapPage map, Seen seen) {
        float[] kl = digits.atlas().kl().clone();
        Arrays.sort(kl);
        double low = kl[(int) Math.round(0.02 * (kl.length - 1))];
        double high = kl[(int) Math.round(0.98 * (kl.length - 1))];
        Locator ends = map.find("#map .legend .ends .number");
        assertThat(ends).hasText(new String[] {text(low), text((low + high) / 2), text(high)});
        map.ready();
        CanvasPixels canvas = CanvasPixels.of(map.find("canvas.points"));
        for (int row : rows) {
            double share = Math.max(0, Math.min(1, (digits.atlas().kl()[row] - low) / (high - low)));
            double at = Math.floor(share * 63) / 63 * (RAMP.length - 1);
            int from = Math.min(RAMP.length - 2, (int) at);
            int colour = 0;
            for (int shift = 0; shift < 24; shift += 8) {
                int a = RAMP[from] >> shift & 0xFF;
                int b = RAMP[from + 1] >> shift & 0xFF;
                colour |= (int) Math.round(a + (at - from) * (b - a)) << shift;
            }
            assertDisc(canvas, seen, row, colour, 255, 255);
        }
    }

    private static String text(double nats) {
        return "%.1f".formatted(nats);
    }

    private void assertDisc(CanvasPixels canvas, Seen seen, int row, int colour, int least, int most) {
        int x = (int) seen.across(digits.atlas().mu()[2 * row]);
        int y = (int) seen.down(digits.atlas().mu()[2 * row + 1]);
        int opacity = canvas.at(x, y, 3);
        assertTrue(opacity >= least && opacity <= most, "row %d has opacity %d".formatted(row, opacity));
        int tolerance = opacity < 255 ? 16 : SHOWN; // of a faint colour few levels are left
        int off = CanvasPixels.apart(colour, canvas.colour(x, y));
        assertTrue(off <= tolerance, "row %d is off by %d levels".formatted(row, off));
    }

    /** The view with most points none of which touch each other or the edge. */
    private Link sparse(Seen size) {
        Atlas atlas = digits.atlas();
        Link best = null;
        for (int middle = 0; middle < atlas.count(); middle += 23) {
            for (double span : new double[] {0.12, 0.2, 0.3, 0.45}) {
                double scale = Math.min(size.width(), size.height()) / span;
                double cx = atlas.mu()[2 * middle];
                double cy = atlas.mu()[2 * middle + 1];
                List<Integer> found = separate(atlas, cx, cy, scale, size);
                if (found.size() > rows.size()) {
                    rows.clear();
                    rows.addAll(found);
                    best = Link.to("digits").view(cx, cy, span).with("layers", "points");
                }
            }
        }
        assertTrue(rows.size() >= 20, rows.size() + " separate points");
        return best;
    }

    private static List<Integer> separate(Atlas atlas, double cx, double cy, double scale, Seen size) {
        List<Integer> found = new ArrayList<>();
        double halfX = size.width() / 2;
        double halfY = size.height() / 2;
        for (int row = 0; row < atlas.count(); row++) {
            double x = (atlas.mu()[2 * row] - cx) * scale;
            double y = (atlas.mu()[2 * row + 1] - cy) * scale;
            if (Math.abs(x) > halfX + APART || Math.abs(y) > halfY + APART) {
                continue;
            }
            boolean atTheEdge = Math.abs(x) > halfX - APART || Math.abs(y) > halfY - APART;
            for (int other : found) {
                double dx = (atlas.mu()[2 * other] - cx) * scale - x;
                double dy = (atlas.mu()[2 * other + 1] - cy) * scale - y;
                if (Math.hypot(dx, dy) < APART) {
                    return List.of();
                }
            }
            if (atTheEdge) {
                return List.of();
            }
            found.add(row);
        }
        return found;
    }
}
