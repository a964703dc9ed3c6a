package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.page.MapPage.Seen;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The map under the hand and the keys. */
@Beside
class MapHandTest {
    private static final double PIXEL = 0.01; // within which two places in pixels are the same

    @RegisterExtension
    final Pages pages = new Pages();

    private MapPage map() {
        return MapPage.open(pages, Link.to("digits").view(0.5, -0.25, 4));
    }

    @Test
    void theMapOpensOnDigitsWithAllOfItsSamplesInView() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        Seen seen = map.seen();
        BundledModel digits = new BundledModel(pages.address(), "digits");
        float[] mu = digits.atlas().mu();
        int inside = 0;
        for (int row = 0; row < digits.atlas().count(); row++) {
            double across = seen.across(mu[2 * row]);
            double down = seen.down(mu[2 * row + 1]);
            inside += across > 0 && across < seen.width() && down > 0 && down < seen.height() ? 1 : 0;
        }
        assertTrue(inside > 0.98 * digits.atlas().count(), inside + " samples in view");
        assertThat(map.page()).hasTitle("digits · Isthmus");
    }

    @Test
    void theWheelZoomsAboutThePointer() {
        MapPage map = map();
        Seen before = map.seen();
        assertEquals(Math.min(before.width(), before.height()) / 4, before.scale(), 1e-3 * before.scale());
        double[] place = map.point(1.2, 0.4);
        map.page().mouse().wheel(0, -300);
        map.page().waitForCondition(() -> map.seen().scale() > 1.1 * before.scale());
        Seen near = map.seen();
        assertEquals(before.across(place[0]), near.across(place[0]), PIXEL);
        assertEquals(before.down(place[1]), near.down(place[1]), PIXEL);
        map.page().mouse().wheel(0, 500);
        map.page().waitForCondition(() -> map.seen().scale() < before.scale());
        assertEquals(before.across(place[0]), map.seen().across(place[0]), PIXEL);
    }

    @Test
    void aDragMovesTheMapWithTheHand() {
        MapPage map = map();
        Seen before = map.seen();
        double[] place = map.point(0.1, 0.2);
        double x = before.left() + before.across(place[0]);
        double y = before.top() + before.down(place[1]);
        map.page().mouse().down();
        map.page().mouse().move(x + 60, y - 20);
        map.page().mouse().move(x + 150, y - 40);
        map.page().mouse().up();
        Seen after = map.seen();
        assertEquals(before.scale(), after.scale(), 1e-9);
        assertEquals(before.across(0) + 150, after.across(0), PIXEL);
        assertEquals(before.down(0) - 40, after.down(0), PIXEL);
        map.link("view", ".+"); // and the link follows
        assertThat(map.find("#map .pin")).isHidden(); // a drag is no click
    }

    @Test
    void aDoubleClickLooksCloserAndPinsNothing() {
        MapPage map = map();
        Seen before = map.seen();
        double[] place = map.point(0.9, 0.3);
        map.page().mouse().dblclick(before.left() + before.across(place[0]), before.top() + before.down(place[1]));
        map.page().waitForCondition(() -> map.seen().scale() > 1.9 * before.scale());
        Seen after = map.seen();
        assertEquals(2 * before.scale(), after.scale(), 1e-6 * before.scale());
        assertEquals(before.across(place[0]), after.across(place[0]), PIXEL);
        assertThat(map.find("#map .pin")).isHidden();
    }

    @Test
    void keysPanZoomAndShowEverything() {
        MapPage map = map();
        Seen before = map.seen();
        map.find("#map .surface").focus();
        map.page().keyboard().press("ArrowRight");
        assertEquals(before.across(0) - 60, map.seen().across(0), PIXEL);
        map.page().keyboard().press("Shift+ArrowUp");
        assertEquals(before.down(0) + 240, map.seen().down(0), PIXEL);
        map.page().keyboard().press("+");
        map.page().waitForCondition(() -> map.seen().scale() > 1.49 * before.scale());
        Seen near = map.seen();
        assertEquals(1.5 * before.scale(), near.scale(), 1e-6 * before.scale());
        double middle = before.x(before.width() / 2) + 60 / before.scale();
        assertEquals(near.width() / 2, near.across(middle), PIXEL);
        map.page().keyboard().press("-");
        map.page().waitForCondition(() -> Math.abs(map.seen().scale() / before.scale() - 1) < 1e-6);
        map.page().keyboard().press("0");
        map.link("view", ""); // nothing but the whole
        Seen whole = map.seen();
        Seen fresh = MapPage.open(pages, Link.to("digits")).seen();
        assertEquals(fresh.scale(), whole.scale(), 1e-6 * fresh.scale());
        assertEquals(fresh.across(0), whole.across(0), PIXEL);
    }

    @Test
    void theButtonsZoomAndReset() {
        MapPage map = map();
        Seen before = map.seen();
        map.button("Zoom in (+)").click();
        map.page().waitForCondition(() -> map.seen().scale() > 1.99 * before.scale());
        assertEquals(before.x(before.width() / 2), map.seen().x(before.width() / 2), 1e-6);
        for (String edge : List.of("side", "foot")) {
            map.find("#map .axis." + edge).click(); // beside the map
        }
        map.frames(2);
        assertThat(map.find("#map .pin")).isHidden();
        map.button("Zoom out (−)").click();
        map.page().waitForCondition(() -> Math.abs(map.seen().scale() / before.scale() - 1) < 1e-6);
        map.button("Show all data (0)").click();
        map.link("view", "");
        assertTrue(map.seen().scale() < before.scale());
    }
}
