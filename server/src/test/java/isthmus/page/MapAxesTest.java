package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import isthmus.Beside;
import isthmus.page.MapPage.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The numbers along the map's edges. */
@Beside
class MapAxesTest {
    private static final double HALF = 0.6; // pixels between a number's middle and its place, at most

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void numbersStandWhereTheirValuesAre() {
        // Wide and close: numbers without decimals, and with several.
        MapPage map = MapPage.open(pages, Link.to("digits").view(7.25, -40.5, 160));
        assertTicks(map, 7.25, -40.5, 160);
        map.go(Link.to("digits").view(-0.4321, 0.8765, 0.037));
        assertTicks(map, -0.4321, 0.8765, 0.037);
        map.go(Link.to("digits").view(-2.34567, -12.34567, 0.0021));
        assertTicks(map, -2.34567, -12.34567, 0.0021);
        map.go(Link.to("digits").view(0.3, 0.1, 5));
        assertTicks(map, 0.3, 0.1, 5);
    }

    private static void assertTicks(MapPage map, double x, double y, double span) {
        Seen seen = map.seen();
        double scale = Math.min(seen.width(), seen.height()) / span; // as the link has it
        Locator foot = map.find("#map .axis.foot span:not([hidden])");
        assertTrue(foot.count() >= 4, "numbers at the foot: " + foot.count());
        for (Locator tick : foot.all()) {
            BoundingBox box = tick.boundingBox();
            double at = box.x + box.width / 2 - seen.left() - seen.width() / 2;
            assertEquals(at / scale, number(tick) - x, HALF / scale, tick.textContent());
        }
        Locator side = map.find("#map .axis.side span:not([hidden])");
        assertTrue(side.count() >= 4, "numbers at the side: " + side.count());
        for (Locator tick : side.all()) {
            BoundingBox box = tick.boundingBox();
            assertTrue(box.x >= seen.left() + 2, "whole, with its sign: " + tick.textContent());
            double at = seen.height() / 2 + seen.top() - box.y - box.height / 2;
            assertEquals(at / scale, number(tick) - y, HALF / scale, tick.textContent());
        }
        Locator bar = map.find("#map .scale .bar-line");
        double length = number(map.find("#map .scale .number"));
        assertEquals(length, bar.boundingBox().width / scale, HALF / scale);
        assertTrue(bar.boundingBox().width > 30 && bar.boundingBox().width <= 111);
    }

    private static double number(Locator text) {
        return Double.parseDouble(text.textContent().replace('−', '-'));
    }
}
