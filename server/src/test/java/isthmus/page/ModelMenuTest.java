package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Choosing a model without a mouse, and with one. */
@Beside
class ModelMenuTest {
    private static final String CARDS = "async () => (await (await fetch('/api/models')).json()).models";

    @RegisterExtension
    final Pages pages = new Pages();

    private static String active(MapPage map) {
        map.frames(2);
        return map.find("#models").getAttribute("aria-activedescendant");
    }

    @Test
    void theMenuIsUsedByKeysAlone() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        Locator button = map.find("#bar .button.model");
        button.focus();
        map.page().keyboard().press("ArrowDown");
        assertThat(map.find("#models")).isFocused();
        assertThat(button).hasAttribute("aria-expanded", "true");
        assertEquals("model-digits", active(map));
        List<String> all = map.find("#models [role=option]").all().stream()
                .map(option -> option.getAttribute("id"))
                .toList();
        map.page().keyboard().press("ArrowDown");
        assertEquals(all.get(1), active(map));
        map.page().keyboard().press("End");
        map.page().keyboard().press("ArrowDown");
        assertEquals(all.get(all.size() - 1), active(map));
        map.page().keyboard().press("Home");
        assertEquals(all.get(0), active(map));
        map.page().keyboard().press("Escape");
        assertThat(map.find(".menu.models")).isHidden();
        assertThat(button).isFocused();
        assertThat(map.find(".chooser .name")).hasText("digits");

        map.page().keyboard().press("Enter");
        assertThat(map.find("#models")).isFocused();
        map.page().keyboard().type("digits-5");
        assertEquals("model-digits-50", active(map));
        map.page().keyboard().press("Enter");
        assertThat(map.find(".chooser .name")).hasText("digits-50");
        assertThat(button).isFocused();
        map.ready();
        assertEquals("/?model=digits-50", map.page().url().replaceFirst("^http://[^/]*", ""));
        assertThat(map.page()).hasTitle("digits-50 · Isthmus");
        map.page().keyboard().press("Control+z"); // another model is a step like others
        assertThat(map.find(".chooser .name")).hasText("digits");
    }

    @Test
    void eachModelIsListedWithItsOwnFigures() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.find("#bar .button.model").click();
        Locator options = map.find("#models [role=option]");
        List<?> cards = (List<?>) map.page()
                .evaluate("async () => (await (" + CARDS
                        + ")()).map(({ id, title, latent, figures }) => [title, String(latent.dim),"
                        + " figures?.elbo === undefined ? '–' : figures.elbo.toFixed(1).replace('-', '−'), id])");
        assertThat(options).hasCount(cards.size());
        for (int i = 0; i < cards.size(); i++) {
            List<?> card = (List<?>) cards.get(i);
            Locator option = map.find("#models [data-model='%s']".formatted(card.get(3)));
            assertThat(option.locator("b")).hasText((String) card.get(0));
            assertThat(option.locator(".what")).containsText((String) card.get(3));
            assertThat(option.locator(".figure").first()).hasText("latent dimensions: " + card.get(1));
            assertThat(option.locator(".figure").last()).hasText("bound in nats: " + card.get(2));
        }
        List<?> betas = (List<?>)
                options.evaluateAll("all => all.map(o => o.dataset.model).filter(id => id.startsWith('beta-'))");
        assertEquals(List.of("beta-tenth", "beta-half", "beta-1", "beta-2", "beta-4", "beta-10"), betas);
        assertEquals(0, map.find(".menu.models").evaluate("menu => menu.scrollTop"), "its heads are seen");
        options.last().click();
        assertThat(map.find(".menu.models")).isHidden();
        assertThat(map.find(".chooser .name")).hasText(options.last().getAttribute("data-model"));
        map.ready();
    }
}
