package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelListTest {
    @RegisterExtension
    final Pages pages = new Pages();

    @ParameterizedTest
    @MethodSource("isthmus.page.Screen#all")
    void theModelsAreShownToEverybodyOnEveryScreen(Screen screen) throws IOException {
        OpenPage list = pages.open("/", screen);
        assertThat(list.page().locator("article")).hasCount(7);
        assertEquals(List.of(), Axe.violations(list.page()));
        assertTrue(Files.size(list.screenshot("models-" + screen)) > 0);
    }
}
