package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import isthmus.Beside;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.train.SmallModels.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes away, comes back, or has too much to do. */
@Beside
class ConnectionTest {
    private static final String BROKEN_SOCKET = "WebSocket connection";

    @RegisterExtension
    final Pages pages = new Pages();

    @TempDir
    Path models;

    /** Waits until HERE shows exactly what the model decodes at the pin that the link names. */
    private static void shows(OpenPage open, Linear model) {
        Locator canvas = open.page().locator("#here .here-view canvas");
        open.page().waitForCondition(() -> open.page().url().contains("pin="));
        int[] image = SmallFolder.decoded(model, Link.of(open.page().url()).code("pin", 0));
        assertThat(canvas).isVisible();
        open.page().waitForCondition(() -> {
            CanvasPixels shown = CanvasPixels.of(canvas);
            return shown.width() == SmallFolder.SHAPE.width()
                    && Paper.differences(image, shown) <= Paper.TOLERANCE
                    && !open.page().locator(".here-rough.shown").isVisible();
        });
    }

    @Test
    void whenTheServerComesBackTheMapGoesOnAndIsAskedAgainWhatItWasAsked() throws IOException {
        Linear model = SmallFolder.model(models, "small");
        OwnSite site = pages.serve(models, Limits.defaults());
        OpenPage open = pages.prepare(Screen.DESKTOP)
                .announce(BROKEN_SOCKET)
                .announce("dynamically imported module")
                .bear("/src/")
                .bear("/icon.svg")
                .bear("/api/trainings"); // asked when the map is whole, of a server that may be closing by then
        open.page().route("**/here/here.js", Route::abort); // as if the server went before the panel came
        open.go(site.at("/"));
        assertThat(open.page().locator("#map[data-ready]")).hasCount(1);
        assertThat(open.page().getByText("A panel couldn't be loaded.")).isVisible();
        site.stop();
        open.page().unroute("**/here/here.js");
        Locator lost = open.page().locator("#notices .notice.lost");
        assertThat(lost).hasText("The server isn't responding. Retrying…");
        assertThat(open.page().locator("#map .surface")).isVisible();
        open.page().locator("#map .surface").press("Enter"); // pins the middle: nobody answers
        open.screenshot("state-lost");
        site.start();
        assertThat(lost).isHidden();
        assertThat(open.page().locator(".here-where")).hasText("pinned");
        shows(open, model);
        assertThat(open.page().locator("#here")).not().containsText("under the pointer");
    }

    @Test
    void aModelThatWasReplacedMeanwhileIsShownAnewAndWhatWasDoneIsThereStill() throws IOException {
        SmallFolder.model(models, "small");
        OwnSite site = pages.serve(models, Limits.defaults());
        OpenPage open = pages.prepare(Screen.DESKTOP).bear(BROKEN_SOCKET).bear("/icon.svg");
        MapPage.open(open, site.at(Link.to("small").pin(new float[] {0.5f, 1}).toString()));
        open.page().locator("[data-layer=prior]").check();
        open.page().evaluate("() => (window.here = true)");
        site.stop();
        Linear other = SmallFolder.model(models, "small", 6);
        site.start();
        assertThat(open.page().locator("#notices .notice.info"))
                .hasText("“small” was replaced on the server. Its new version is shown.");
        shows(open, other);
        assertThat(open.page().locator("#map[data-ready]")).hasCount(1);
        open.page().locator("#bar [aria-label=Undo]").click();
        assertThat(open.page().locator("[data-layer=prior]")).not().isChecked();
        assertEquals(true, open.page().evaluate("() => window.here"), "the page was not loaded again");
        assertThat(open.page().locator("#notices .notice.wrong")).hasCount(0);
    }

    @Test
    void aPageOfAnotherProtocolThanTheServersIsFetchedAnewOnceAndSaysSoThen() {
        OpenPage open = pages.prepare(Screen.DESKTOP);
        AtomicInteger loaded = new AtomicInteger();
        open.page().onRequest(request -> loaded.addAndGet(request.isNavigationRequest() ? 1 : 0));
        open.page()
                .routeWebSocket(
                        "**/live",
                        socket -> socket.send("{\"hello\":{\"version\":2,\"isthmus\":\"9\",\"limits\":{}}}"));
        open.go("/");
        assertThat(open.page().locator("#notices .notice.lost"))
                .hasText("This page and the server have different versions. Reload the page.");
        assertEquals(2, loaded.get());
    }

    @Test
    void aModelThatDoesNotComeBackWithTheServerIsSaidToBeGone() throws IOException {
        SmallFolder.model(models, "small");
        OwnSite site = pages.serve(models, Limits.defaults());
        OpenPage open = pages.prepare(Screen.DESKTOP)
                .bear(BROKEN_SOCKET)
                .bear("/icon.svg")
                .bear("/api/trainings"); // asked when the map is whole
        MapPage.open(open, site.at("/"));
        site.stop();
        Files.move(models.resolve("small"), models.resolve("other"));
        SmallFolder.model(models, "other");
        site.start();
        Locator blank = open.page().locator(".blank");
        assertThat(blank).containsText("“small” is no longer available");
        open.screenshot("state-gone");
        blank.locator("button").click();
        assertThat(blank).isHidden();
        assertThat(open.page().locator("#map[data-ready]")).hasCount(1);
        assertThat(open.page().locator(".chooser .name")).hasText("other");
    }

    @Test
    void whatTheServerIsTooBusyForIsSaidAndAskedAgain() throws IOException {
        Linear model = SmallFolder.model(models, "small");
        Limits narrow = Limits.defaults().with(Limit.MAX_RUNNING_REQUESTS, 1);
        OwnSite site = pages.serve(models, narrow);
        OpenPage open = pages.prepare(Screen.DESKTOP)
                .go(site.at(Link.to("small").pin(new float[] {0.5f, 1}).toString()));
        assertThat(open.page().locator("#notices .notice.busy")).hasText("The server is busy. Retrying…");
        open.screenshot("state-busy");
        shows(open, model);
        assertThat(open.page().locator("#map[data-ready]")).hasCount(1);
        assertThat(open.page().locator("#notices .notice.wrong")).hasCount(0);
    }

    @Test
    void whatIsFetchedWhenItIsFirstWantedSaysWhereItCannotBe() throws IOException {
        SmallFolder.model(models, "small");
        OwnSite site = pages.serve(models, Limits.defaults());
        OpenPage open = pages.prepare(Screen.DESKTOP)
                .announce("/src/views/report/report.js")
                .announce("/dialogs/picture.js");
        open.page().route("**/src/views/report/report.js", Route::abort);
        open.page().route("**/src/views/dialogs/picture.js", Route::abort);
        MapPage.open(open, site.at("/"));
        open.page().keyboard().press("r");
        Locator wrong = open.page().locator("#notices .notice.wrong");
        assertThat(wrong).containsText("The report couldn't be loaded. Reload the page");
        assertThat(open.page().locator("#report")).isHidden();
        open.page().locator("#bar .export").click();
        open.page().locator("[data-entry=picture]").click();
        assertThat(wrong).hasCount(2);
        assertThat(wrong.filter(new Locator.FilterOptions().setHasText("This panel couldn't be loaded.")))
                .hasCount(1);
        open.page().unroute("**/src/views/report/report.js");
        open.page().waitForCondition(() -> !open.page().url().contains("report")); // it would open by itself
        open.page().reload();
        assertThat(open.page().locator("#map[data-ready]")).hasCount(1);
        open.page().keyboard().press("r");
        assertThat(open.page().locator("#report")).isVisible();
    }

    @Test
    void whileNobodyKnowsTheModelsThePageSaysSoAndOpensWhenSomebodyDoes() throws IOException {
        SmallFolder.model(models, "small");
        OwnSite site = pages.serve(models, Limits.defaults());
        OpenPage open = pages.prepare(Screen.DESKTOP).announce("request: GET");
        open.page().route("**/api/models", route -> route.abort("connectionrefused"));
        open.go(site.at("/"));
        assertThat(open.page().locator(".blank")).containsText("The server isn't responding");
        assertEquals(List.of(), Axe.violations(open.page()));
        open.screenshot("state-not-answering");
        open.page().unroute("**/api/models");
        assertThat(open.page().locator("#map[data-ready]")).hasCount(1);
        assertThat(open.page().locator(".blank")).isHidden();
    }
}
