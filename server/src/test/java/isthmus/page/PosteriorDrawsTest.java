package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import isthmus.Beside;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Draws of the true posterior of the pinned image, as dots on the map. */
@Beside
class PosteriorDrawsTest {
    private static final int DRAWS = 256;

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void theDotsHaveTheMeanAndTheVariancesOfTheTruePosteriorOverTheEncodersEllipse() throws IOException {
        BundledModel model = new BundledModel(pages.address(), "mcem-2");
        JsonNode truth = model.report(OwnPicture.one(), "?k=1&refine=no").get("posterior");
        MapPage map = MapPage.open(pages, Link.to("mcem-2"));
        map.find("#images input[type=file]").setInputFiles(new FilePayload("one.png", "image/png", OwnPicture.one()));
        map.find(".here-shown input[value=draws]").check();
        assertThat(map.find(".here-shown-says")).containsText("weighted draws are worth");
        assertThat(map.find("#map .posterior.own")).hasCount(1);
        Locator dots = map.find("#map .posterior-draws");
        assertThat(dots).hasAttribute("d", Pattern.compile("M.+"));
        double[] z = Arrays.stream(
                        dots.getAttribute("d").replace("h0", "").substring(1).split("[M ]"))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertEquals(2 * DRAWS, z.length);
        double[] mean = new double[2];
        double[] square = new double[2];
        for (int i = 0; i < z.length; i++) {
            mean[i % 2] += z[i] / DRAWS;
            square[i % 2] += z[i] * z[i] / DRAWS;
        }
        for (int d = 0; d < 2; d++) {
            double variance = truth.get("covariance").get(2 * d).asDouble();
            assertEquals(truth.get("mean").get(d).asDouble(), mean[d], 0.35 * Math.sqrt(variance));
            assertEquals(1, (square[d] - mean[d] * mean[d]) / variance, 0.5);
        }
        assertEquals("draws", map.link("report", "draws").get("report"));
        map.find(".here-shown input[value=encoder]").check();
        assertThat(dots).hasAttribute("d", "");
    }
}
