package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ForcedColors;
import isthmus.Beside;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing on the page keeps anybody out: what axe finds, in both themes, with all parts full. */
@Beside
class AccessTest {
    @RegisterExtension
    final Pages pages = new Pages();

    static Stream<Screen> themes() {
        Screen desktop = Screen.DESKTOP.withoutMotion();
        return Stream.of(desktop, desktop.inTheDark());
    }

    /** A pinned sample, a path, and every layer. */
    private MapPage full(Screen screen) {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        Link link = Link.to("digits")
                .pin(digits.mu(7), 7)
                .path(digits.mu(1), digits.mu(2), digits.mu(3))
                .with("layers", "manifold,points,ellipses,prior,density")
                .with("dimmed", "3");
        MapPage map = MapPage.open(pages, link, screen);
        assertThat(map.find(".here-image:not([hidden])")).hasCount(1);
        assertThat(map.find(".path-frame")).hasCount(24);
        return map;
    }

    /** Texts of less than eleven pixels, as they are drawn. */
    static Object small(MapPage map) {
        return map.page().evaluate("""
                () => [...document.querySelectorAll("body *")]
                  .filter((part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
                    && part.checkVisibility({ checkVisibilityCSS: true }) && part.tagName !== "OPTION")
                  .map((part) => {
                    const scale = part.ownerSVGElement ? part.getScreenCTM().a : 1;
                    return [parseFloat(getComputedStyle(part).fontSize) * Math.abs(scale), part.outerHTML.slice(0, 120)];
                  })
                  .filter(([size]) => size < 10.95)
                """);
    }

    /** Opens a part over what was looked at already. */
    private static void clean(MapPage map, Screen screen, String opener, String part) throws IOException {
        map.find(opener).click();
        clean(map, screen, part);
    }

    /** In the dark only colours differ. */
    private static void clean(MapPage map, Screen screen, String part) throws IOException {
        assertThat(map.find(part)).isVisible();
        map.frames(2);
        List<String> found = screen.dark() ? Axe.contrasts(map.page(), part) : Axe.violations(map.page(), part);
        assertEquals(List.of(), found, part);
    }

    @ParameterizedTest
    @MethodSource("themes")
    void theWholeDeskIsOpenToEverybody(Screen screen) throws IOException {
        MapPage map = full(screen);
        map.find("[data-tool=box]").click();
        MapPage.Seen seen = map.seen();
        map.page().mouse().move(seen.left() + 0.4 * seen.width(), seen.top() + 0.4 * seen.height());
        map.page().mouse().down();
        map.page().mouse().move(seen.left() + 0.5 * seen.width(), seen.top() + 0.5 * seen.height());
        map.page().mouse().up();
        assertThat(map.find(".images-montage[aria-label='Selected images']")).isVisible();
        clean(map, screen, "html");
        assertEquals(List.of(), small(map));
        map.open().screenshot("access-" + screen);
        map.page().keyboard().press("?");
        clean(map, screen, "dialog.help");
        map.page().keyboard().press("Escape");
        clean(map, screen, "#bar .share", "dialog.share");
        clean(map, screen, "#bar .export", "#export");
        clean(map, screen, "#export [data-entry=film]", "dialog.film");
        clean(map, screen, "#bar .button.model", ".menu.models");
    }

    @Test
    void theTelephonesSheetsAreOpenToEverybody() throws IOException {
        Screen screen = Screen.PHONE.withoutMotion();
        MapPage map = full(screen);
        clean(map, screen, "html");
        for (String name : List.of("Images", "Here", "Path", "Layers")) {
            Locator tab = map.find("#sheets button").filter(new Locator.FilterOptions().setHasText(name));
            tab.click();
            String sheet = "#" + tab.getAttribute("aria-controls");
            clean(map, screen, sheet);
            map.open().screenshot("access-" + screen + "-" + name);
        }
        map.find("#sheets button")
                .filter(new Locator.FilterOptions().setHasText("Layers"))
                .click();
        clean(map, screen, "#bar .button.model", ".menu.models");
        clean(map, screen, "#sheets");
    }

    @Test
    void oneSheetAtATimeOpensUnderTheMapAndClosesByItsTabOrEscape() {
        MapPage map =
                MapPage.open(pages, Link.to("digits").pin(new float[] {-0.2f, -2.5f}), Screen.PHONE.withoutMotion());
        List<String> panels = List.of("#images", "#here", "#path");
        for (int i = 0; i < panels.size(); i++) {
            assertThat(map.find(panels.get(i))).isHidden();
        }
        for (int i = 0; i < panels.size(); i++) {
            Locator tab = map.find("#sheets button").nth(i);
            tab.tap();
            assertThat(tab).hasAttribute("aria-expanded", "true");
            for (String panel : panels) {
                assertThat(map.find(panel)).isVisible(visible(panel.equals(panels.get(i))));
            }
            assertThat(map.find("#sheets [aria-expanded=true]")).hasCount(1);
            map.ready();
            BoundingBox surface = map.find("#map .surface").boundingBox();
            BoundingBox sheet = map.find(panels.get(i)).boundingBox();
            assertTrue(surface.y + surface.height <= sheet.y, panels.get(i) + " keeps clear of the map");
            assertTrue(surface.height > 200, "the map is " + surface.height + " pixels high");
            BoundingBox pin = map.find("#map .pin").boundingBox();
            assertTrue(pin.y > surface.y && pin.y + pin.height < surface.y + surface.height, "the pin is in view");
        }
        map.page().keyboard().press("Escape");
        assertThat(map.find("#path")).isHidden();
        assertThat(map.find("#sheets button").nth(2)).isFocused();
        map.find("#sheets button").nth(1).tap();
        map.find("#sheets button").nth(1).tap();
        assertThat(map.find("#here")).isHidden();
        assertThat(map.find("#sheets [aria-expanded=true]")).hasCount(0);
    }

    @Test
    void forcedColoursKeepWhatIsPressedAndWhatColoursSay() {
        MapPage map = full(MapPage.SCREEN);
        map.page().emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        map.frames(3);
        map.open().screenshot("access-forced-colours");
        String outline = "(part) => getComputedStyle(part).outlineStyle";
        assertEquals("solid", map.find(".map-tools [data-tool=pan]").evaluate(outline));
        assertEquals("none", map.find(".map-tools [data-tool=lasso]").evaluate(outline));
        Object dots = map.page()
                .evaluate("() => new Set([...document.querySelectorAll('.map-card .dot')].map((dot) =>"
                        + " getComputedStyle(dot).color)).size");
        assertEquals(10, dots);
        String paper = "() => getComputedStyle(document.body).getPropertyValue('--paper')";
        assertEquals(map.page().evaluate("""
                () => {
                  const probe = document.body.appendChild(document.createElement("p"));
                  probe.style.color = "Canvas";
                  const colour = getComputedStyle(probe).color;
                  probe.remove();
                  return colour;
                }
                """), map.page().evaluate(paper));
    }

    /** Controls that no scrolling brings into view, or that something lies over. */
    private static final String LOST = """
            (within) => [...document.querySelectorAll(`${within} :is(button, input, select, summary)`)]
              .filter((part) => part.checkVisibility({ checkVisibilityCSS: true }) && !part.matches(".unseen, .path-pin, .path-remove"))
              .map((part) => {
                part.scrollIntoView({ block: "center", inline: "nearest" });
                for (let up = part.parentElement; up; up = up.parentElement) { // what a reader cannot scroll
                  const { overflowX, overflowY } = getComputedStyle(up);
                  up.scrollLeft = overflowX === "hidden" ? 0 : up.scrollLeft;
                  up.scrollTop = overflowY === "hidden" ? 0 : up.scrollTop;
                }
                const box = part.getBoundingClientRect();
                const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                const over = document.elementFromPoint(x, y);
                const seen = over && (part.contains(over) || over.contains(part) && over.closest("label"));
                const out = box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1;
                return out || !(seen || part.disabled && over) ? part.outerHTML.slice(0, 100) : "";
              })
              .filter(Boolean)
            """;

    @Test
    void atTwiceTheSizeNothingIsLost() {
        MapPage zoomed = full(new Screen(720, 450, false, false, true)); // as a browser zooms 1440 × 900
        for (String part : List.of("#bar", "#map", "#sheets")) {
            assertEquals(List.of(), zoomed.page().evaluate(LOST, part), part);
        }
        for (String name : List.of("Images", "Here", "Path", "Layers")) {
            Locator tab = zoomed.find("#sheets button").filter(new Locator.FilterOptions().setHasText(name));
            tab.click();
            zoomed.frames(2);
            zoomed.open().screenshot("zoomed-" + name);
            assertEquals(List.of(), zoomed.page().evaluate(LOST, "#" + tab.getAttribute("aria-controls")), name);
        }
        MapPage large = full(MapPage.SCREEN);
        large.page().evaluate("() => { document.documentElement.style.fontSize = '200%'; }");
        large.frames(3);
        large.open().screenshot("large-text");
        for (String part : List.of("#bar", "#images", "#here", "#path", "#map")) {
            assertEquals(List.of(), large.page().evaluate(LOST, part), part);
        }
    }

    private static IsVisibleOptions visible(boolean is) {
        return new IsVisibleOptions().setVisible(is);
    }

    @Test
    void nothingMovesForThoseWhoAskedForNoMotion() {
        String durations = "(part) => getComputedStyle(part).transitionDuration.split(', ').every((d) => d === '0s')";
        MapPage moving = MapPage.open(pages, Link.to("digits"), Screen.PHONE);
        assertEquals(false, moving.find("#bar .share").evaluate(durations));
        MapPage still = MapPage.open(pages, Link.to("digits"), Screen.DESKTOP.withoutMotion());
        List<?> restless = (List<?>) still.page()
                .evaluate("() => [...document.querySelectorAll('body *')].filter((part) => !(" + durations
                        + ")(part)).map((part) => part.className)");
        assertEquals(List.of(), restless);
        double scale = still.seen().scale();
        still.button("Zoom in (+)").click();
        assertEquals(2 * scale, still.seen().scale(), 1e-6 * scale); // at once, where others see it glide
        still.button("Show an example").click();
        assertThat(still.find("#path .path-frame")).hasCount(24);
        assertThat(still.button("Play")).isVisible(); // and it does not play by itself
        assertEquals(0, still.page().evaluate("() => document.getAnimations().length"));
    }
}
