package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrowserFileTest {
    private static final Path NONE = Path.of("none");

    @Test
    void theBrowserThatWasNamedIsTaken() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assertEquals(java, BrowserFile.found(java.toString(), NONE));
    }

    @Test
    void aNamedBrowserThatIsNotThereIsASentenceThatSaysWhatToDo() {
        String text = assertThrows(IllegalStateException.class, () -> BrowserFile.found("/no/such", NONE))
                .getMessage();
        assertTrue(text.contains("found none at " + Path.of("/no/such")), text);
        assertTrue(
                text.contains("apt-get install chromium-headless-shell") && text.contains("-Disthmus.browser=FILE"),
                text);
    }
}
