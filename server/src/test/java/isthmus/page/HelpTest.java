package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import isthmus.Beside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys and words, and that each word has its sentence. */
@Beside
class HelpTest {
    /** A word by itself, and one in a text: {@code term("kl")} and {@code [[kl|its KL]]}. */
    private static final Pattern USED =
            Pattern.compile("(?:\\b(?:term|meaning)\\(\\s*\"|\\[\\[)([a-z -]+)(?:\"|\\||\\]\\])");

    private static final Pattern SENTENCE = Pattern.compile("\\p{Lu}?.{30,400}\\.", Pattern.DOTALL);

    @RegisterExtension
    final Pages pages = new Pages();

    @Test
    void everyWordThatThePageExplainsHasASentence() throws IOException {
        TreeSet<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(BundledSite.ROOT.resolve("web/src"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".js")).toList()) {
                Matcher found = USED.matcher(Files.readString(file));
                while (found.find()) {
                    used.add(found.group(1));
                }
            }
        }
        assertTrue(used.containsAll(List.of("kl", "sigma", "bound", "mu", "support")), used.toString());
        ScriptModule terms = pages.module("/src/terms.js");
        List<String> wanting = new ArrayList<>();
        for (String word : used) {
            String sentence = (String)
                    terms.call("(m, word) => { try { return m.meaning(word) } catch (e) { return e.message } }", word);
            if (!SENTENCE.matcher(sentence).matches()) {
                wanting.add(word + ": " + sentence);
            }
        }
        assertEquals(List.of(), wanting);
    }

    @Test
    void aQuestionMarkOpensTheSheetOfKeysAndTheWordsInItExplainThemselves() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        Locator help = map.find("dialog.help");
        map.page().keyboard().press("?");
        assertThat(help).isVisible();
        assertThat(help.locator("h2")).isFocused();
        for (String key : List.of("Enter", "Esc", "Space", "Shift", "Ctrl", "?", "0")) {
            assertThat(help.locator("kbd")
                            .getByText(key, new Locator.GetByTextOptions().setExact(true))
                            .first())
                    .isVisible();
        }
        Locator word = help.locator(".term").first();
        String sentence = (String) map.page().evaluate("async () => (await import('/src/terms.js')).meaning('code')");
        word.focus();
        assertThat(map.find("#tooltip")).hasText(sentence);
        assertEquals("tooltip", word.getAttribute("aria-describedby"));
        map.page().keyboard().press("Escape"); // takes the sentence away, and then the sheet
        assertThat(map.find("#tooltip")).isHidden();
        assertThat(help).isVisible();
        map.page().keyboard().press("Escape");
        assertThat(help).isHidden();
        map.find("#here .term").first().hover();
        assertThat(map.find("#tooltip")).isVisible();
        assertThat(map.find("#tooltip")).hasText(Pattern.compile(".{30,}\\."));
    }

    @Test
    void aQuestionMarkInAFieldIsAQuestionMark() {
        MapPage map = MapPage.open(pages, Link.to("digits"));
        map.page().getByLabel("z₁").press("?");
        map.frames(2);
        assertFalse(map.find("dialog.help").isVisible());
        map.button("Help").click();
        assertThat(map.find("dialog.help")).isVisible();
        Locator letters = map.page().getByLabel("Single-key shortcuts");
        letters.uncheck();
        map.button("Close").click();
        assertThat(map.find("dialog.help")).isHidden();
        assertThat(map.button("Help")).isFocused();

        // Without single keys nothing comes of a letter, also after the page was loaded anew.
        map.page().reload();
        map.ready();
        for (String key : List.of("l", "r", "?")) {
            map.page().keyboard().press(key);
        }
        map.frames(2);
        assertThat(map.find(".map-tools [data-tool=pan]")).hasAttribute("aria-pressed", "true");
        assertThat(map.find("#report")).isHidden();
        assertThat(map.find("dialog.help")).isHidden();
        map.button("Help").click();
        letters.check();
        map.button("Close").click();
        map.page().keyboard().press("l");
        assertThat(map.find(".map-tools [data-tool=lasso]")).hasAttribute("aria-pressed", "true");
    }
}
