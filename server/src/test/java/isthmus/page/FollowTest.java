package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import isthmus.Beside;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.page.MapPage.Seen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One image followed through the model: by itself once, for newcomers to a plain page, and for whoever asks. */
@Beside
class FollowTest {
    private static final String SEEN = "() => localStorage.getItem('isthmus-followed')";

    @RegisterExtension
    final Pages pages = new Pages();

    private static Locator slip(MapPage map) {
        return map.page().getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("One image, followed"));
    }

    private static void next(MapPage map, String count) {
        slip(map).locator("button.main").click();
        assertThat(slip(map)).containsText(count);
    }

    /** The row that is followed. */
    private static int row(MapPage map) {
        String of = map.find("#map .posterior.picked").getAttribute("data-of");
        return Integer.parseInt(of.substring("row ".length()));
    }

    private static double number(Locator text) {
        return Double.parseDouble(text.textContent().replace('−', '-'));
    }

    /** What is drawn of the posterior, and the slip below it. */
    private static void assertFree(MapPage map) {
        BoundingBox ellipse =
                map.find("#map .posterior.picked ellipse[data-mass='90']").boundingBox();
        BoundingBox slip = slip(map).boundingBox();
        assertTrue(ellipse.height > 60, "the ellipse is large: " + ellipse.height);
        assertTrue(ellipse.y + ellipse.height < slip.y, "and nothing lies over it");
    }

    /** A column of the table: of μ, σ, ε or z. */
    private static double[] column(MapPage map, int column) {
        Locator rows = slip(map).locator("tbody tr");
        return new double[] {
            number(rows.nth(0).locator("td").nth(column)),
            number(rows.nth(1).locator("td").nth(column))
        };
    }

    /** That the draw is made of its numbers, with the noise of its seed, and lies where it should. */
    private static void assertDraw(MapPage map, BundledModel model, int row, int seed) {
        Noise noise = Noise.named(seed, "sample");
        double[] epsilon = {noise.normal(), noise.normal()};
        map.page().waitForCondition(() -> Math.abs(column(map, 2)[0] - epsilon[0]) < 2e-3);
        double[] z = column(map, 3);
        Seen seen = map.seen();
        BoundingBox mark = map.find("#map .drawn circle").boundingBox();
        double[] place = {mark.x + mark.width / 2 - seen.left(), mark.y + mark.height / 2 - seen.top()};
        double[] exact = new double[2];
        for (int d = 0; d < 2; d++) {
            double sigma = Math.exp(model.logvar(row)[d] / 2);
            exact[d] = model.mu(row)[d] + sigma * epsilon[d];
            assertEquals(model.mu(row)[d], column(map, 0)[d], 6e-4);
            assertEquals(sigma, column(map, 1)[d], 6e-4);
            assertEquals(epsilon[d], column(map, 2)[d], 2e-3);
            assertEquals(exact[d], z[d], 6e-4);
        }
        assertEquals(seen.across(exact[0]), place[0], 1.5);
        assertEquals(seen.down(exact[1]), place[1], 1.5);
    }

    /** Requests that the server has answered so far. */
    private double answered() throws IOException {
        try (InputStream in = pages.address().resolve("/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("isthmus_requests_seconds_count"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    @Test
    void aNewcomerFollowsOneImageWithTheNumbersOfThatImage() throws IOException {
        BundledModel model = new BundledModel(pages.address(), "digits");
        MapPage map = MapPage.open(pages.prepareForNewcomer(MapPage.SCREEN), "/?model=digits");
        assertThat(slip(map)).containsText("1 of 6");
        assertThat(map.find(".here-where")).hasText("pinned");
        assertThat(slip(map).locator("button.main")).not().isFocused();
        map.page().waitForCondition(() -> "1".equals(map.page().evaluate(SEEN)));
        int row = row(map);

        next(map, "2 of 6");
        map.ready();
        assertFree(map);
        next(map, "3 of 6");
        assertDraw(map, model, row, 1);
        map.button("Draw again").first().click();
        assertDraw(map, model, row, 2);
        double[] z = column(map, 3);
        next(map, "4 of 6");
        assertEquals(z[0], column(map, 0)[0]);
        float[] code = new float[2];
        new Gaussian(model.mu(row), model.logvar(row), 0, 2).draw(Noise.named(2, "sample"), code, 0);
        Locator decoded = slip(map).locator("canvas[aria-label='Decoded image x̂']");
        Paper.assertShows(model.decode(code), CanvasPixels.of(decoded.first()));
        Paper.assertShows(model.decode(code), CanvasPixels.of(decoded.last()));
        next(map, "5 of 6");
        double reconstruction = model.atlas().reconstruction()[row];
        assertThat(slip(map).locator("dd:visible"))
                .hasText("%.2f nats".formatted(reconstruction).replace('-', '−'));
        assertEquals("/?model=digits", Link.of(map.page().url()).toString());

        map.page().keyboard().press("Escape"); // all is as it was before
        assertThat(slip(map)).isHidden();
        assertThat(map.find(".here-where")).hasText("");
        assertThat(map.find("#map .surface")).isFocused();
        assertThat(map.find("#bar [aria-label=Undo]")).hasAttribute("aria-disabled", "true");

        double before = answered();
        map.page().reload();
        map.ready();
        double asked = answered() - before;
        assertTrue(asked <= 10, "requests of a second visit, whose files the browser has: " + asked);
        assertThat(slip(map)).isHidden();
        map.find("#map .surface").press("Enter");
        Link pinned = map.link("pin", ".+");
        Seen whole = map.seen();
        map.page().keyboard().press("?");
        assertThat(map.find(".help .ends")).containsText("Left at step 5 of 6.");
        map.button("Go on following one image").click();
        assertThat(slip(map)).containsText("5 of 6");
        assertThat(slip(map).locator("button.main")).isFocused();
        assertFree(map);
        next(map, "6 of 6");
        List<String> terms = slip(map).locator("dd:visible").allTextContents();
        double[] nats = terms.stream()
                .mapToDouble(text -> Double.parseDouble(text.replace('−', '-')))
                .toArray();
        assertEquals(reconstruction, nats[0], 6e-3);
        assertEquals(model.atlas().kl()[row], nats[1], 6e-3);
        assertEquals(nats[0] - nats[1], nats[2], 0.011);
        assertEquals("all", map.page().evaluate(SEEN));
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            map.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            map.frames(2);
            assertEquals(List.of(), Axe.violations(map.page(), ".follow"));
            map.open().screenshot("follow-" + scheme);
        }
        slip(map).locator("button.main").click();
        assertThat(slip(map)).isHidden();
        assertEquals(pinned.toString(), Link.of(map.page().url()).toString());
        assertThat(map.find(".here-where")).hasText("pinned");
        assertEquals(whole, map.seen());
    }

    @Test
    void aNewcomerWithATelephoneDoesToo() throws IOException {
        Screen screen = new Screen(390, 844, true, false, true);
        Link shared = Link.to("digits").pin(new float[] {1, 0});
        MapPage map = MapPage.open(pages.prepareForNewcomer(screen), shared.toString());
        assertThat(map.find(".here-where")).hasText("pinned");
        assertThat(slip(map)).isHidden(); // they see what was sent
        map.go(Link.to("digits"));
        assertThat(slip(map)).containsText("1 of 6");
        next(map, "2 of 6");
        map.ready();
        assertFree(map);
        next(map, "3 of 6");
        assertEquals(List.of(), Axe.violations(map.page(), ".follow"));
        map.find("#sheets button").first().click();
        assertThat(slip(map)).isHidden(); // one sheet at a time
        map.find("#sheets button").first().click();
        for (String count : List.of("4 of 6", "5 of 6", "6 of 6")) {
            next(map, count);
        }
        map.open().screenshot("follow-telephone");
        map.page().waitForFileChooser(() -> map.button("Bring an image").click());
        assertThat(map.find("#images")).isVisible();
        map.find("#sheets button").first().click();
        map.button("Help").click();
        map.button("Follow one image").click();
        for (String count : List.of("2 of 6", "3 of 6", "4 of 6", "5 of 6", "6 of 6")) {
            next(map, count);
        }
        map.button("Interpolate").click();
        map.link("path", ".+");
        assertThat(map.find("#path")).isVisible();
    }
}
