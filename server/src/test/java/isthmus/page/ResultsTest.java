package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import isthmus.Beside;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Models by the same figures, and a paper's figures done again, from the files beside the models. */
@Beside
class ResultsTest {
    private static final Path MODELS = BundledSite.ROOT.resolve("models");

    @RegisterExtension
    final Pages pages = new Pages();

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    @Test
    void modelsStandByTheirFiguresAndAPapersChartsHaveAllItsPoints() throws Exception {
        JsonNode compared =
                new ObjectMapper().readTree(MODELS.resolve("compare.json").toFile());
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.find("#bar .model").click();
        map.button("Models by the same figures…").click();
        Locator dialog = map.find("dialog.results[open]");
        assertThat(dialog.locator("h3").first()).isVisible();
        map.page().keyboard().press("Escape");
        assertThat(map.find("#bar .button.model")).isFocused(); // from whose list it was opened
        map.find("#bar .model").click();
        map.button("Models by the same figures…").click();
        assertThat(dialog.locator("h3").first()).isVisible();
        for (JsonNode model : compared) {
            JsonNode bound = model.get("figures").get("bound");
            String id = model.get("id").asText();
            if (bound != null) {
                String likelihood =
                        "Nats an image, " + capital(model.get("likelihood").asText()) + " p(x|z)";
                Locator row = dialog.getByRole(
                                AriaRole.REGION,
                                new Locator.GetByRoleOptions()
                                        .setName(likelihood)
                                        .setExact(true))
                        .locator("tr")
                        .filter(new Locator.FilterOptions()
                                .setHas(map.page()
                                        .locator(
                                                "th",
                                                new Page.LocatorOptions()
                                                        .setHasText(Pattern.compile("^" + id + "$")))));
                assertThat(row.locator("td").nth(1))
                        .hasText(number(bound.get("value").asDouble(), 2) + " ± "
                                + number(bound.get("error").asDouble(), 2));
            }
        }
        assertEquals(List.of(), Axe.violations(map.page()));
        String last = StreamSupport.stream(compared.spliterator(), false)
                .map(model -> model.get("id").asText())
                .filter(id -> !id.equals("digits"))
                .findFirst()
                .orElseThrow();
        dialog.locator("th")
                .getByText(last, new Locator.GetByTextOptions().setExact(true))
                .first()
                .click();
        assertThat(map.find("#bar .model .name")).hasText(last);
        map.page().evaluate("() => (location.hash = 'paper')");
        List<String> rows = new ArrayList<>();
        for (String paper : List.of("aevb", "iwae")) {
            rows.addAll(Files.readAllLines(MODELS.resolve("paper-" + paper + ".csv")).stream()
                    .skip(1)
                    .filter(row -> !row.contains("active-units"))
                    .toList());
        }
        long charts = rows.stream()
                .map(row -> row.split(","))
                .map(cells -> List.of(cells[0], cells[1], cells[3], cells[4]))
                .distinct()
                .count();
        long points = rows.stream()
                .map(row -> row.split(","))
                .map(cells -> List.of(cells[0], cells[1], cells[2], cells[3], cells[4], cells[6], cells[7]))
                .distinct()
                .count();
        assertThat(dialog.locator(".paper-charts figure")).hasCount((int) charts);
        assertThat(dialog.locator(".paper-curve circle")).hasCount((int) points);
        assertThat(dialog.locator("code").first()).containsText("paper aevb --only figure");
        assertEquals(List.of(), Axe.violations(map.page()));
        dialog.getByText("AEVB: digits").first().click();
        assertThat(map.find("#bar .model .name")).hasText("digits");
    }
}
