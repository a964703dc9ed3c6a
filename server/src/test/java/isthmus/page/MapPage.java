package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/** A page whose map is open, and where things are on it. Nothing glides. */
final class MapPage {
    static final Screen SCREEN = Screen.DESKTOP.withoutMotion();

    private static final int PATIENCE = 60_000; // milliseconds; a busy machine decodes a map in half a minute

    private static final String FRAMES = """
            (count) => new Promise((done) => {
              const frame = () => (--count < 0 ? done() : requestAnimationFrame(frame));
              frame();
            })
            """;

    /** As the world over the map is drawn: its scale and where the origin lies, and where the map is in the window. */
    private static final String SEEN = """
            () => {
              const { a, e, f } = document.querySelector("#map .world").transform.baseVal.consolidate().matrix;
              const { left, top, width, height } = document.querySelector("#map .surface").getBoundingClientRect();
              return [a, e, f, left, top, width, height];
            }
            """;

    /** Panels that are still to come: the map does not wait for them. */
    private static final String ABSENT =
            "html:not([data-embed]) :is(#bar:not(:has(button)), #images:empty, #here:empty, #dialogs:empty)";

    private final OpenPage open;

    private MapPage(OpenPage open) {
        this.open = open;
    }

    /** Opens a link, and waits until all is drawn that it asks for. */
    static MapPage open(Pages pages, Link link) {
        return open(pages, link, SCREEN);
    }

    static MapPage open(Pages pages, Link link, Screen screen) {
        return open(pages.prepare(screen), link.toString());
    }

    /** Goes with a page that was prepared to an address, of any server. */
    static MapPage open(OpenPage prepared, String address) {
        prepared.page().setDefaultTimeout(PATIENCE);
        return new MapPage(prepared.go(address)).ready();
    }

    /** Goes on to another link. */
    MapPage go(Link link) {
        open.go(link.toString());
        return ready();
    }

    OpenPage open() {
        return open;
    }

    Page page() {
        return open.page();
    }

    Locator find(String selector) {
        return page().locator(selector);
    }

    /** Shows one of the tabs at the right. */
    void tab(String name) {
        page().getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name))
                .click();
    }

    /** Terms that are explained more than once in one panel, by their keys. */
    Object repeatedTerms() {
        return page().evaluate("""
                () => [...document.querySelectorAll(".panel")].flatMap((panel) =>
                  [...panel.querySelectorAll("[data-term]")]
                    .filter((term) => term.checkVisibility())
                    .map((term) => term.dataset.term)
                    .filter((key, i, keys) => keys.indexOf(key) < i))""");
    }

    /** A button by its whole name. */
    Locator button(String name) {
        return page().getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Waits until all that the map is to show is drawn, and its panels are there. */
    MapPage ready() {
        frames(2);
        assertThat(find("#map[data-ready]")).hasCount(1, new HasCountOptions().setTimeout(PATIENCE));
        assertThat(find(ABSENT)).hasCount(0);
        return this;
    }

    /** Lets what was told to the page be drawn. */
    void frames(int count) {
        page().evaluate(FRAMES, count);
    }

    /** Where the map looks, as it is drawn. */
    Seen seen() {
        frames(2);
        double[] n = ((List<?>) page().evaluate(SEEN))
                .stream().mapToDouble(one -> ((Number) one).doubleValue()).toArray();
        return new Seen(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
    }

    /** What the address bar says, once it says so. */
    Link link(String name, String pattern) {
        page().waitForCondition(() -> Link.of(page().url()).get(name).matches(pattern));
        return Link.of(page().url());
    }

    /**
     * A map as it is seen; y points up in the plane and down in pixels.
     *
     * @param scale pixels a plane unit
     * @param originX pixels from the map's left to the plane's origin
     * @param originY pixels from the map's top
     * @param left pixels from the window's left to the map's
     */
    record Seen(double scale, double originX, double originY, double left, double top, double width, double height) {
        /** Pixels from the map's left. */
        double across(double x) {
            return originX + x * scale;
        }

        /** Pixels from the map's top. */
        double down(double y) {
            return originY - y * scale;
        }

        /** The plane coordinate at so many pixels from the map's left. */
        double x(double across) {
            return (across - originX) / scale;
        }

        double y(double down) {
            return (originY - down) / scale;
        }
    }

    /** Moves the pointer to a place of the plane, in whole pixels, and says at which place that is. */
    double[] point(double x, double y) {
        Seen seen = seen();
        double across = Math.round(seen.left + seen.across(x)) - seen.left;
        double down = Math.round(seen.top + seen.down(y)) - seen.top;
        page().mouse().move(seen.left + across, seen.top + down);
        return new double[] {seen.x(across), seen.y(down)};
    }
}
