package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import isthmus.Beside;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two maps side by side. */
@Beside
class PanesTest {
    private static final HasCountOptions PATIENTLY = new HasCountOptions().setTimeout(60_000);

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void twoModelsAreSeenSideBySideAndThePanelsFollowTheOneThatIsUsed() throws IOException {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.find("#images input[type=file]").setInputFiles(new FilePayload("one.png", "image/png", OwnPicture.one()));
        map.link("pin", ".+");
        map.button("Open a second map").click();
        Locator first = map.find("#map");
        Locator second = map.find("#map-2");
        assertThat(map.find("#map-2[data-ready]")).hasCount(1, PATIENTLY);
        assertThat(second.locator(".surface")).isFocused();
        BoundingBox left = first.boundingBox();
        BoundingBox right = second.boundingBox();
        assertEquals(left.x + left.width, right.x, 1);
        assertEquals(left.width, right.width, 1);

        map.find("#bar .button.model").click();
        map.find("#model-digits-20").click();
        assertThat(second.locator(".map-name")).hasText("digits-20");
        assertThat(first.locator(".map-name")).hasText("digits");
        assertThat(map.find("#map-2[data-ready]")).hasCount(1, PATIENTLY);
        assertThat(map.page()).hasURL(Pattern.compile("model=digits-20"));
        OwnImagesTest.assertBound(map, "one.png", encoded("digits-20")); // it goes with whoever changes the model
        map.find("#images .images-entry").hover();
        for (Locator one : List.of(first, second)) {
            assertThat(one.locator(".own.pointed text")).hasText("1");
        }
        assertNotEquals(
                first.locator(".owns .own").getAttribute("transform"),
                second.locator(".owns .own").getAttribute("transform"));

        first.locator(".surface").focus();
        assertThat(map.find(".chooser .name")).hasText("digits");
        assertThat(map.page()).hasURL(Pattern.compile("model=digits(&|$)"));
        OwnImagesTest.assertBound(map, "one.png", encoded("digits"));
        map.page().keyboard().press("Enter"); // pins the middle of this map alone
        assertThat(first.locator(".pin")).isVisible();
        assertThat(second.locator(".pin")).isHidden();
        map.page().keyboard().press("p"); // one tool for both
        assertThat(second.locator(".map-tools [data-tool=path]")).hasAttribute("aria-pressed", "true");

        second.getByLabel("Close this map").click();
        assertThat(second).hasCount(0);
        assertThat(first.locator(".surface")).isFocused();
        assertThat(map.find(".chooser .name")).hasText("digits");
        map.button("Open a second map").click(); // a pane of its own, with what the first one shows
        assertThat(map.find("#map-3[data-ready]")).hasCount(1, PATIENTLY);
        assertThat(map.find("#map-3 .pin")).isVisible();
    }

    private JsonNode encoded(String model) throws IOException {
        return new BundledModel(pages.address(), model).encode(OwnPicture.one(), "");
    }
}
