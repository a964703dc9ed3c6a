package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import isthmus.Beside;
import isthmus.Limits;
import isthmus.history.History;
import isthmus.history.HistoryFile;
import isthmus.history.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A model is trained on the page, watched, forked, kept, and its training looked at again. */
@Beside
class TrainingTest {
    private static final int PATIENCE = 120_000; // milliseconds that a process may take to begin

    @RegisterExtension
    final Pages pages = new Pages();

    @TempDir
    Path folder;

    private static LocatorAssertions.ContainsTextOptions patient() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
    }

    @Test
    void aModelFormsOnTheMapIsPausedSteppedForkedAndKeptAndItsTrainingIsInALink() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        SmallFolder.model(models, "small");
        Path data = Files.createDirectories(models.resolve("data/mnist"));
        for (String file : List.of("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")) {
            Files.copy(BundledSite.ROOT.resolve("models/data/mnist").resolve(file), data.resolve(file));
        }
        OpenPage open = pages.open(pages.serve(models, Limits.defaults()).at("/"), Screen.DESKTOP);
        Page page = open.page();
        assertThat(page.locator(".chooser .name")).hasText("small");
        page.locator("#bar .button.model").click();
        page.getByText("Train a model…").click();
        Locator dialog = page.locator("dialog[aria-labelledby=train-title]");
        assertThat(dialog.getByLabel("Latent dimensions")).hasValue("2");
        assertEquals(List.of(), Axe.violations(page));
        dialog.getByLabel("Name of the model").fill("ones");
        dialog.getByLabel("Epochs").fill("1000");
        dialog.getByLabel("Images").selectOption("1");
        dialog.getByLabel("Gradient").selectOption("score-function");
        dialog.getByText("Start training").click();

        Locator live = page.locator(".here-live");
        assertThat(live)
                .containsText(Pattern.compile("Training: step \\d[\\d,]"), patient()); // so that there are snapshots
        assertThat(dialog).isHidden();
        assertThat(page.locator(".chooser .name")).hasText("ones");
        assertThat(page.locator(".surface.watching canvas.training")).isVisible();
        live.getByTitle("Pause").click();
        assertThat(live).containsText("Paused: step", patient());
        assertEquals(List.of(), Axe.violations(page));
        int step = stepIn(live.locator("p").first());
        live.getByText("One step").click();
        assertThat(live).containsText(String.format(Locale.ENGLISH, "Paused: step %,d", step + 1), patient());
        assertThat(page.locator(".here-scrub ~ button, .here-training p[role=status]")
                        .last())
                .containsText(String.format(Locale.ENGLISH, "%,d", step + 1));
        open.screenshot("training-live");
        page.reload(); // and what went before is still there
        assertThat(page.locator(".here-scrub")).hasAttribute("max", Pattern.compile("[2-9]|\\d\\d+"));
        assertThat(live).containsText(String.format(Locale.ENGLISH, "Paused: step %,d", step + 1), patient());

        live.getByLabel("β of the fork").fill("20");
        live.getByText("Fork beside").click();
        assertThat(page.locator(".chooser .name")).hasText("ones-fork", new HasTextOptions().setTimeout(PATIENCE));
        assertThat(live).containsText(Pattern.compile("Training: step \\d"), patient());
        assertThat(page.locator(".surface.watching canvas.training")).hasCount(2); // side by side
        String recipe = Files.readString(models.resolve(".trainings/ones-fork/recipe.json"));
        assertTrue(recipe.contains("\"from\":\"ones\"") && recipe.contains("\"beta\":20"), recipe);
        assertTrue(recipe.contains("\"classes\":[1]"), "as that which the page before began: " + recipe);
        page.locator("#bar .button.model").click();
        page.getByText("Train a model…").click();
        assertThat(dialog).containsText("“ones” and “ones-fork” are being trained: 2 at a time.");
        assertThat(dialog.getByText("Start training")).isDisabled();
        page.keyboard().press("Escape");
        open.screenshot("training-fork");
        open.bear("request: DELETE"); // which outlives its page, and so is told of as ended with nothing
        live.getByText("Discard").click();
        assertThat(page.locator(".maps > .map")).hasCount(1); // its map goes with it
        assertThat(page.locator("#dialogs .blank")).isHidden();
        assertThat(live).containsText("Paused: step");
        live.getByText("Stop and keep").click();
        assertThat(live).containsText("Trained", patient());
        assertThat(page.locator(".surface.watching")).hasCount(0);

        History history = HistoryFile.read(models.resolve("ones/history.npz"));
        page.locator(".here-watch").click();
        Locator scrub = page.locator(".here-scrub");
        assertThat(scrub).isVisible(); // once the history is there
        scrub.focus();
        page.keyboard().press("Home");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        Snapshot second = history.snapshots().get(2);
        Locator at = page.locator(".here-training > div > p[role=status]").last();
        assertThat(at).containsText("Step " + second.step() + " of");
        String bound = String.format(
                        Locale.ENGLISH, "%.1f", second.terms().bound().mean())
                .replace('-', '−');
        assertThat(page.locator(".here-terms dd").first()).containsText(bound);
        double path = second.gradients().reparameterised().mean();
        double score = second.gradients().scoreFunction().mean();
        assertThat(page.locator(".here-training p.small:not(.quiet)").last())
                .containsText(String.format(
                        Locale.ENGLISH,
                        "a variance of %,d with the noise moved outside (blue), and of %,d by the score function (orange), %.1f times",
                        Math.round(path),
                        Math.round(score),
                        score / path));
        assertThat(page.locator(".here-training .chart-line.score")).isVisible();
        page.waitForURL(Pattern.compile("[?&]step=" + second.step() + "(&|$)"));
        open.screenshot("training-scrubbed");
        page.reload();
        assertThat(at).containsText("Step " + second.step() + " of");
        assertThat(page.locator(".surface.watching canvas.training")).isVisible();
        page.getByTitle("Show the finished model").click();
        assertThat(page.locator(".surface.watching")).hasCount(0);
        live.getByText("Discard").click();
        assertThat(page.locator(".chooser .name")).hasText("small"); // the one that was shown before
        assertThat(page.locator(".toast")).hasCount(0);
    }

    private static int stepIn(Locator says) {
        var found = Pattern.compile("step ([\\d,]+)").matcher(says.textContent());
        assertTrue(found.find(), says.textContent());
        return Integer.parseInt(found.group(1).replace(",", ""));
    }
}
