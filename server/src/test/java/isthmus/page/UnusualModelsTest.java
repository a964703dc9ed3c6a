package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import isthmus.Limits;
import isthmus.image.Shape;
import isthmus.train.SmallModels.Linear;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Models that have no data, one latent dimension or images of any shape open as others do. */
@Beside
class UnusualModelsTest {
    @RegisterExtension
    final Pages pages = new Pages();

    @TempDir
    Path models;

    private MapPage open(OwnSite site, String model) {
        return MapPage.open(pages.prepare(MapPage.SCREEN), site.at("/?model=" + model));
    }

    @Test
    void theyOpenAndSayWhatTheyLack() throws Exception {
        SmallFolder.bare(models, "bare", Linear.drawn(new Shape(1, 37, 53), 7, 3));
        SmallFolder.model(models, "line", Linear.drawn(SmallFolder.SHAPE, 1, 4));
        OwnSite site = pages.serve(models, Limits.defaults());
        MapPage bare = open(site, "bare");
        assertThat(bare.find("#map .empty")).containsText("no encoded data");
        assertThat(bare.find("#map .empty")).containsText("isthmus encode bare DATA");
        bare.tab("Plane");
        assertThat(bare.find(".here-plane")).isVisible();
        assertThat(bare.find("[aria-label='Principal components']")).isHidden();
        assertThat(bare.find(".here-plane select").first()).hasValue("0");
        bare.find(".here-plane select").first().selectOption("4");
        assertThat(bare.find(".axis-name.foot")).hasText("z₅");
        assertEquals(List.of(), Axe.violations(bare.page()));
        bare.open().screenshot("bare");
        MapPage line = open(site, "line");
        assertThat(line.find("#map .empty")).isEmpty();
        assertThat(line.find("#map .axis-name.side")).isEmpty();
        line.open().screenshot("line");
    }

    @Test
    void imagesWithAlphaLieOnThePaperAndLongCodesStayOutOfTheAddress() throws Exception {
        SmallFolder.model(models, "alpha", Linear.drawn(new Shape(4, 12, 10), 2, 3));
        SmallFolder.model(models, "long", Linear.drawn(SmallFolder.SHAPE, 1500, 4));
        OwnSite site = pages.serve(models, Limits.defaults());
        MapPage alpha = open(site, "alpha");
        alpha.find("#map .surface").press("Enter");
        assertThat(alpha.find("#here canvas").first()).isVisible();
        alpha.open().screenshot("alpha");
        MapPage far = open(site, "long");
        far.find("#map .surface").press("Enter");
        assertThat(far.find("#notices .notice.info")).containsText("too long for the address");
        far.page().reload(); // as the server does not answer addresses that are longer
        far.ready();
        far.open().screenshot("long");
    }
}
