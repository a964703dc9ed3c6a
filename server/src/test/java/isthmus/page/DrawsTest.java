package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import isthmus.Beside;
import isthmus.atlas.Atlas;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the panel says of a sample of the atlas, and draws from its posterior. */
@Beside
class DrawsTest {
    private static final int ROW = 2500;

    @RegisterExtension
    final Pages pages = new Pages();

    /** The sixteen pictures, once the first is that of a seed. */
    private static List<Integer> pictures(MapPage map, BundledModel model, int seed) {
        float[] draw = new float[2];
        new Gaussian(model.mu(ROW), model.logvar(ROW), 0, 2).draw(Noise.named(seed, "sample"), draw, 0);
        int[] first = model.decode(draw);
        Locator draws = map.find("#here .here-draw-grid canvas");
        assertThat(draws).hasCount(16);
        map.page().waitForCondition(() -> {
            CanvasPixels shown = CanvasPixels.of(draws.first());
            return shown.width() == 28 && Paper.differences(first, shown) <= Paper.TOLERANCE;
        });
        return IntStream.range(0, 16)
                .mapToObj(i -> Arrays.hashCode(CanvasPixels.of(draws.nth(i)).rgba()))
                .toList();
    }

    @Test
    void drawsAreThoseOfTheSeedAndComeAgainWithIt() {
        BundledModel model = new BundledModel(pages.address(), "digits");
        MapPage map = MapPage.open(pages, Link.to("digits").pin(model.mu(ROW), ROW));
        List<Integer> first = pictures(map, model, 1);
        assertEquals(16, first.stream().distinct().count());
        map.button("Draw again").click();
        map.link("seed", "2");
        List<Integer> second = pictures(map, model, 2);
        assertNotEquals(first, second);
        map.page().reload();
        map.ready();
        assertEquals(second, pictures(map, model, 2));
        map.page().goBack();
        assertEquals(first, pictures(map, model, 1));
    }

    /** By the bounds of all rows, less what grey pixels cost any model. */
    private static String worseThan(Atlas atlas, int row) {
        double[] bounds = IntStream.range(0, atlas.count())
                .mapToDouble(i -> atlas.reconstruction()[i] - atlas.kl()[i] - atlas.floor()[i])
                .toArray();
        double below =
                Arrays.stream(bounds).filter(bound -> bound < bounds[row]).count();
        return "worse than %d%% of test images".formatted(Math.round(100 - 100 * below / atlas.count()));
    }

    @Test
    void aSamplesNumbersAreThoseOfFreshDrawsWithTheirErrorAndOfTheAtlas() throws IOException {
        BundledModel model = new BundledModel(pages.address(), "digits-20");
        MapPage map = MapPage.open(pages, Link.to("digits-20").pin(model.mu(ROW), ROW));
        byte[] original = Png.of(new Pixels(new Shape(1, 28, 28), new ShippedImages("digits-20").of(ROW)), 1);
        JsonNode drawn = model.encode(original, "?frame=pad&background=border&invert=no");
        Locator terms = map.find("#here .bound-sum dd");
        double error = drawn.get("elboError").asDouble();
        assertThat(terms.nth(2)).containsText(" ± %.2f".formatted(error));
        double kl = model.atlas().kl()[ROW];
        double[] nats = {
            drawn.get("reconstruction").asDouble(), kl, drawn.get("elbo").asDouble()
        };
        for (int i = 0; i < 3; i++) {
            assertEquals(nats[i], number(terms.nth(i)), 0.011);
        }
        assertEquals(
                model.atlas().reconstruction()[ROW] - kl, nats[2], 5 * error, "those of the atlas are of other draws");
        double[] bars = new double[20];
        double sum = 0;
        double most = 0;
        for (int d = 0; d < 20; d++) {
            double mu = model.mu(ROW)[d];
            double logvar = model.logvar(ROW)[d];
            bars[d] = (mu * mu + Math.exp(logvar) - 1 - logvar) / 2; // against N(0, 1)
            sum += bars[d];
            most = Math.max(most, bars[d]);
        }
        assertEquals(kl, sum, 1e-2);
        assertEquals(List.of(), map.repeatedTerms());
        assertThat(map.find("#here .here-rank")).hasText(worseThan(model.atlas(), ROW));
        Locator plot = map.find("#here .here-plot > span");
        assertThat(plot).hasCount(20);
        for (int d = 0; d < 20; d++) {
            String share = (String) plot.nth(d).evaluate("(bar) => bar.style.getPropertyValue('--share')");
            assertEquals(100 * bars[d] / most, Double.parseDouble(share.replace("%", "")), 0.1);
        }
        // Its image comes with Isthmus, and so does a report on it.
        Paper.assertShows(new ShippedImages("digits-20").grey(ROW), CanvasPixels.of(map.find("#here .here-x canvas")));
        assertThat(map.find("#here .here-absent")).isEmpty();
        map.button("Full report").click();
        for (String section : List.of("likely", "truth", "refine", "missing", "dimensions")) {
            assertThat(map.find("#report .report-" + section)).isVisible();
        }
        assertThat(map.find("#report .report-none")).isHidden();
        assertThat(map.find("#report .report-near")).not().containsText("reconstructions");
    }

    private static double number(Locator text) {
        assertThat(text).not().hasText("–");
        return Double.parseDouble(text.textContent().replace('−', '-').replaceAll(" ±.*", ""));
    }
}
