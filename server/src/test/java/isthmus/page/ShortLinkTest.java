package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import isthmus.Beside;
import isthmus.share.LinkState;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A short link opens to what its sender saw, and says whether it is the same to the byte. */
@Beside
class ShortLinkTest {
    private static final float[][] PATH = {{0.5f, 0.5f}, {-1.1f, 0.25f}, {1.3f, -1.7f}};
    private static final Link LAID =
            Link.to("digits").path(PATH).pin(PATH[1]).view(0.125, -0.2, 3.7).with("frames", "20");

    private static String known; // the link of LAID, once a test has asked for it

    @RegisterExtension
    final Pages pages = new Pages();

    /** The short link of what all these tests lay. */
    private String shared() {
        if (known == null) {
            known = shared(MapPage.open(pages, LAID));
        }
        return known;
    }

    /** The link in the dialog, once the path's frames are in it. */
    private static String shared(MapPage map) {
        map.find("#bar .share").click();
        assertThat(map.find("dialog.share")).containsText("a fingerprint of the 20 frames");
        return map.find("dialog.share input[readonly]").inputValue();
    }

    private static LinkState of(String link) {
        return LinkState.of(link.substring(link.lastIndexOf('/') + 1));
    }

    @Test
    void aShortLinkOpensTheSameStateAndSaysThatItsFramesAreTheSame() {
        MapPage map = MapPage.open(pages, LAID);
        String link = shared(map);
        known = link;
        assertThat(map.find(".share-picture[data-state=there]")).hasCount(1);
        map.open().screenshot("share");
        LinkState held = of(link);
        assertEquals(
                "digits 20 -0.2",
                held.model() + " " + held.frames() + " " + held.view().y());
        assertArrayEquals(new float[] {0.5f, 0.5f, -1.1f, 0.25f, 1.3f, -1.7f}, held.path());
        assertArrayEquals(PATH[1], held.pin().z());

        MapPage other =
                MapPage.open(pages.prepare(MapPage.SCREEN), URI.create(link).getPath());
        assertThat(other.find(".path-verdict")).hasText("same as sent");
        assertThat(other.find("#notices .notice.info"))
                .hasText("These frames are identical to the sender's, byte for byte.");
        other.find(".path-verdict").hover();
        assertThat(other.find(".tooltip")).containsText("identical to the sender's");
        assertTrue(other.page().url().endsWith(URI.create(link).getPath()), "it stays in the address bar");
        other.find("[data-layer=prior]").check(); // what is done from then on is in the readable link
        assertArrayEquals(PATH[2], other.link("layers", ".*prior.*").code("path", 2));
        other.page().goBack();
        assertThat(other.find("[data-layer=prior]")).not().isChecked();
        other.find("#path")
                .getByLabel("Frames", new Locator.GetByLabelOptions().setExact(true))
                .fill("21");
        assertThat(other.find(".path-verdict")).isHidden(); // these frames nobody sent
    }

    @Test
    void framesThatAreNotTheSendersAreSaidToBeOthers() {
        LinkState held = of(shared());
        byte[] far = held.seen().samples().clone();
        far[3] = (byte) (far[3] < 0 ? far[3] - 9 : far[3] + 9);
        byte[] near = held.seen().samples().clone();
        near[3] = (byte) (near[3] < 0 ? near[3] - 1 : near[3] + 1);
        for (byte[] samples : List.of(near, far)) {
            boolean isFar = samples == far;
            LinkState other = new LinkState(
                    held.model(),
                    isFar ? "0123456789ab" : held.version(),
                    held.dim(),
                    held.mode(),
                    held.frames(),
                    held.seed(),
                    held.keyframes(),
                    held.pin(),
                    held.plane(),
                    held.view(),
                    held.layers(),
                    held.colour(),
                    held.dimmed(),
                    held.looked(),
                    new LinkState.SentFrames("01234567", samples),
                    LinkState.Beside.NONE);
            MapPage map = MapPage.open(pages.prepare(MapPage.SCREEN), "/p/" + other.code());
            assertThat(map.find(".path-verdict")).hasText(isFar ? "not as sent" : "nearly as sent");
            map.find(".path-verdict").hover();
            assertThat(map.find(".tooltip"))
                    .containsText(
                            isFar
                                    ? "by up to 9 grey levels, 0.4 on average, judging by the 24 values in the link."
                                            + " The sender had another version of the model."
                                    : "within 1 grey level of the sender's, judging by the 24 values in the link. The"
                                            + " model is the same;");
        }
    }

    @Test
    void aPathThatIsTooLongForALinkIsGivenAsAFile() throws IOException {
        float[][] many = new float[400][];
        for (int i = 0; i < many.length; i++) {
            many[i] = new float[] {(float) Math.sin(i), (float) Math.cos(i * 1.7)};
        }
        MapPage map = MapPage.open(pages, Link.to("digits").path(many));
        map.find("#bar .share").click();
        assertThat(map.find("dialog.share .wrong"))
                .hasText(Pattern.compile("Too long for a short link \\(4096 characters at most\\)\\. Many programs"
                        + " cut links of \\d{4} characters: send a file instead\\."));
        assertThat(map.find(".share-picture")).isHidden();
        assertThat(map.find(".share-embed")).isHidden();
        Download file =
                map.page().waitForDownload(() -> map.button("Save as file").click());
        assertEquals("digits-path.json", file.suggestedFilename());

        MapPage other = MapPage.open(pages, Link.to("fashion"));
        other.open().bear("preview.png"); // it is of no use any more, and taken back
        other.find("#bar .share").click();
        other.find(".share-file input").setInputFiles(file.path());
        assertArrayEquals(many[399], other.link("path", ".+").code("path", 399));
        assertEquals("digits", other.link("model", "digits").get("model"));
        other.find("#bar .share").click();
        other.find(".share-file input").setInputFiles(BundledSite.ROOT.resolve("models/digits/card.json"));
        assertThat(other.find("#notices .notice.wrong")).containsText("This isn't a path file");
    }

    @Test
    void withinAnotherPageThereAreTheMapAndThePathAlone() throws IOException {
        String link = URI.create(shared()).getPath();
        MapPage map = MapPage.open(pages.prepare(new Screen(480, 360, false, false, true)), link + "?embed");
        for (String hidden : List.of("#bar", "#images", "#here", "#sheets", ".map-card", ".path-keyframes")) {
            assertThat(map.find(hidden)).isHidden();
        }
        assertThat(map.find(".path-frame canvas")).hasCount(20);
        assertThat(map.find("#map .key")).hasCount(3);
        Locator away = map.page().getByText("Open in Isthmus");
        assertArrayEquals(of(link).path(), of(away.getAttribute("href")).path());
        BoundingBox play = map.button("Play").boundingBox();
        BoundingBox frames = map.find(".path-scroller").boundingBox();
        assertTrue(play.x + play.width <= frames.x && frames.x + frames.width <= 480, "side by side");
        assertTrue(map.find("#map").boundingBox().height > 250, "the map has most of the room");
        map.button("Play").click();
        assertThat(map.button("Pause")).isVisible();
        map.button("Pause").click();
        double scale = map.seen().scale();
        map.point(0, 0);
        map.page().mouse().wheel(0, -300); // scrolls the page around it, until this one has the focus
        map.frames(2);
        assertEquals(scale, map.seen().scale());
        map.page().keyboard().down("Control");
        map.page().mouse().wheel(0, -30);
        map.page().keyboard().up("Control");
        map.page().waitForCondition(() -> map.seen().scale() > scale);
        map.find("#map .surface").press("+");
        map.frames(2);
        assertTrue(map.page().url().endsWith("?embed"), "the other page's steps are its own");
        assertEquals(List.of(), Axe.violations(map.page()));
        map.open().screenshot("embed");
        map.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        map.frames(3);
        assertEquals(List.of(), Axe.contrasts(map.page(), "html"));
        map.open().screenshot("embed-dark");
    }

    @Test
    void aLinkThatCannotBeOpenedIsAPageThatSaysWhy() throws IOException {
        for (Screen screen : List.of(Screen.PHONE, Screen.DESKTOP.inTheDark())) {
            OpenPage page = pages.prepare(screen).announce("400").go("/p/AQVtb2RlbAYAZGlnaXRzdamaged");
            assertThat(page.page().locator("h1")).hasText("This link can't be opened");
            assertThat(page.page().locator(".sentence")).containsText("expected the checksum");
            assertEquals(List.of(), Axe.violations(page.page()));
            page.screenshot("link-refused-" + screen);
        }
        OpenPage nowhere = pages.prepare(Screen.DESKTOP).announce("404").go("/nope");
        assertThat(nowhere.page().locator("h1")).hasText("Page not found");
        assertThat(nowhere.page().locator(".sentence")).hasText("/nope");
        assertEquals(List.of(), Axe.violations(nowhere.page()));
        nowhere.screenshot("page-not-found");
    }
}
