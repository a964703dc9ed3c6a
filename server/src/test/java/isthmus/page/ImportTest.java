package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import isthmus.Beside;
import isthmus.Limits;
import isthmus.convert.diffusers.ExactAutoencoder;
import isthmus.train.SmallModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A model is imported on the page, from its files to its map. */
@Beside
class ImportTest {
    private static final int PICTURES = 10;

    /** Lets files come as a drop would bring them. */
    private static final String DROP = """
            (files) => {
              const data = new DataTransfer();
              for (const [name, base64] of files) {
                data.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
              }
              for (const type of ["dragenter", "dragover", "drop"]) {
                document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
              }
            }
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    @TempDir
    Path folder;

    private static void drop(Page page, List<Path> files) throws IOException {
        List<List<String>> named = new ArrayList<>();
        for (Path file : files) {
            named.add(List.of(
                    file.getFileName().toString(), Base64.getEncoder().encodeToString(Files.readAllBytes(file))));
        }
        page.evaluate(DROP, named);
    }

    private static FilePayload[] pictures() {
        FilePayload[] all = new FilePayload[PICTURES];
        for (int i = 0; i < all.length; i++) {
            all[i] = new FilePayload(i + ".png", "image/png", ExactAutoencoder.picture(i));
        }
        return all;
    }

    @Test
    void droppedFilesBecomeAModelThatThePageTurnsTo() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        Path export = Files.createDirectory(folder.resolve("export"));
        SmallFolder.model(models, "small");
        ExactAutoencoder.write(export);
        OwnSite site = pages.serve(models, Limits.defaults());
        OpenPage open = pages.open(site.at("/"), Screen.DESKTOP);
        Page page = open.page();
        Locator dialog = page.locator("dialog.import");
        assertThat(page.locator(".chooser .name")).hasText("small");

        page.locator("#bar .button.model").focus(); // by keys alone
        page.keyboard().press("ArrowDown");
        assertThat(page.locator("#models")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(dialog).isVisible();
        assertThat(dialog.getByText("Read the files")).isDisabled();
        page.keyboard().press("Escape");
        assertThat(dialog).isHidden();
        assertThat(page.locator("#bar .button.model")).isFocused();

        drop(page, List.of(export.resolve(ExactAutoencoder.CONFIG), export.resolve(ExactAutoencoder.WEIGHTS)));
        assertThat(dialog.locator(".import-files li")).hasCount(2);
        assertEquals(List.of(), Axe.violations(page));
        open.screenshot("import-files");
        dialog.getByText("Read the files").click();
        assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("state it with --sigma, or bring images with --data");
        assertThat(dialog.getByLabel("Standard deviation of a pixel")).isVisible();
        open.screenshot("import-asking");
        dialog.locator("input[type=file]").setInputFiles(pictures());

        assertThat(dialog.locator(".import-pictures img")).hasCount(24);
        assertThat(dialog.locator("[aria-current=step]")).hasText("Waiting for your decision");
        page.waitForFunction(
                "() => [...document.querySelectorAll('.import-pictures img')].every((one) => one.naturalWidth === 8)");
        assertThat(dialog.locator("input[value=best]")).isChecked();
        assertThat(dialog).containsText("nats an image better than the runner-up");
        assertEquals(List.of(), Axe.violations(page));
        open.screenshot("import-decision");
        dialog.getByLabel("Id", new Locator.GetByLabelOptions().setExact(true)).fill("exact");
        dialog.getByText("Add this model").click();
        assertThat(dialog).isHidden();
        assertThat(page.locator(".chooser .name")).hasText("exact");
        Locator said = page.locator(".here-imported");
        assertThat(said.locator("summary")).hasText("Reading of its files, measured on 10 images");
        said.locator("summary").click();
        assertThat(said).containsText("nats an image better than");
        open.screenshot("import-done");
    }

    @Test
    void aProgramIsRefusedWithTheCommandAndWithoutImagesAModelIsUnproven() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        Path program = folder.resolve("vae.pt");
        SmallModels.expression(program, "x", SmallModels.ONE);
        Path export = Files.createDirectory(folder.resolve("export"));
        ExactAutoencoder.write(export);
        OwnSite site = pages.serve(models, Limits.defaults());
        OpenPage open = pages.open(site.at("/"), Screen.PHONE);
        Page page = open.page();
        Locator dialog = page.locator("dialog.import");
        page.locator(".blank").getByText("Import a model…").click();
        drop(page, List.of(program));
        dialog.getByText("Read the files").click();
        assertThat(dialog).containsText("on the command line alone: import vae.pt --data IMAGES");
        dialog.getByText("Choose other files").click();
        drop(page, List.of(export.resolve(ExactAutoencoder.CONFIG), export.resolve(ExactAutoencoder.WEIGHTS)));
        dialog.getByText("Read the files").click();
        dialog.getByLabel("Standard deviation of a pixel").fill("0.1");
        dialog.getByText("Try again").click();
        assertThat(dialog).containsText("Unproven: there were no images to measure by");
        assertEquals(List.of(), Axe.violations(page));
        open.screenshot("import-unproven");
        dialog.getByText("Add this model").click();
        assertThat(page.locator(".chooser .name")).hasText("my-model");
        page.locator("#bar .button.model").click();
        assertThat(page.locator("#models .unproven")).hasText("Unproven: no images measured how its files are read");
        open.screenshot("import-menu");
        page.keyboard().press("Escape");
        page.locator("#sheets button:has-text('Here')").click();
        assertThat(page.locator(".here-imported code"))
                .hasText(
                        "import config.json diffusion_pytorch_model.safetensors --id my-model --data IMAGES --replace");
        open.screenshot("import-here");
    }
}
