package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Undo and redo, by the keys and by their buttons. */
@Beside
class StepsTest {
    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void whatWasDoneIsUndoneAndDoneAgain() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        Locator undo = map.find("#bar [aria-label=Undo]");
        Locator redo = map.find("#bar [aria-label=Redo]");
        Locator where = map.find(".here-where");
        assertThat(undo).hasAttribute("aria-disabled", "true");
        map.find("#map .surface").press("Enter");
        assertThat(where).hasText("pinned");
        map.find("[data-layer=prior]").check();
        assertThat(undo).hasAttribute("aria-disabled", "false");
        undo.click();
        assertThat(map.find("[data-layer=prior]")).not().isChecked();
        assertThat(where).hasText("pinned");
        map.page().keyboard().press("Control+z");
        assertThat(where).hasText("");
        assertThat(undo).hasAttribute("aria-disabled", "true");
        map.page().keyboard().press("Control+Shift+Z");
        assertThat(where).hasText("pinned");
        map.page().keyboard().press("Control+y");
        assertThat(map.find("[data-layer=prior]")).isChecked();
        assertThat(redo).hasAttribute("aria-disabled", "true");
        map.page().keyboard().press("Meta+z");
        assertThat(map.find("[data-layer=prior]")).not().isChecked();
        redo.click();
        assertThat(map.find("[data-layer=prior]")).isChecked();
    }

    @Test
    void arrowsThatMoveThePinAreUndoneTogether() {
        MapPage map = MapPage.open(pages, Link.to("digits").pin(new float[] {0.5f, 0.5f}));
        Locator z = map.page().getByLabel("z₁");
        assertThat(z).hasValue("0.500");
        Locator surface = map.find("#map .surface");
        surface.focus();
        for (int i = 0; i < 5; i++) {
            map.page().keyboard().press("ArrowRight");
        }
        assertThat(z).not().hasValue("0.500");
        map.page().keyboard().press("Control+z");
        assertThat(z).hasValue("0.500");
        assertThat(map.find("#bar [aria-label=Undo]")).hasAttribute("aria-disabled", "true");
    }

    @Test
    void inAFieldTheKeysUndoTheTyping() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.find("[data-layer=prior]").check();
        Locator z = map.page().getByLabel("z₁");
        z.pressSequentially("12");
        z.press("Control+z");
        assertThat(z).not().hasValue("12");
        assertThat(map.find("[data-layer=prior]")).isChecked();
    }
}
