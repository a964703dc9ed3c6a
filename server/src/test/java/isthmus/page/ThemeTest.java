package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import isthmus.Beside;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Light and dark, by preference and by switch. */
@Beside
class ThemeTest {
    private static final String LIGHT = "rgb(251, 250, 246)";
    private static final String DARK = "rgb(22, 25, 27)";

    /** Notes the theme that the page has as its body begins, before there is anything to paint. */
    private static final String NOTE = """
            new MutationObserver((changes, observer) => {
              if (document.body) {
                window.themeAtFirst = document.documentElement.dataset.theme ?? "none";
                observer.disconnect();
              }
            }).observe(document, { childList: true, subtree: true });
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private static void shows(MapPage map, String theme, String paper) {
        assertThat(map.find("html")).hasAttribute("data-theme", theme);
        assertThat(map.find("#bar")).hasCSS("background-color", paper);
    }

    @Test
    void theSwitchGoesFromTheSystemsToLightToDarkAndIsRemembered() {
        OpenPage open = pages.prepare(Screen.DESKTOP.inTheDark().withoutMotion());
        open.page().addInitScript(NOTE);
        MapPage map = MapPage.open(open, "/?model=digits");
        shows(map, "dark", DARK);
        map.button("Theme: system. Switch to light").click();
        shows(map, "light", LIGHT);
        map.page().reload();
        map.ready();
        assertEquals(
                "light", map.page().evaluate("() => window.themeAtFirst")); // before a script of the page's own ran
        shows(map, "light", LIGHT);
        map.button("Theme: light. Switch to dark").click();
        shows(map, "dark", DARK);
        map.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        map.page().reload();
        map.ready();
        assertEquals("dark", map.page().evaluate("() => window.themeAtFirst"));
        shows(map, "dark", DARK);
        map.button("Theme: dark. Switch to system").click();
        shows(map, "light", LIGHT);
    }

    @Test
    void thePageFollowsTheSystemAndItsPicturesFollowThePage() {
        MapPage map = MapPage.open(pages, Link.to("digits").pin(new float[] {0.5f, 0.5f}));
        shows(map, "light", LIGHT);
        assertEquals(0xfbfaf6, corner(map));
        map.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        shows(map, "dark", DARK);
        map.page().waitForCondition(() -> CanvasPixels.apart(0x16191b, corner(map)) <= Paper.TOLERANCE);
        map.ready();
        map.open().screenshot("theme-dark");
        assertThat(map.find("body")).hasCSS("color", Pattern.compile("rgb\\(23\\d, 23\\d, 23\\d\\)"));
    }

    /** The colour of the pinned image's corner, where no ink is. */
    private static int corner(MapPage map) {
        map.frames(2);
        return CanvasPixels.of(map.find("#here .here-view canvas")).colour(0, 0);
    }
}
