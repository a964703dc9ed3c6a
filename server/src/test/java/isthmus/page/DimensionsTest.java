package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import isthmus.Beside;
import isthmus.atlas.Atlas;
import isthmus.latent.StandardNormal;
import isthmus.page.MapPage.Seen;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Latent spaces of more dimensions than a map shows. */
@Beside
class DimensionsTest {
    private static final int ROW = 77;

    @RegisterExtension
    final Pages pages = new Pages();

    /** Mean KL by dimension over an atlas, in nats. */
    private static double[] kl(Atlas atlas) {
        double[] kl = new double[atlas.dim()];
        for (int i = 0; i < atlas.mu().length; i++) {
            double mu = atlas.mu()[i];
            double logvar = atlas.posteriors().logvar()[i];
            kl[i % atlas.dim()] += (mu * mu + Math.exp(logvar) - 1 - logvar) / 2 / atlas.count();
        }
        return kl;
    }

    /** By what is left of the codes beside the plane: not by the eigenvalues, as the server has it. */
    private static long shownPercent(BundledModel model) {
        Atlas atlas = model.atlas();
        float[] lifted = model.plane().lift(model.plane().project(atlas.mu(), atlas.count()), atlas.count());
        double[] mean = new double[atlas.dim()];
        for (int i = 0; i < atlas.mu().length; i++) {
            mean[i % atlas.dim()] += atlas.mu()[i] / atlas.count();
        }
        double left = 0;
        double all = 0;
        for (int i = 0; i < atlas.mu().length; i++) {
            left += Math.pow(atlas.mu()[i] - lifted[i], 2);
            all += Math.pow(atlas.mu()[i] - mean[i % atlas.dim()], 2);
        }
        return Math.round(100 * (1 - left / all));
    }

    private static List<Integer> strongest(double[] kl) {
        return IntStream.range(0, kl.length)
                .boxed()
                .sorted(Comparator.comparingDouble(d -> -kl[d]))
                .toList();
    }

    private static String name(int d) {
        StringBuilder name = new StringBuilder("z");
        String.valueOf(d + 1).chars().forEach(digit -> name.append("₀₁₂₃₄₅₆₇₈₉".charAt(digit - '0')));
        return name.toString();
    }

    @Test
    void eightSlidersAreOrderedByKlAndReachAsFarAsTheData() {
        BundledModel model = new BundledModel(pages.address(), "digits-20");
        double[] kl = kl(model.atlas());
        List<Integer> order = strongest(kl);
        float[] mu = model.mu(ROW);
        MapPage map = MapPage.open(pages, Link.to("digits-20").pin(mu));
        Locator rows = map.find("#here .here-dimension:not([hidden])");
        assertThat(rows).hasCount(8);
        for (int i = 0; i < 8; i++) {
            int d = order.get(i);
            assertThat(rows.nth(i).locator(".here-name")).hasText(name(d));
            assertEquals(kl[d], number(rows.nth(i).locator(".here-kl .number")), 0.006);
        }
        int d = order.get(1);
        Locator slider = rows.nth(1).locator("input");
        float low = Float.parseFloat(slider.getAttribute("min"));
        float high = Float.parseFloat(slider.getAttribute("max"));
        assertEquals(0.005, below(model.atlas(), d, low), 2e-4); // of the aggregate posterior lies below
        assertEquals(0.995, below(model.atlas(), d, high), 2e-4);

        assertFilm(map, model, mu, d, low, high, rows.nth(1));
        slider.press("End");
        assertFilled(slider, 0, high);
        float[] moved = mu.clone();
        moved[d] = high;
        map.page().waitForCondition(() -> Link.of(map.page().url()).code("pin", 0)[d] == high);
        assertArrayEquals(moved, Link.of(map.page().url()).code("pin", 0));
        Locator image = map.find("#here .here-view canvas");
        int[] decoded = model.decode(moved);
        map.page().waitForCondition(() -> Paper.differences(decoded, CanvasPixels.of(image)) <= Paper.TOLERANCE);
        assertFilm(map, model, moved, order.get(0), rows.nth(0));
    }

    /** A slider is filled between two values. */
    private static void assertFilled(Locator slider, double from, double to) {
        double low = Double.parseDouble(slider.getAttribute("min"));
        double high = Double.parseDouble(slider.getAttribute("max"));
        String wanted = "--from: %.4f; --to: %.4f;".formatted((from - low) / (high - low), (to - low) / (high - low));
        assertThat(slider).hasAttribute("style", wanted); // once the page has drawn it
    }

    private static void assertFilm(MapPage map, BundledModel model, float[] z, int d, Locator row) {
        Locator slider = row.locator("input");
        float low = Float.parseFloat(slider.getAttribute("min"));
        assertFilm(map, model, z, d, low, Float.parseFloat(slider.getAttribute("max")), row);
    }

    /** Seven images lie along a dimension, from one end of its slider to the other. */
    private static void assertFilm(
            MapPage map, BundledModel model, float[] z, int d, float low, float high, Locator row) {
        Locator film = row.locator(".here-film canvas");
        assertThat(film).hasCount(7);
        for (int i = 0; i < 7; i++) {
            float[] along = z.clone();
            along[d] = (float) (low + ((double) high - low) * i / 6);
            int[] decoded = model.decode(along);
            Locator canvas = film.nth(i);
            map.page().waitForCondition(() -> Paper.differences(decoded, CanvasPixels.of(canvas)) <= Paper.TOLERANCE);
        }
    }

    /** The share of the aggregate posterior of a dimension that lies below a number. */
    private static double below(Atlas atlas, int d, double x) {
        double sum = 0;
        for (int at = d; at < atlas.mu().length; at += atlas.dim()) {
            sum += StandardNormal.cdf(
                    (x - atlas.mu()[at]) / Math.exp(atlas.posteriors().logvar()[at] / 2));
        }
        return sum / atlas.count();
    }

    @Test
    void dimensionsThatCarryNothingAreNamedInAFold() {
        BundledModel model = new BundledModel(pages.address(), "digits-50");
        double[] kl = kl(model.atlas());
        List<String> dead = IntStream.range(0, kl.length)
                .filter(d -> kl[d] < 0.01)
                .mapToObj(DimensionsTest::name)
                .toList();
        assertTrue(dead.size() > 10, dead.toString());
        MapPage map = MapPage.open(pages, Link.to("digits-50"));
        Locator fold = map.find("#here .here-dead");
        assertThat(fold.locator("summary")).hasText(dead.size() + " unused (KL < 0.01 nats)");
        assertThat(fold.locator(".number")).isHidden();
        fold.locator("summary").click();
        assertThat(fold.locator(".number")).hasText(String.join(" ", dead));
        assertThat(map.find("#here .here-pages .number")).hasText("1–8 of " + (50 - dead.size()));
        map.button("Next dimensions").click();
        assertThat(map.find("#here .here-dimension .here-name").first())
                .hasText(name(strongest(kl).get(8)));
    }

    @Test
    void thePlaneIsChosenByComponentsAxesThreePointsOrThePin() {
        BundledModel model = new BundledModel(pages.address(), "digits-20");
        float[][] corners = {model.mu(5), model.mu(600), model.mu(7000)};
        MapPage map = MapPage.open(pages, Link.to("digits-20").path(corners).pin(model.mu(ROW), ROW));
        assertThat(map.find("#map .axis-name.foot")).hasText("PC 1");
        float[] place = model.plane().project(model.mu(ROW), 1);
        DrawnEllipse pin = DrawnEllipse.of(map.find("#map .pin circle.ring"), map.seen());
        assertEquals(place[0], pin.x(), 0.01);
        assertEquals(place[1], pin.y(), 0.01);

        assertThat(map.find("#here .here-plane")).isHidden(); // the tab of the pinned image is first
        map.tab("Plane");
        assertThat(map.find("#here .here-plane"))
                .containsText("It shows %d%% of the data's variance.".formatted(shownPercent(model)));
        assertThat(map.button("Principal components")).hasAttribute("aria-pressed", "true");
        map.button("Two axes").click();
        List<Integer> order = strongest(kl(model.atlas()));
        map.link("plane", "axes,%d,%d".formatted(order.get(0), order.get(1)));
        map.find("#here select[aria-label='y axis']").selectOption(String.valueOf(order.get(4)));
        map.link("plane", "axes,%d,%d".formatted(order.get(0), order.get(4)));
        assertThat(map.find("#map .axis-name.side")).hasText(name(order.get(4)));
        assertPlace(map, "#map .pin circle.ring", model.mu(ROW)[order.get(0)], model.mu(ROW)[order.get(4)]);

        map.button("Through 3 points of the path").click();
        map.link("plane", "through,.+");
        double side = 0;
        for (int d = 0; d < 20; d++) {
            side += Math.pow(corners[1][d] - corners[0][d], 2);
        }
        assertPlace(map, "#map .key[data-key='0'] circle.face", 0, 0);
        assertPlace(map, "#map .key[data-key='1'] circle.face", Math.sqrt(side), 0);
        BoundingBox whole = map.find("#map").boundingBox();
        for (Locator key : map.find("#map .key").all()) {
            BoundingBox one = key.boundingBox();
            assertTrue(one.x > whole.x && one.x + one.width < whole.x + whole.width, "in view");
            assertTrue(one.y > whole.y && one.y + one.height < whole.y + whole.height, "in view");
        }

        map.button("At the pin").click();
        map.link("plane", "spanned,.+");
        assertPlace(map, "#map .pin circle.ring", 0, 0);
        assertThat(map.find("#here .here-off > :visible")).hasText("The pin is on this plane.");
    }

    /** Holds that something is drawn at a place of the plane that was chosen, once it is. */
    private static void assertPlace(MapPage map, String what, double x, double y) {
        map.page().waitForCondition(() -> {
            Seen seen = map.seen();
            DrawnEllipse drawn = DrawnEllipse.of(map.find(what), seen);
            return Math.hypot(drawn.x() - x, drawn.y() - y) < 2 / seen.scale();
        });
        map.ready();
    }

    private static double number(Locator text) {
        return Double.parseDouble(text.textContent().replace('−', '-'));
    }
}
