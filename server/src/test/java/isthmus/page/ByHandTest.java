package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import isthmus.latent.Noise;
import isthmus.page.MapPage.Seen;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bound by hand: the ellipse under the hand and the keys, and its figures held against draws that the server decodes. */
@Beside
class ByHandTest {
    private static final int ROW = 12;
    private static final int DRAWS = 300;

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void theBoundOfTheDraggedEllipseIsThatOfItsDrawsAndItsSumWithKlStandsStill() throws IOException {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        float[] mu = digits.mu(ROW);
        Link link = Link.to("digits").view(mu[0], mu[1], 1.2).pin(mu, ROW);
        MapPage map = MapPage.open(pages, link.with("experiments", "bound"));
        Locator panel = map.find("[data-experiment=bound]");
        Locator values = panel.locator(".bound-sum dd");
        assertThat(values.nth(0)).hasText(Pattern.compile("−\\d.*"));
        assertThat(panel.locator(".report-status.said")).isHidden(); // log p(x, z) is known far off too
        double[] begun = figures(values);

        Seen seen = map.seen();
        double[] to = {mu[0] + 0.15, mu[1] - 0.1};
        drag(map, "mean", seen.across(to[0]), seen.down(to[1]));
        double[] moved = figures(values);
        drag(map, "first", seen.across(to[0] + 0.3), seen.down(to[1] + 0.3)); // longer, and turned by 45 degrees
        map.page().keyboard().press("ArrowUp");
        map.page().keyboard().press("Shift+ArrowLeft");
        map.find("[data-grip=mean]").focus();
        map.page().keyboard().press("ArrowRight");
        double[] turned = figures(values);
        assertEquals(begun[2], moved[2], 1e-9, "log p(x)");
        assertEquals(begun[2], turned[2], 1e-9, "log p(x)");
        for (double[] figures : List.of(begun, moved, turned)) {
            assertEquals(figures[2], figures[0] + figures[1], 1e-6, "the sum");
        }
        assertTrue(moved[0] < begun[0] && moved[1] > begun[1], "the encoder's is better than one beside it");

        String where = panel.locator(".hand-where").innerText();
        List<Double> q = numbers(where);
        assertEquals(60, q.get(4), 0.1, where); // 45 by the hand, and five times 3 by the keys
        assertEquals(to[0], q.get(0), 0.05);
        assertEquals(Math.hypot(0.3, 0.3) / 2.146 * 1.05, q.get(2), 5e-3);
        double[] drawn = bound(digits, q);
        assertEquals(drawn[0], turned[0], 4 * drawn[1] + 0.05, "bound by " + DRAWS + " draws");

        panel.getByText("The best of all").click();
        double[] best = figures(values);
        assertTrue(best[0] >= begun[0] && best[1] >= -0.01, Arrays.toString(best));
        panel.getByText("Where the encoder says").click();
        assertEquals(begun[0], figures(values)[0], 1e-9);
        map.link("experiments", "bound:x=.*");
        assertEquals(List.of(), Axe.violations(map.page()));
        panel.getByLabel("Close").click();
        assertThat(map.find(".grip")).hasCount(0);
        map.link("experiments", "");
    }

    private static void drag(MapPage map, String grip, double across, double down) {
        Seen seen = map.seen();
        map.find("[data-grip=" + grip + "] .face").hover();
        map.page().mouse().down();
        map.page().mouse().move(seen.left() + across - 20, seen.top() + down);
        map.page().mouse().move(seen.left() + across, seen.top() + down);
        map.page().mouse().up();
        map.page().evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    /** The bound, KL and their sum. */
    private static double[] figures(Locator values) {
        values.page().evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        return values.allInnerTexts().stream()
                .mapToDouble(text -> numbers(text).get(0))
                .toArray();
    }

    private static List<Double> numbers(String text) {
        Matcher found = Pattern.compile("-?\\d+(\\.\\d+)?").matcher(text.replace('−', '-'));
        return found.results().map(one -> Double.valueOf(one.group())).toList();
    }

    /** Of a q of mean, deviations and angle: E log p(x, z) − log q(z), with its standard error. */
    private static double[] bound(BundledModel digits, List<Double> q) {
        double[] x = Arrays.stream(new ShippedImages("digits").grey(ROW))
                .mapToDouble(v -> v / 255.0)
                .toArray();
        Noise noise = new Noise(3, 0);
        double angle = Math.toRadians(q.get(4));
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double a = noise.normal();
            double b = noise.normal();
            double[] z = {
                q.get(0) + q.get(2) * a * Math.cos(angle) - q.get(3) * b * Math.sin(angle),
                q.get(1) + q.get(2) * a * Math.sin(angle) + q.get(3) * b * Math.cos(angle)
            };
            double prior = -Math.log(2 * Math.PI) - (z[0] * z[0] + z[1] * z[1]) / 2;
            double own = -Math.log(2 * Math.PI) - Math.log(q.get(2) * q.get(3)) - (a * a + b * b) / 2;
            double value = digits.logLikelihood(x, z) + prior - own;
            sum += value;
            squares += value * value;
        }
        double mean = sum / DRAWS;
        return new double[] {mean, Math.sqrt((squares / DRAWS - mean * mean) / DRAWS)};
    }
}
