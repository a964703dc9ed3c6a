package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import isthmus.Beside;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole way, from a model to a link: by the keyboard alone, and by touch alone. */
@Beside
class JourneyTest {
    private static final int MOST_STOPS = 150;

    @RegisterExtension
    final Pages pages = new Pages();

    /** Presses Tab until an element has the focus. */
    private static void tabTo(MapPage map, String selector) {
        for (int stops = 0; stops < MOST_STOPS; stops++) {
            map.page().keyboard().press("Tab");
            if ((boolean) map.page().evaluate("(at) => !!document.activeElement?.matches(at)", selector)) {
                return;
            }
        }
        throw new AssertionError("the Tab key does not lead to " + selector);
    }

    private static void press(MapPage map, String... keys) {
        for (String key : keys) {
            map.page().keyboard().press(key);
            map.frames(1);
        }
    }

    /** Opens a model's map; whenever the page asks for files, it gets a picture. */
    private MapPage open(Screen screen) throws IOException {
        FilePayload picture = new FilePayload("one.png", "image/png", OwnPicture.one());
        OpenPage prepared = pages.prepare(screen);
        prepared.page().onFileChooser(chooser -> chooser.setFiles(picture));
        return MapPage.open(prepared, Link.to("digits").toString());
    }

    @Test
    void byTheKeyboardAlone() throws IOException {
        MapPage map = open(MapPage.SCREEN);
        tabTo(map, "#bar .button.model");
        press(map, "Enter", "f", "Enter"); // the model whose name begins so
        map.link("model", "f.+");
        map.ready();
        tabTo(map, ".images-drop button");
        press(map, "Enter");
        map.link("pin", ".+");
        press(map, "r");
        assertThat(map.find("#report .report-head, #report h2").first()).isFocused();
        assertThat(map.find("#report")).isVisible();
        press(map, "Escape");
        assertThat(map.find("#report")).isHidden();

        tabTo(map, "#map .surface");
        press(map, "p", "Enter", "v"); // the pin is the first keyframe
        press(map, "Shift+ArrowRight", "p", "Enter", "v", "ArrowUp");
        map.link("path", ".+,.+");
        assertThat(map.find("#path .path-frame")).hasCount(24);
        press(map, "b", "Enter", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown", "Enter");
        assertThat(map.find(".images-selection h2")).hasText(Pattern.compile("[\\d,]+ selected"));
        int box = selected(map);
        press(map, "Escape", "l", "Enter");
        press(map, "Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Enter", "Enter"); // a triangle, and done
        int lasso = selected(map);
        assertTrue(box > lasso && lasso > 0, box + " in the box, " + lasso + " in the lasso");

        tabTo(map, "#bar .share");
        press(map, "Enter");
        assertThat(map.find("dialog.share input").first()).hasValue(Pattern.compile(".*/p/.+"));
    }

    private static int selected(MapPage map) {
        return Integer.parseInt(map.find(".images-selection h2").textContent().replaceAll("\\D", ""));
    }

    @Test
    void byTouchAlone() throws IOException {
        MapPage map = open(Screen.PHONE.withoutMotion());
        map.find("#bar .button.model").tap();
        map.find("#model-fashion").tap();
        map.link("model", "fashion");
        map.ready();
        Locator tabs = map.find("#sheets button");
        tabs.nth(0).tap();
        map.find(".images-drop button").tap();
        map.link("pin", ".+");
        assertThat(map.find("#images .images-entry .images-name")).isInViewport();
        tabs.nth(1).tap();
        map.find("#here .here-image .here-report").first().tap();
        assertThat(map.find("#report")).isVisible();
        map.button("Close the report").tap();
        assertThat(map.find("#report")).isHidden();
        tabs.nth(2).tap();
        map.button("Add pin").tap();
        tabs.nth(2).tap();
        MapPage.Seen seen = map.seen();
        map.page().touchscreen().tap(seen.left() + 0.7 * seen.width(), seen.top() + 0.6 * seen.height());
        map.frames(2);
        tabs.nth(2).tap();
        map.button("Add pin").tap();
        map.link("path", ".+,.+");
        assertThat(map.find("#path .path-frame")).hasCount(24);
        tabs.nth(2).tap();
        map.find("#bar .share").tap();
        assertThat(map.find("dialog.share input").first()).hasValue(Pattern.compile(".*/p/.+"));
        assertEquals(0, map.find("#notices .notice.wrong").count());
    }
}
