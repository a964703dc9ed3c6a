package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every control is reached by the Tab key, is seen to have the focus, and has a name. */
@Beside
class TabOrderTest {
    /** What has the focus: where it is in the page, and what is wrong with it, if anything. */
    private static final String FOCUSED = """
            () => {
              const element = document.activeElement;
              if (!element || element === document.body) {
                return ["end", ""];
              }
              const box = element.getBoundingClientRect();
              const shows = (part, pseudo) => {
                const style = getComputedStyle(part, pseudo);
                return { outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0, style };
              };
              const middle = document.elementFromPoint(
                Math.min(innerWidth - 1, Math.max(0, box.left + box.width / 2)),
                Math.min(innerHeight - 1, Math.max(0, box.top + box.height / 2)));
              const near = middle && (element.contains(middle) || middle.contains(element)
                || [...(element.labels ?? [])].some((label) => label.contains(middle)));
              const marked = shows(element).outline
                || (element.matches("#map .surface") && shows(element.nextElementSibling, "::after").style.borderTopWidth === "2px")
                || (element.matches(".key") && shows(element.querySelector(".target")).style.stroke !== "none");
              const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
              const name = [
                element.getAttribute("aria-label"), ...ids.map((id) => document.getElementById(id)?.textContent),
                ...[...(element.labels ?? [])].map((label) => label.textContent), element.textContent, element.title,
              ].find((text) => text?.trim());
              const wrong = [
                box.width < 1 || box.height < 1 ? "has no size" : "",
                box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight ? "is off the screen" : "",
                near ? "" : "is under " + (middle?.outerHTML.slice(0, 80) ?? "nothing"),
                marked ? "" : "does not show its focus",
                name ? "" : "has no name",
                element.matches("a[href], button, input, select, textarea, summary, [role]") ? "" : "has no role",
              ].filter(Boolean);
              element.dataset.reached ??= "yes";
              const shown = element.outerHTML.slice(0, 100).replace(/\\s+/g, " ");
              return [shown, wrong.length ? `${wrong.join(", ")}: ${shown}` : ""];
            }
            """;

    private static final String NOT_REACHED = """
            () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
              .filter((element) => !element.dataset.reached && !element.disabled && element.tabIndex >= 0
                && (element.type !== "radio" || element.checked) // arrow keys go to the others of a group
                && element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: false }))
              .map((element) => element.outerHTML.slice(0, 120))
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private MapPage full(String id) {
        BundledModel model = new BundledModel(pages.address(), id);
        Link link =
                Link.to(id).pin(model.mu(7), 7).path(model.mu(1), model.mu(2)).view(0, 0, 20); // clear of what floats
        MapPage map = MapPage.open(pages, link);
        assertThat(map.find(".path-frame")).hasCount(24);
        assertThat(map.find(".here-image:not([hidden])")).hasCount(1);
        map.frames(2);
        return map;
    }

    private static void walk(MapPage map, int least) {
        List<String> wrong = new ArrayList<>();
        int stops = 0;
        for (; stops < 400; stops++) {
            map.page().keyboard().press("Tab");
            List<?> now = (List<?>) map.page().evaluate(FOCUSED);
            if (now.get(0).equals("end")) {
                break;
            }
            if (!now.get(1).equals("")) {
                wrong.add((String) now.get(1));
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(stops >= least && stops < 400, stops + " stops");
        assertEquals(List.of(), map.page().evaluate(NOT_REACHED));
    }

    @Test
    void everyControlOfManyDimensionsIsReachedAndSeen() {
        MapPage map = full("digits-20");
        map.tab("Dimensions");
        map.find(".skip").focus();
        map.page().evaluate(FOCUSED);
        walk(map, 50);
    }

    @Test
    void everyControlOfTheDeskAndOfTheReportIsReachedAndSeen() {
        MapPage map = full("digits");
        walk(map, 40);
        map.page().keyboard().press("r");
        assertThat(map.find("#report h2")).isFocused();
        assertThat(map.find(".report-dimension")).hasCount(2);
        assertThat(map.find("#report .to-map:visible:disabled")).hasCount(0); // until it is computed it is passed over
        map.find(".skip").focus(); // back to the first stop
        map.page().evaluate(FOCUSED);
        walk(map, 40);
        assertEquals(List.of(), AccessTest.small(map));
    }

    @Test
    void theFirstStopLeadsToTheMap() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.page().keyboard().press("Tab");
        assertThat(map.find(".skip")).isFocused();
        assertThat(map.find(".skip")).isInViewport();
        map.page().keyboard().press("Enter");
        assertThat(map.find("#map .surface")).isFocused();
        assertThat(map.find("#bar [aria-label=Undo]"))
                .hasAttribute("aria-disabled", "true"); // the way there is no step
        map.page().keyboard().press("Enter"); // the map is used at once
        assertThat(map.find(".here-where")).hasText("pinned");
    }
}
