package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import isthmus.page.MapPage.Seen;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hover, click, leave: what HERE says of the place under the pointer, or else of the pin. */
@Beside
class HereTest {
    private static final float[] PIN = {0.7f, -0.35f};
    private static final Link LINK = Link.to("digits").view(0.5, -0.2, 2).with("layers", "manifold,ellipses");

    @RegisterExtension
    final Pages pages = new Pages();

    private BundledModel digits;

    @BeforeEach
    void open() {
        digits = new BundledModel(pages.address(), "digits");
    }

    /** Waits until HERE shows the exact image of a code, and holds that it does. */
    private void assertHere(MapPage map, float[] z) {
        Locator fields = map.find("#here .here-few input");
        for (int d = 0; d < z.length; d++) {
            assertThat(fields.nth(d)).hasValue(Pattern.compile(shown(z[d], 3)));
        }
        Locator image = map.find("#here .here-view canvas");
        assertThat(image).isVisible();
        map.page().waitForCondition(() -> map.find("#here .here-rough.shown").count() == 0);
        Paper.assertShows(digits.decode(z), CanvasPixels.of(image));
    }

    /** As a number is shown, whichever way a tie was rounded. */
    private static String shown(double value, int decimals) {
        double step = Math.pow(10, -decimals);
        String format = "%." + decimals + "f";
        String low = format.formatted(Math.floor(value / step) * step);
        String high = format.formatted(Math.ceil(value / step) * step);
        String nearest = format.formatted(value);
        boolean tie = Math.abs(value / step - Math.floor(value / step) - 0.5) < 1e-3;
        String text = tie ? "(" + low + "|" + high + ")" : nearest;
        return text.replaceAll("-(0\\.0+)(?!\\d)", "$1")
                .replace('-', '−')
                .replace(".", "\\."); // no minus before a zero
    }

    @Test
    void movingShowsTheImageOfExactlyThatPlaceAndLeavingThatOfThePin() {
        MapPage map = MapPage.open(pages, LINK.pin(PIN));
        assertHere(map, PIN);
        for (double[] place : new double[][] {{0.31, 0.22}, {0.95, -0.71}}) {
            double[] at = map.point(place[0], place[1]);
            assertThat(map.find("#here .here-where")).hasText("under the pointer");
            assertHere(map, new float[] {(float) at[0], (float) at[1]});
        }
        map.page().mouse().move(300, 8); // over the bar
        assertThat(map.find("#here .here-where")).hasText("pinned");
        assertHere(map, PIN);
    }

    @Test
    void theNearestSamplesAreThoseThatAreNearest() {
        MapPage map = MapPage.open(pages, LINK);
        double[] at = map.point(0.42, -0.55);
        float[] z = {(float) at[0], (float) at[1]};
        List<Integer> rows = nearest(z);
        assertEquals(digits.nearest(z), rows.get(0));
        for (int i = 0; i < 6; i++) {
            int row = rows.get(i);
            String name = "Pin image %d, %d, at distance %s"
                    .formatted(
                            digits.atlas().index()[row],
                            digits.atlas().label()[row],
                            shown(digits.distance(z, row), 2));
            assertThat(map.find("#here .here-near").nth(i)).hasAttribute("aria-label", Pattern.compile(name));
        }
        // On the map a ring is around the nearest, and its posterior is drawn.
        Seen seen = map.seen();
        DrawnEllipse ring = DrawnEllipse.of(map.find("#map g.nearest circle").first(), seen);
        assertEquals(digits.mu(rows.get(0))[0], ring.x(), 1 / seen.scale());
        assertEquals(digits.mu(rows.get(0))[1], ring.y(), 1 / seen.scale());
        assertThat(map.find("#map .posterior.picked[data-of='row " + rows.get(0) + "']"))
                .hasCount(1);
    }

    @Test
    void aNeighbourOfThePinIsPinnedByAPress() {
        MapPage map = MapPage.open(pages, LINK.pin(PIN));
        int second = nearest(PIN).get(1);
        map.find("#here .here-near").nth(1).click();
        assertArrayEquals(digits.mu(second), map.link("pin", ".+:" + second).code("pin", 0));
    }

    /** The six rows whose means lie nearest. */
    private List<Integer> nearest(float[] z) {
        return IntStream.range(0, digits.atlas().count())
                .boxed()
                .sorted(Comparator.comparingDouble(row -> digits.distance(z, row)))
                .limit(6)
                .toList();
    }

    @Test
    void nearASampleTheSampleItselfIsMeant() {
        int row = 4321;
        float[] mu = digits.mu(row);
        MapPage map = MapPage.open(pages, Link.to("digits").view(mu[0], mu[1], 0.05));
        map.point(mu[0] + 3 * 0.05 / 700, mu[1]); // some three pixels off
        assertHere(map, mu);
        map.page().mouse().down();
        map.page().mouse().up();
        assertArrayEquals(mu, map.link("pin", ".+:" + row).code("pin", 0));
        assertThat(map.find("#here .here-image")).isVisible();
    }

    @Test
    void aClickPinsArrowsMoveThePinAndEscapeLetsItGo() {
        MapPage map = MapPage.open(pages, LINK);
        double[] at = map.point(0.6, 0.1);
        map.page().mouse().down();
        map.page().mouse().up();
        float[] pinned = map.link("pin", ".+").code("pin", 0);
        assertArrayEquals(new float[] {(float) at[0], (float) at[1]}, pinned, 1e-6f);
        map.page().mouse().move(300, 8);
        assertHere(map, pinned);

        String before = Link.of(map.page().url()).get("pin");
        map.page().keyboard().press("ArrowRight");
        map.page().keyboard().press("Shift+ArrowDown");
        double step = 2.0 / 100; // a hundredth of what is seen across
        float[] wanted = {(float) (pinned[0] + step), (float) (pinned[1] - 10 * step)};
        map.page().waitForCondition(() -> {
            Link now = Link.of(map.page().url());
            return !now.get("pin").equals(before) && Math.abs(now.code("pin", 0)[1] - wanted[1]) < 1e-6;
        });
        float[] moved = Link.of(map.page().url()).code("pin", 0);
        assertArrayEquals(wanted, moved, 1e-6f);
        assertHere(map, moved);

        int nearest = digits.nearest(moved);
        Locator spoken = map.find("#map .unseen[aria-live=polite]");
        assertThat(spoken)
                .hasText(Pattern.compile("z1 %s, z2 %s\\. Nearest image: class %d, %s away\\."
                        .formatted(
                                spoken(moved[0]),
                                spoken(moved[1]),
                                digits.atlas().label()[nearest],
                                shown(digits.distance(moved, nearest), 2))));
        map.page().keyboard().press("Escape");
        map.link("pin", "");
        assertThat(spoken).hasText("Unpinned.");
        assertThat(map.find("#map .pin")).isHidden();
        assertTrue(Arrays.stream(map.find("#here .here-few input").all().toArray(Locator[]::new))
                .allMatch(field -> field.inputValue().isEmpty()));
    }

    private static String spoken(double value) {
        return shown(value, 2).replace("−", "minus ");
    }
}
