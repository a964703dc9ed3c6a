package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import isthmus.Beside;
import isthmus.latent.Codebook;
import isthmus.model.ModelFolder;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A model of discrete codes: its codebook, an image's codes, and swaps of codes between two images. */
@Beside
class CodebookTest {
    private static final int ROW = 3;
    private static final int PLACES = 49;

    @RegisterExtension
    final Pages pages = new Pages();

    private static String nats(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replace("-", "−");
    }

    @Test
    void placesThatAreDraggedOverAreTakenOfTheOtherImageAndDecoded() throws Exception {
        BundledModel model = new BundledModel(pages.address(), "vq-7");
        Codebook codebook = (Codebook)
                ModelFolder.read(BundledSite.ROOT.resolve("models/vq-7")).prior();
        float[] own = model.mu(ROW);
        int donor = 0; // the first image of another class
        while (model.atlas().label()[donor] == model.atlas().label()[ROW]) {
            donor++;
        }
        float[] other = model.mu(donor);
        MapPage map = MapPage.open(pages, Link.to("vq-7").pin(own, ROW));
        Locator panel = map.find("#here .here-mosaics");
        assertThat(panel).containsText("at each of 7×7 places one of 64 entries");
        assertThat(panel).containsText("log p(z) is " + nats(codebook.logDensity(own, 0)));
        Locator mosaic = panel.locator(".here-mosaic").first();
        mosaic.scrollIntoViewIfNeeded();
        BoundingBox box = mosaic.boundingBox();
        map.page().mouse().move(box.x + 2, box.y + 2); // the upper three of seven rows
        map.page().mouse().down();
        map.page().mouse().move(box.x + 0.9 * box.width, box.y + 2.5 / 7 * box.height);
        map.page().mouse().up();
        assertThat(panel.locator(".taken")).hasCount(21);
        float[] mixed = own.clone();
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = i % PLACES < 21 ? other[i] : own[i];
        }
        assertThat(panel).containsText("mixed code is " + nats(codebook.logDensity(mixed, 0)) + " nats");
        Locator shown = panel.locator(".here-picture canvas").first();
        int[] decoded = model.decode(mixed);
        map.page().waitForCondition(() -> Paper.differences(decoded, CanvasPixels.of(shown)) <= Paper.TOLERANCE);
        mosaic.press("ArrowRight"); // from where the pointer was
        mosaic.press("Space");
        assertThat(panel.locator(".taken")).hasCount(20);
        assertThat(panel.locator(".here-mosaic-says")).containsText("Row 3, column 7");
        map.button("Put back").click();
        assertThat(panel.locator(".taken")).hasCount(0);
        assertEquals(List.of(), Axe.violations(map.page()));
        assertThat(map.button("Why do draws look wrong?")).isHidden();
        map.tab("Codebook");
        assertThat(map.find(".here-entry")).hasCount(64);
        int[] uses = new int[64];
        int inside = 0;
        for (int row = 0; row < model.atlas().count(); row++) {
            for (int entry : codebook.nearest(model.atlas().mu(), row)) {
                uses[entry]++;
            }
        }
        int most = 0;
        for (int k = 1; k < 64; k++) {
            most = uses[k] > uses[most] ? k : most;
        }
        for (int entry : codebook.nearest(own, 0)) {
            inside += entry == most ? 1 : 0;
        }
        double share = 100.0 * uses[most] / model.atlas().count() / PLACES;
        String name = String.format(Locale.ROOT, "Entry %d: %.1f%% of places", most + 1, share);
        assertThat(map.find(".here-entry").first())
                .hasAttribute("aria-label", name + (inside > 0 ? ", in the pinned image" : ""));
        assertEquals(List.of(), Axe.violations(map.page()));
        whatModelsWithoutASpreadOfCodesSayOfAnImage(map);
    }

    /** Each in the report as beside the map. */
    private void whatModelsWithoutASpreadOfCodesSayOfAnImage(MapPage map) throws Exception {
        map.tab("Image");
        map.button("Full report").click();
        assertThat(map.find(".report-none")).containsText("the bound on log p(x) is log p(x|z) + log p(z)");
        assertThat(map.find(".report-multiple").first()).isVisible();
        assertThat(map.find(".report-multiple .chart-prior")).hasCount(0); // its prior is no N(0, 1)
        BundledModel adversarial = new BundledModel(pages.address(), "gan-2");
        map.go(Link.to("gan-2").pin(adversarial.mu(ROW), ROW));
        assertThat(map.find(".here-table [data-term=mu]")).isHidden();
        map.button("Full report").click();
        assertThat(map.find(".report-none")).containsText("no encoder and no p(x|z)");
        assertThat(map.find(".report-images")).containsText("x̂, from z");
        BundledModel sparse = new BundledModel(pages.address(), "sparse-32"); // whose KL has no terms by dimension
        map.go(Link.to("sparse-32").pin(sparse.mu(ROW), ROW));
        assertThat(map.find(".here-image .bound-terms")).containsText("KL");
        assertThat(map.find(".here-plot")).isHidden();
    }
}
