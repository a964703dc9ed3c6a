package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import isthmus.latent.Noise;
import isthmus.model.ModelFolder;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Draws of a prior that is a flow, on their way from noise into place. */
@Beside
class TrajectoryTest {
    private static final String WATCH = "Watch draws flow into place";

    @RegisterExtension
    final Pages pages = new Pages();

    private static void assertDots(MapPage map, float[] codes) {
        String d = map.find("#map .trajectory .guess-cloud").getAttribute("d");
        String[] dots = d.substring(1).split("h0M?");
        assertEquals(codes.length / 2, dots.length);
        for (int i = 0; i < dots.length; i++) {
            String[] place = dots[i].split(" ");
            assertEquals(codes[2 * i], Double.parseDouble(place[0]), 1e-3);
            assertEquals(codes[2 * i + 1], Double.parseDouble(place[1]), 1e-3);
        }
    }

    @Test
    void drawsStartFromNoiseAndEndWhereThePriorDrawsThem() throws Exception {
        BundledModel model = new BundledModel(pages.address(), "diffusion-2");
        float[] ends = ModelFolder.read(BundledSite.ROOT.resolve("models/diffusion-2"))
                .prior()
                .draws(Noise.named(0, "sample"), 240);
        MapPage map = MapPage.open(pages, Link.to("diffusion-2"));
        map.button(WATCH).click();
        Locator time = map.find(".here-trajectory .row .number");
        Locator dots = map.find("#map .trajectory .guess-cloud");
        assertThat(dots).hasAttribute("d", Pattern.compile("M.+"));
        assertThat(time).hasText("t = 0.00"); // it does not move by itself where motion is not wanted
        assertThat(map.find("#map .guess")).hasCount(12);
        Locator scrub = map.find(".here-trajectory .path-scrub");
        scrub.press("End");
        assertThat(time).hasText("t = 1.00");
        map.frames(2);
        assertDots(map, ends);
        Locator fifth = map.find(".here-trajectory canvas").nth(4);
        Paper.assertShows(model.decode(new float[] {ends[8], ends[9]}), CanvasPixels.of(fifth));
        assertEquals(List.of(), Axe.violations(map.page()));
        scrub.press("Home");
        map.find(".here-trajectory").getByLabel("Play").click();
        assertThat(time).not().hasText("t = 0.00");
        map.find(".here-watch").click(); // an earlier step, whose draws these are not
        assertThat(dots).hasAttribute("d", "");
        map.button(WATCH).click();
        assertThat(dots).hasAttribute("d", Pattern.compile("M.+"));
        assertThat(map.find(".surface.watching")).hasCount(0);
        scrub.press("Escape");
        assertThat(dots).hasAttribute("d", "");
        assertThat(map.button(WATCH)).isFocused();
        map.go(Link.to("vamp-2"));
        assertThat(map.find("#here")).containsText("made in one step");
        assertThat(map.button(WATCH)).isHidden();
    }
}
