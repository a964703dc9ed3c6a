package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import isthmus.Beside;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is done by hand is in the link, and whoever opens it sees the same. */
@Beside
class LinkTest {
    private static final int NOTICEABLE = 6; // of 255, between colours that are to be the same

    @RegisterExtension
    final Pages pages = new Pages();

    private static MapPage followed(Pages pages, String url) {
        MapPage other = MapPage.open(pages, Link.of(url));
        other.page().mouse().move(1, 1); // nothing is pointed at
        return other;
    }

    /** What the address bar says once all that was done is in it. */
    private static String settled(MapPage map, String... names) {
        for (String name : names) {
            map.link(name, ".+");
        }
        return map.page().url();
    }

    @Test
    void whatIsSetByHandOpensTheSameInAnotherBrowser() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.find("[data-layer=prior]").check();
        map.find("[data-layer=density]").check();
        map.page().getByLabel("Colour data by").selectOption("kl");
        map.page().getByLabel("Colour data by").selectOption("class");
        map.point(1, 1);
        map.page().mouse().wheel(0, -240);
        map.find("[data-tool=path]").click();
        for (double[] place : new double[][] {{0.5, 0.5}, {1.5, 1.2}, {1.1, 0.7}}) {
            map.point(place[0], place[1]);
            map.page().mouse().down();
            map.page().mouse().up();
        }
        map.button("spherical").click();
        Locator frames = map.page().getByLabel("Frames", new Page.GetByLabelOptions().setExact(true));
        assertThat(frames).hasAttribute("max", "1024"); // the server's limit
        frames.fill("9");
        map.find("[data-tool=pan]").click();
        int row = new BundledModel(pages.address(), "digits").nearest(new float[] {1.2f, 1});
        float[] mu = new BundledModel(pages.address(), "digits").mu(row);
        map.point(mu[0], mu[1]);
        map.page().mouse().down();
        map.page().mouse().up();
        map.button("Draw again").click();
        map.find("[data-label='4']").click();
        map.page().mouse().move(1, 1);
        String url = settled(map, "layers", "view", "path", "mode", "frames", "pin", "seed", "dimmed");
        map.ready();

        MapPage other = followed(pages, url);
        Link link = Link.of(url);
        assertEquals(
                "slerp 9 2 4",
                String.join(" ", link.get("mode"), link.get("frames"), link.get("seed"), link.get("dimmed")));
        assertEquals(url, other.page().url());
        for (String part : List.of("#here .block >> nth=0", "#here .here-image", "#path .path-row")) {
            assertThat(other.find(part))
                    .hasText(map.find(part).innerText(), new HasTextOptions().setUseInnerText(true));
        }
        samePictures(map.find(".path-frame canvas"), other.find(".path-frame canvas"), 9);
        samePictures(map.find("#here .here-view canvas"), other.find("#here .here-view canvas"), 1);
        samePictures(map.find("#map canvas.manifold"), other.find("#map canvas.manifold"), 1);
        samePictures(map.find("#map canvas.points"), other.find("#map canvas.points"), 1);
        assertEquals(marks(map), marks(other));
    }

    /** Ellipses, rings, the route and the marks over the map, by where they are drawn. */
    private static Object marks(MapPage map) {
        map.frames(2);
        return map.find("#map .overlay").evaluate("""
                (svg) => [...svg.querySelectorAll("ellipse, circle, line, path, polyline, rect, text")]
                  .filter((mark) => !mark.closest(".density") && mark.checkVisibility()) // contours are of a grid's area
                  .map((mark) => [mark, mark.getBoundingClientRect()])
                  .filter(([, { width, height }]) => width + height > 0)
                  .map(([mark, { x, y, width, height }]) =>
                    [mark.tagName, mark.getAttribute("class"), ...[x, y, width, height].map((n) => Math.round(n))].join(" "))
                  .sort()
                """);
    }

    private static void samePictures(Locator canvases, Locator others, int count) {
        assertThat(others).hasCount(count);
        for (int i = 0; i < count; i++) {
            CanvasPixels one = CanvasPixels.of(canvases.nth(i));
            CanvasPixels two = CanvasPixels.of(others.nth(i));
            assertEquals(one.width() + " by " + one.height(), two.width() + " by " + two.height());
            int noticed = 0;
            int shown = 0;
            for (int p = 0; p < one.rgba().length; p++) {
                noticed += Math.abs((one.rgba()[p] & 0xFF) - (two.rgba()[p] & 0xFF)) > NOTICEABLE ? 1 : 0;
                shown += one.rgba()[p] != one.rgba()[p % 4] ? 1 : 0;
            }
            assertTrue(shown > 0, "a picture");
            assertTrue(noticed <= one.rgba().length / 2000, noticed + " values differ of " + one.rgba().length);
        }
    }

    @Test
    void thePlaneOfManyDimensionsIsInTheLink() {
        MapPage map = MapPage.open(pages, Link.to("digits-20"));
        map.tab("Plane");
        map.button("Two axes").click();
        map.page().getByLabel("x axis").selectOption("4");
        map.page().getByLabel("y axis").selectOption("7");
        map.link("plane", "axes,4,7");
        MapPage other = followed(pages, map.page().url());
        other.tab("Plane");
        other.page().mouse().move(1, 1);
        assertThat(other.page().getByLabel("x axis")).hasValue("4");
        assertThat(other.page().getByLabel("y axis")).hasValue("7");
        map.page().mouse().move(1, 1);
        map.ready();
        samePictures(map.find("#map canvas.manifold"), other.find("#map canvas.manifold"), 1);
    }

    @Test
    void theReportHiddenPixelsThePosteriorOnTheMapAndTheSelectionOutliveAReload() {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        Link link = Link.to("digits")
                .pin(digits.mu(12), 12)
                .with("report", "open,true")
                .with("mask", text(0, 0x88, 3, 0x88, 3)) // 0 known, 392 unknown, 392 known
                .with("selection", text(3, 4, 0x80, 1)); // 3, 7, 135
        MapPage map = MapPage.open(pages, link);
        showsWhatWasLookedAt(map);
        map.find("[data-layer=prior]").evaluate("box => box.click()"); // the page writes its own link now
        assertEquals("open,true", map.link("layers", ".*prior.*").get("report"));
        map.page().reload();
        showsWhatWasLookedAt(map);
        map.page().keyboard().press("r");
        map.link("report", "true");
        map.find("[name=posterior-on-map][value=encoder]").check();
        assertEquals(link.get("mask"), map.link("report", "").get("mask"));
        map.page().reload();
        assertThat(map.find(".images-selection h2")).hasText("3 selected");
        assertThat(map.find("#report")).isHidden();
    }

    private static void showsWhatWasLookedAt(MapPage map) {
        assertThat(map.find("#report-unknown")).hasText("392 of 784 pixels hidden.");
        assertThat(map.find("[name=posterior-on-map][value=true]")).isChecked();
        assertThat(map.find(".images-selection h2")).hasText("3 selected");
    }

    private static String text(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    @Test
    void stepsOfTheBrowsersHistoryLeadBackAndForth() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        Locator first = map.page().getByLabel("z₁");
        String start = map.page().url();
        first.fill("0.5");
        first.press("Enter");
        first.blur();
        String one = settled(map, "pin");
        first.fill("1.25");
        first.press("Enter");
        first.blur();
        map.page().waitForCondition(() -> !map.page().url().equals(one));
        map.page().goBack();
        assertThat(first).hasValue("0.500");
        assertEquals(one, map.page().url());
        map.page().goBack();
        assertThat(first).hasValue("");
        assertEquals(start, map.page().url());
        map.page().goForward();
        assertThat(first).hasValue("0.500");
        map.page().goForward();
        assertThat(first).hasValue("1.250");
        map.find("#bar [aria-label=Undo]").click(); // going is itself a step
        assertThat(first).hasValue("0.500");
        map.page().waitForCondition(() -> map.page().url().equals(one));
        map.page().reload();
        assertThat(first).hasValue("0.500");
    }
}
