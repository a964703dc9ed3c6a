package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.RequestOptions;
import isthmus.Beside;
import isthmus.TestSettings;
import isthmus.train.SmallModels.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two servers behind the proxy of DEPLOY.md, which has TLS and serves them below a path. */
@Beside
class BehindProxyTest {
    private static final String TOKEN = "correct-horse-battery";
    private static final RequestOptions BEARER = RequestOptions.create().setHeader("Authorization", "Bearer " + TOKEN);

    @RegisterExtension
    final Pages pages = new Pages();

    @TempDir
    private static Path folder;

    private static Linear model;
    private static OwnSite first;
    private static OwnSite second;
    private static Nginx proxy;
    private static String address; // of the page, with a slash at its end

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        Path models = folder.resolve("models");
        model = SmallFolder.model(models, "small");
        int port = Nginx.freePort();
        String origin = "https://127.0.0.1:" + port;
        address = origin + "/isthmus/";
        first = new OwnSite(models, settings -> behind(settings, origin));
        second = new OwnSite(models, settings -> behind(settings, origin));
        proxy = new Nginx(
                Files.createDirectory(folder.resolve("nginx")),
                port,
                first.address().getPort(),
                second.address().getPort());
    }

    private static void behind(TestSettings settings, String origin) {
        settings.publicUrl = origin;
        settings.basePath = "/isthmus";
        settings.token = TOKEN;
        settings.trustProxy = true;
    }

    @AfterAll
    static void close() {
        if (proxy != null) {
            proxy.close();
        }
        first.close();
        second.close();
    }

    /** Waits until HERE shows what the model decodes at a code. */
    private static void assertShows(MapPage map, float... z) {
        Locator canvas = map.find("#here .here-view canvas");
        int[] image = SmallFolder.decoded(model, z);
        assertThat(canvas).isVisible();
        map.page().waitForCondition(() -> {
            CanvasPixels shown = CanvasPixels.of(canvas);
            return shown.width() == SmallFolder.SHAPE.width()
                    && Paper.differences(image, shown) <= Paper.TOLERANCE
                    && !map.find(".here-rough.shown").isVisible();
        });
    }

    /** Points at a place and waits for its image. */
    private static void assertDecodes(MapPage map, double x, double y) {
        double[] at = map.point(x, y);
        assertThat(map.find("#here .here-where")).hasText("under the pointer");
        assertShows(map, (float) at[0], (float) at[1]);
    }

    /** Whether a server has the page's socket. */
    private static boolean hasSession(APIRequestContext programs, OwnSite site) {
        String meters = programs.get(site.at("/isthmus/metrics"), BEARER).text();
        return meters.lines().anyMatch(line -> line.matches("isthmus_sessions [1-9].*"));
    }

    @Test
    void thePageGoesOnAtTheOtherServerWhenItsOwnIsClosed() {
        OpenPage open = pages.prepare(MapPage.SCREEN)
                .bear("WebSocket connection")
                .bear("/icon.svg")
                .bear("ERR_TOO_MANY_RETRIES") // of a proxy that closed a connection as it was used
                .bear("cssRules"); // of the style sheet that did not come so
        MapPage map = MapPage.open(open, address + "?token=" + TOKEN);
        assertEquals(address + "?model=small", map.page().url());
        assertDecodes(map, 0.3, 0.2);
        map.find("#map .surface").press("Enter"); // pins the middle
        float[] pin = map.link("pin", ".+").code("pin", 0);

        map.find("#bar .share").click();
        assertThat(map.find("dialog.share input[readonly]")).hasValue(Pattern.compile(".*/p/.+"));
        String link = map.find("dialog.share input[readonly]").inputValue();
        assertTrue(link.startsWith(address + "p/"), link);
        assertThat(map.find(".share-picture[data-state=there]")).isVisible();
        map = MapPage.open(open, link);
        assertEquals(link, map.page().url());
        assertShows(map, pin);
        map.find("[data-layer=prior]").check();
        map.page().evaluate("() => (window.here = true)");

        APIRequestContext programs = map.page().request();
        OwnSite own = hasSession(programs, first) ? first : second;
        OwnSite other = own == first ? second : first;
        assertFalse(hasSession(programs, other));
        own.stop();
        map.page().waitForCondition(() -> hasSession(programs, other));
        assertThat(map.find("#notices .notice.lost")).isHidden();
        assertDecodes(map, -0.4, 0.5);
        map.page().mouse().move(300, 8); // over the bar
        assertShows(map, pin);
        assertThat(map.find("[data-layer=prior]")).isChecked();
        assertEquals(true, map.page().evaluate("() => window.here"), "the page was not loaded again");
        own.start();
    }

    @Test
    void whatTheProxyKeepsToItselfIsNotToBeHad() {
        APIRequestContext programs = pages.prepare(Screen.DESKTOP).page().request();
        for (OwnSite site : List.of(first, second)) {
            assertEquals(200, programs.get(site.at("/isthmus/metrics"), BEARER).status());
        }
        assertEquals(200, programs.get(address + "health", BEARER).status());
        for (String path :
                List.of("metrics", "metrics/", "%6detrics", "metrics;a", ";/metrics", "/metrics", "../health")) {
            int status = programs.get(address + path, BEARER).status();
            assertTrue(status >= 400 && status < 500, path + ": " + status);
        }
        assertEquals(401, programs.get(address + "health").status());
    }
}
