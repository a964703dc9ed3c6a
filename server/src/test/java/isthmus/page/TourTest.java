package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first look around: for newcomers, once, and only where nothing else was sent. */
class TourTest {
    @RegisterExtension
    final Pages pages = new Pages();

    private OpenPage newcomer(Link link, Screen screen) {
        OpenPage open = pages.prepareForNewcomer(screen).go(link.toString());
        assertThat(open.page().locator("#map[data-ready]")).hasCount(1);
        return open;
    }

    private static Locator tour(OpenPage open) {
        return open.page().getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Tour"));
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
    void aNewcomerIsShownAroundOnce() throws IOException {
        OpenPage open = newcomer(Link.to("digits"), Screen.DESKTOP.withoutMotion());
        Locator tour = tour(open);
        assertThat(tour).containsText("1 of 4");
        assertEquals(List.of(), Axe.violations(open.page()));
        Locator next = tour.locator("button.main");
        for (String step : List.of("2 of 4", "3 of 4", "4 of 4")) {
            next.click();
            assertThat(tour).containsText(step);
        }
        assertThat(next).hasText("Done");
        tour.getByText("Back").click();
        assertThat(tour).containsText("3 of 4");
        next.click();
        open.screenshot("tour");
        next.click();
        assertThat(tour).isHidden();

        double before = answered();
        open.page().reload();
        assertThat(open.page().locator("#map[data-ready]")).hasCount(1);
        double asked = answered() - before;
        assertTrue(asked <= 10, "requests of a second visit, whose files the browser has: " + asked);
        assertThat(tour).isHidden();
        open.page().keyboard().press("?");
        open.page().getByText("Take the tour").click(); // whoever asks is shown around again
        assertThat(tour).containsText("1 of 4");
        assertThat(tour.locator("button.main")).isFocused();
        open.page().keyboard().press("Escape");
        assertThat(tour).isHidden();
    }

    @Test
    void escapeClosesTheTourAndNothingElse() {
        OpenPage open = newcomer(Link.to("digits"), Screen.DESKTOP);
        open.page().locator("#map .surface").click();
        assertThat(open.page().locator("#map .pin")).isVisible();
        assertThat(tour(open)).isVisible();
        open.page().keyboard().press("Escape");
        assertThat(tour(open)).isHidden();
        assertThat(open.page().locator("#map .pin")).isVisible();
    }

    @Test
    void theTourIsSkippedWithOnePress() {
        OpenPage open = newcomer(Link.to("digits"), Screen.DESKTOP);
        assertThat(tour(open)).isVisible();
        open.page().getByLabel("Close the tour").click();
        assertThat(tour(open)).isHidden();
        open.page().reload();
        assertThat(open.page().locator("#map[data-ready]")).hasCount(1);
        assertThat(tour(open)).isHidden();
    }

    @Test
    void whoeverFollowsASharedLinkSeesWhatWasSent() {
        OpenPage open = newcomer(Link.to("digits").pin(new float[] {1, 0}), Screen.DESKTOP);
        assertThat(open.page().locator(".here-where")).hasText("pinned");
        assertThat(tour(open)).isHidden();
    }

    @Test
    void onATelephoneTheMapComesFirst() {
        assertThat(tour(newcomer(Link.to("digits"), Screen.PHONE))).isHidden();
    }
}
