package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import isthmus.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Models that are not there, or not as they should be. */
@Beside
class RefusedModelsTest {
    private static final String SENTENCE = """
            async () => (await (await fetch("/api/models")).json()).refused[0].sentence
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    @TempDir
    Path models;

    @Test
    void theServersSentenceOnARefusedModelIsReadInTheModelMenuAndByItsLink() throws IOException {
        SmallFolder.model(models, "small");
        SmallFolder.broken(models, "broken");
        OwnSite site = pages.serve(models, Limits.defaults());
        OpenPage open = pages.open(site.at("/?model=broken"), Screen.DESKTOP);
        String sentence = (String) open.page().evaluate(SENTENCE);
        assertThat(open.page().locator("#notices .notice.wrong"))
                .hasText("This link is for the model “broken”, which the server can't load: " + sentence);
        open.page().locator("#bar .button.model").click();
        Locator refused = open.page().locator(".menu.models .refused");
        assertThat(refused).isVisible();
        assertThat(refused).containsText("broken");
        assertThat(refused).containsText(sentence);
        assertThat(open.page().locator("#models [role=option]")).hasCount(1);
        assertEquals(List.of(), Axe.violations(open.page()));
        open.screenshot("state-refused");
    }

    @Test
    void whereAllModelsAreRefusedThePageSaysWhyAndWhatToDo() throws IOException {
        SmallFolder.broken(models, "broken");
        OwnSite site = pages.serve(models, Limits.defaults());
        OpenPage open = pages.open(site.at("/"), Screen.DESKTOP);
        Locator blank = open.page().locator(".blank");
        assertThat(blank).containsText("None of the models could be loaded");
        assertThat(blank.locator("dt")).hasText("broken");
        assertThat(blank.locator("dd")).hasText((String) open.page().evaluate(SENTENCE));
        assertEquals(List.of(), Axe.violations(open.page()));
        open.screenshot("state-all-refused");
    }

    @Test
    void whereThereIsNoModelAtAllThePageSaysHowToGetOne() throws IOException {
        OwnSite site = pages.serve(models, Limits.defaults());
        for (Screen screen : List.of(Screen.DESKTOP, Screen.PHONE.inTheDark())) {
            OpenPage open = pages.open(site.at("/"), screen);
            assertThat(open.page().locator(".blank")).containsText("No models yet");
            assertThat(open.page().locator(".blank code").first()).hasText("models/");
            assertEquals(List.of(), Axe.violations(open.page()));
            open.screenshot("state-empty-" + screen);
        }
    }
}
