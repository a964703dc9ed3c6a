package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import isthmus.Beside;
import isthmus.Limits;
import isthmus.model.Sha256;
import isthmus.npz.NpzReader;
import isthmus.train.SmallModels.Linear;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Why draws look wrong: the prior beside a mixture that is fitted to the codes. */
@Beside
class FitTest {
    private static final String WHY = "Why do draws look wrong?";
    private static final Pattern DOTS = Pattern.compile("M.+");

    @RegisterExtension
    final Pages pages = new Pages();

    @TempDir
    Path folder;

    @Test
    void drawsBeforeAndAfterAMixtureStandBesideTheirNearestImages() throws IOException {
        MapPage map = MapPage.open(pages, Link.to("faces").with("layers", "prior"));
        Locator rings = map.find("#map .prior circle");
        assertThat(rings).hasCount(3);
        map.button(WHY).click();
        assertThat(map.find(".fit h2")).isFocused();
        assertThat(map.find(".fit-verdict")).containsText("Because of the prior: ");
        assertThat(rings).hasCount(0);
        assertThat(map.find("#map .prior.fitted path")).hasCount(3);
        Locator draws = map.find(".fit .here-near:visible");
        assertThat(draws).hasCount(24);
        assertThat(map.find(".fit tbody tr").first()).containsText("Prior");
        assertThat(map.find(".fit tr.chosen")).hasCount(1);
        draws.nth(14).focus();
        Locator near = map.find(".fit-near");
        assertThat(near).containsText(Pattern.compile("Nearest: image \\d+"));
        String image = near.textContent().replaceFirst("\\D+(\\d+).*", "$1");
        draws.nth(14).press("Enter");
        assertThat(map.find("#here .here-image, #here .here-nearest button").first())
                .isVisible();
        assertThat(map.find(".here-part .here-nearest button").first())
                .hasAttribute("title", Pattern.compile("Pin image " + image + "\\b.*"));
        assertEquals(List.of(), Axe.violations(map.page()));
        Download kept = map.page().waitForDownload(map.button("Keep as prior.npz")::click);
        assertEquals("prior.npz", kept.suggestedFilename());
        Path file = folder.resolve("prior.npz");
        kept.saveAs(file);
        try (NpzReader zip = new NpzReader(file)) {
            int components = zip.shape("weights")[0];
            assertEquals(components, zip.shape("means")[0]);
            assertTrue(map.find(".fit tr.chosen th").textContent().startsWith(components + ", "));
        }
        assertThat(map.find(".fit code").nth(1)).hasText("\"prior.npz\": \"" + Sha256.of(file) + "\"");
        assertThat(map.find("#map .fit-empties")).hasAttribute("d", DOTS);
        map.button("One Gaussian").click();
        assertThat(map.find(".fit tr.chosen th")).hasText("1, chosen");
        assertThat(map.find(".fit-verdict")).containsText("Gaussian gives codes held out");
        map.button("Flow").click();
        Locator flow = map.find("#map .fit-cloud");
        assertThat(flow).hasAttribute("d", DOTS, new LocatorAssertions.HasAttributeOptions().setTimeout(60_000));
        assertThat(map.find(".fit-verdict")).containsText("flow");
        assertThat(map.find("#map .prior.fitted path")).hasCount(0);
        assertThat(map.find(".fit tr.chosen th")).hasText("Flow");
        assertThat(draws).hasCount(24);
        map.page().waitForDownload(map.button("Keep as prior.npz")::click);
        assertThat(map.find(".fit code").first()).containsText("flow-matching");
        assertEquals(List.of(), Axe.violations(map.page()));
        map.find(".fit h2").focus();
        map.page().keyboard().press("Escape");
        assertThat(map.find(".fit")).isHidden();
        assertThat(map.button(WHY)).isFocused();
        assertThat(flow).hasAttribute("d", "");
    }

    @Test
    void aModelWithoutCodesSaysSo() throws IOException {
        SmallFolder.bare(folder, "bare", Linear.drawn(SmallFolder.SHAPE, 2, 3));
        OwnSite site = pages.serve(folder, Limits.defaults());
        MapPage bare = MapPage.open(pages.prepare(MapPage.SCREEN), site.at("/?model=bare"));
        bare.button(WHY).click();
        assertThat(bare.find(".fit")).containsText("comes without encoded images");
        assertThat(bare.find(".fit table")).isHidden();
        assertThat(bare.button("Keep as prior.npz")).isHidden();
    }
}
