package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A link that does not lead where it was meant to says so, and opens what it can. */
@Beside
class BrokenLinkTest {
    /** A link as the page of another server would write it, where digits is another version. */
    private static final String ELSEWHERE = """
            async ({ write }) => {
              const { fresh } = await import("/src/state.js");
              const { models } = await (await fetch("/api/models")).json();
              const cards = models.map((card) => ({ ...card, version: "0123456789abcdef" }));
              const pin = { z: [0.5, 0.25], row: 3 };
              return write({ ...fresh("digits"), pin, layers: { ...fresh("digits").layers, prior: true }, seed: 5 }, cards);
            }
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private static Locator said(MapPage map) {
        return map.find("#notices .notice.wrong");
    }

    @Test
    void aDamagedLinkSaysSoAndStaysUntilSomethingIsDone() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        assertThat(said(map)).hasCount(0);
        map.page().getByLabel("z₁").fill("0.5");
        map.page().getByLabel("z₁").press("Enter");
        map.link("check", ".+");
        Link whole = Link.of(map.page().url());
        String pin = whole.get("pin");
        String letter = pin.charAt(3) == 'A' ? "B" : "A";
        Link damaged = whole.with("pin", pin.substring(0, 3) + letter + pin.substring(4));
        MapPage other = MapPage.open(pages, damaged);
        assertThat(said(other))
                .hasText("This link is damaged: its checksum doesn't match. Showing what could be read.");
        assertEquals(damaged.toString(), pathOf(other));
        other.open().screenshot("link-damaged");
        other.button("Dismiss").click();
        assertThat(said(other)).hasCount(0);
        other.find("[data-layer=prior]").check();
        other.link("layers", ".*prior.*");
        other.page().reload(); // what the page wrote itself is whole
        other.ready();
        assertThat(said(other)).hasCount(0);
    }

    @Test
    void aLinkThatIsCutShortSaysSo() {
        MapPage map = MapPage.open(
                pages, Link.to("digits").with("version", "123456abcdef").with("layers", "prior"));
        assertThat(said(map)).containsText(new String[] {"seems cut short", "another version"});
        assertThat(map.find("[data-layer=prior]")).isChecked();
        assertThat(map.find("[data-layer=manifold]")).not().isChecked();
    }

    @Test
    void aLinkOfAnotherVersionSaysSoAndOpensItsCodes() {
        String link = (String) pages.module("/src/url.js").call(ELSEWHERE);
        MapPage other = MapPage.open(pages, Link.of("http://localhost" + link));
        assertThat(said(other)).hasCount(1);
        assertThat(said(other)).containsText("another version of “digits” (012345");
        assertThat(other.page().getByLabel("z₁")).hasValue("0.500");
        assertThat(other.find("[data-layer=prior]")).isChecked();
        assertThat(other.find(".here-image")).isHidden(); // its row may be another image
    }

    @Test
    void aLinkOfAMissingModelSaysSoAndShowsAnother() {
        MapPage map = MapPage.open(pages, Link.to("gone").with("pin", "AAAA").with("frames", "40"));
        assertThat(said(map)).hasText("This link is for the model “gone”, which isn't here. Showing “digits” instead.");
        assertThat(map.find(".chooser .name")).hasText("digits");
        assertEquals("/?model=gone&pin=AAAA&frames=40", pathOf(map));
    }

    private static String pathOf(MapPage map) {
        return map.page().url().replaceFirst("^http://[^/]*", "");
    }
}
