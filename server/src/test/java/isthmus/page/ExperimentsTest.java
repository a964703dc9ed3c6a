package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import isthmus.latent.LogSumExp;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The experiments that draw: log p(x) by draws, the mixture, the gradient; and the slider of β. */
@Beside
class ExperimentsTest {
    private static final int ROW = 12;

    @RegisterExtension
    final Pages pages = new Pages();

    private static List<Double> numbers(String text) {
        Matcher found = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?").matcher(text.replace('−', '-'));
        return found.results()
                .map(one -> Double.valueOf(one.group().replace(",", "")))
                .toList();
    }

    @Test
    void drawsOfThePriorOfAMixtureAndOfAGradientSayWhatTheServerComputes() throws IOException {
        BundledModel digits = new BundledModel(pages.address(), "digits");
        Link link = Link.to("digits").pin(digits.mu(ROW), ROW);
        MapPage map = MapPage.open(
                pages,
                link.with(
                        "experiments",
                        "integral:draws=1000;mixture:components=4;region:radius=0.7;gradient:draws=1000"));
        Locator integral = map.find("[data-experiment=integral]");
        assertThat(integral.getByText("All 1,000 draws together")).isVisible();
        assertThat(integral.locator(".estimate")).hasCount(12 + 12 + 12 + 10 + 5 + 2 + 1);
        String found = integral.getByText("All 1,000 draws together").innerText();

        Locator mixture = map.find("[data-experiment=mixture]");
        assertThat(mixture.locator("figure:not([hidden])")).hasCount(4);
        assertThat(mixture.locator("dd").nth(2)).hasText(Pattern.compile(".*\\d.*"));
        List<Double> figures = mixture.locator("dd").allInnerTexts().stream()
                .map(text -> numbers(text).get(0))
                .toList();
        assertEquals(figures.get(1) - figures.get(0), figures.get(2), 0.06, "what the mixture lacks");
        assertTrue(found.contains("log p(x) is"), found);
        assertEquals(
                numbers(found.substring(found.indexOf("log p(x) is"))).get(0), figures.get(1), 0.06, "the same grid");
        Locator dots = map.find("#map .components circle");
        assertThat(dots).hasCount(4);
        double[] x = Arrays.stream(new ShippedImages("digits").grey(ROW))
                .mapToDouble(value -> value / 255.0)
                .toArray();
        MapPage.Seen seen = map.seen();
        LogSumExp sum = new LogSumExp();
        for (Locator dot : dots.all()) {
            sum.add(digits.logLikelihood(
                    x,
                    seen.x(Double.parseDouble(dot.getAttribute("cx"))),
                    seen.y(Double.parseDouble(dot.getAttribute("cy")))));
        }
        assertEquals(sum.logMean(), figures.get(0), 3, "where the dots are, to a tenth of a pixel");

        assertRegion(map, digits.mu(ROW), 0.7);
        Locator radius = map.find("[data-experiment=region] input");
        radius.focus();
        radius.press("Home");
        assertRegion(map, digits.mu(ROW), 0.05);

        Locator gradient = map.find("[data-experiment=gradient]");
        assertThat(gradient.locator(".gradient-table tbody tr")).hasCount(4);
        String before = gradient.getByText("times the variance").innerText();
        gradient.getByText("less a baseline").click();
        assertThat(gradient.getByText("times the variance")).not().hasText(before);
        String after = gradient.getByText("times the variance").innerText();
        assertTrue(numbers(after).get(0) < numbers(before).get(0) / 10, after);
        gradient.getByText("One draw in slow motion").click();
        assertThat(gradient.locator(".gradient-slow")).containsText("Draw 1: ε");
        map.page().keyboard().press("Enter"); // the same button is the next step
        assertThat(gradient.locator(".gradient-slow")).containsText("z = μ + σ·ε moves out to");
        assertThat(map.find("#map .slow")).isVisible();
        assertThat(map.find("#map .fan").first()).isHidden();
        assertEquals(List.of(), Axe.violations(map.page()));
    }

    /** What a disc about the pin holds of N(0, I), by sums over squares, and where it is drawn. */
    private static void assertRegion(MapPage map, float[] middle, double radius) {
        Locator figures = map.find("[data-experiment=region] dd");
        double density = Math.exp(-(middle[0] * middle[0] + middle[1] * middle[1]) / 2) / (2 * Math.PI);
        double step = radius / 400;
        double held = 0;
        for (double x = -radius + step / 2; x < radius; x += step) {
            for (double y = -radius + step / 2; y < radius; y += step) {
                double far = Math.pow(middle[0] + x, 2) + Math.pow(middle[1] + y, 2);
                held += x * x + y * y < radius * radius ? step * step * Math.exp(-far / 2) / (2 * Math.PI) : 0;
            }
        }
        assertThat(figures.nth(1)).hasText("%.4f".formatted(Math.PI * radius * radius));
        List<Double> told = figures.allInnerTexts().stream()
                .map(text -> numbers(text).get(0))
                .toList();
        assertEquals(100 * held, told.get(0), 0.01 + held / 10, "per cent");
        assertEquals(held / (Math.PI * radius * radius), told.get(2), 2e-4);
        assertEquals(density, told.get(3), 1e-4);
        assertTrue(radius > 0.1 || Math.abs(told.get(2) - density) < 2e-4, "it comes to the density");
        Locator disc = map.find("#map .region circle");
        assertThat(disc).hasAttribute("r", String.valueOf(radius));
        assertEquals(middle[0], Double.parseDouble(disc.getAttribute("cx")), 1e-4);
    }

    @Test
    void theSliderOfBetaTurnsThePaneToTheModelsOfTheSeriesAndKeepsTheImage() throws IOException {
        BundledModel one = new BundledModel(pages.address(), "beta-1");
        MapPage map =
                MapPage.open(pages, Link.to("beta-1").pin(one.mu(ROW), ROW).with("experiments", "beta"));
        Locator panel = map.find("[data-experiment=beta]");
        Locator slider = panel.getByLabel("β", new Locator.GetByLabelOptions().setExact(true));
        assertThat(panel.getByText("The pinned image")).isVisible();
        slider.focus();
        slider.press("End");
        assertThat(map.page()).hasTitle("beta-10 · Isthmus");
        BundledModel ten = new BundledModel(pages.address(), "beta-10");
        double rate = 0;
        for (int d = 0; d < ten.atlas().dim(); d++) {
            float mu = ten.mu(ROW)[d];
            float log = ten.logvar(ROW)[d];
            rate += 0.5 * (mu * mu + Math.exp(log) - 1 - log);
        }
        assertThat(panel.getByText("The pinned image")).containsText("rate %.2f".formatted(rate));
        assertThat(panel.locator(".trade-here")).hasText("β 10");
        Link link = map.link("model", "beta-10");
        assertEquals(one.mu(ROW).length, link.code("pin", 0).length);
        assertTrue(link.get("pin").endsWith(":" + ROW), link.get("pin"));
        map.page().keyboard().press("Control+z");
        assertThat(map.page()).hasTitle("beta-1 · Isthmus");
        assertEquals(List.of(), Axe.violations(map.page()));
        Object others = pages.module("/src/series.js").call("""
                (m) => m.seriesOf({ kept: { model: "a" }, cards: [
                  { id: "a", series: { name: "s", beta: 1 }, figures: { kl: 3 } },
                  { id: "b", series: { name: "t", beta: 2 }, figures: { kl: 2 } }, { id: "c", figures: { kl: 2 } }] }).length
                """);
        assertEquals(0, others, "of a model that is like no other there is no series");
    }
}
