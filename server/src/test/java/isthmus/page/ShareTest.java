package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import isthmus.Beside;
import isthmus.share.LinkState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The button that gives the link away. */
@Beside
class ShareTest {
    private static final Link PINNED = Link.to("digits").pin(new float[] {0.1f, -1.2f});

    private static final String LINK = "dialog.share input[readonly]";

    @RegisterExtension
    final Pages pages = new Pages();

    private static LinkState held(String link) {
        return LinkState.of(link.substring(link.lastIndexOf('/') + 1));
    }

    @Test
    void shareCopiesTheLinkOfWhatIsSeen() {
        MapPage map = MapPage.open(pages, PINNED);
        map.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        map.find("#bar .share").click();
        assertThat(map.find("#notices .notice.info")).hasText("Link copied");
        String copied = (String) map.page().evaluate("() => navigator.clipboard.readText()");
        assertEquals(map.find(LINK).inputValue(), copied);
        assertArrayEquals(new float[] {0.1f, -1.2f}, held(copied).pin().z());
        assertNull(held(copied).view());

        map.open().bear("preview.png"); // of the link as it was, where it is still being drawn
        map.find("#map .surface").press("+"); // the page stays in use beside it, and the link follows
        assertThat(map.find(LINK)).not().hasValue(copied);
        map.find("dialog.share")
                .getByText("Copy", new Locator.GetByTextOptions().setExact(true))
                .click();
        map.page()
                .waitForCondition(() -> held((String) map.page().evaluate("() => navigator.clipboard.readText()"))
                                .view()
                        != null);
        map.page().keyboard().press("Escape");
        assertThat(map.find("dialog.share")).isHidden();
        assertThat(map.find("#bar .share")).isFocused();
    }

    @Test
    void whereTheBrowserDoesNotLetThePageCopyTheLinkIsSelected() {
        MapPage map = MapPage.open(pages, PINNED);
        CDPSession browser = map.page().context().newCDPSession(map.page());
        JsonObject permission = new JsonObject();
        permission.addProperty("name", "clipboard-write");
        JsonObject refused = new JsonObject();
        refused.add("permission", permission);
        refused.addProperty("setting", "denied");
        refused.add(
                "browserContextId",
                browser.send("Target.getTargetInfo")
                        .getAsJsonObject("targetInfo")
                        .get("browserContextId"));
        browser.send("Browser.setPermission", refused);
        map.find("#bar .share").click();
        assertThat(map.find("dialog.share [role=status]"))
                .hasText("The browser blocked copying. The link is selected: press Ctrl C.");
        assertThat(map.find("#notices .notice.info")).hasCount(0);
        assertEquals(
                true,
                map.find(LINK)
                        .evaluate("(field) => field.value !== '' && field.selectionStart === 0"
                                + " && field.selectionEnd === field.value.length"));
        map.open().screenshot("share-refused");
    }
}
