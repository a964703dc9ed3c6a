package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.share.SharedMap;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that lies below a path of another's host. */
class BasePathTest {
    private static final String HOST = "https://example.org";
    private static final String BASE = "/maps/isthmus";
    private static final String TOKEN = "correct-horse-battery";
    private static final String[] BEARER = {"Authorization", "Bearer " + TOKEN};
    private static final String CODE = SharedMap.ofDigits(null, "manifold").code();

    @TempDir
    private static Path folder;

    private static SmallServer site;

    @BeforeAll
    static void open() throws Exception {
        site = new SmallServer(folder.resolve("models"), settings -> {
            settings.web = Path.of(System.getProperty("isthmus.root"), "web");
            settings.basePath = BASE;
            settings.publicUrl = HOST;
            settings.token = TOKEN;
        });
    }

    @AfterAll
    static void close() {
        site.close();
    }

    /** The answer to a path of the host, whether below the base or not. */
    private static String answer(String path, String... headers) throws Exception {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = String.join(": ", BEARER);
        return RawClient.answer(site, "GET " + path, "example.org", all);
    }

    @Test
    void everythingLiesBelowIt() throws Exception {
        for (String path : List.of(
                "/",
                "/index.html",
                "/health",
                "/metrics",
                "/icon.svg",
                "/src/main.js",
                "/css/tokens.css",
                "/webjars/d3/7.9.0/dist/d3.min.js",
                "/api/models",
                "/api/models/digits/decode?z=1,2",
                "/p/" + CODE,
                "/p/" + CODE + "/preview.png")) {
            assertTrue(answer(BASE + path).startsWith("HTTP/1.1 200 "), path);
            String outside = answer(path);
            assertTrue(outside.startsWith("HTTP/1.1 404 "), outside);
            assertTrue(outside.contains("expected a path below " + BASE + "/, found "), outside);
        }
        for (String path : List.of("/maps", "/maps/", BASE + "x/", BASE + "/../../health", BASE + "/api", "//health")) {
            assertTrue(answer(path).startsWith("HTTP/1.1 404 "), path);
        }
        String entrance = answer(BASE);
        assertTrue(entrance.startsWith("HTTP/1.1 301 ") && entrance.contains("Location: " + BASE + "/"), entrance);
    }

    @Test
    void thePageAndWhatItNamesAreRelativeToIt() throws Exception {
        String page = site.get("/", BEARER).body();
        assertTrue(page.contains("<base href=\"" + BASE + "/\">"), page);
        assertFalse(
                Pattern.compile("(src|href)=\"(?!" + BASE + ")/").matcher(page).find(), page);
        Matcher script = Pattern.compile("\"(files/\\w+/src/main\\.js)\"").matcher(page);
        assertTrue(script.find(), page);
        HttpResponse<String> file = site.get("/" + script.group(1), BEARER);
        assertEquals(
                "public, max-age=31536000, immutable",
                file.headers().firstValue("Cache-Control").orElse(""));
        String missing = answer(BASE + "/nowhere", "Accept: text/html");
        assertTrue(missing.contains("<base href=\"" + BASE + "/\">"), missing);
        assertFalse(missing.contains("href=\"/css"), missing);
        assertTrue(answer(BASE + "/api/nothing", "Accept: text/html").contains(BASE + "/api/models"));
    }

    @Test
    void whatLeavesTheServerSaysTheWholeAddress() throws Exception {
        String link = HOST + BASE + "/p/" + CODE;
        String page = site.get("/p/" + CODE, BEARER).body();
        for (String part : List.of("og:url\" content=\"" + link, "og:image\" content=\"" + link + "/preview.png")) {
            assertTrue(page.contains(part + "\""), page);
        }
        assertTrue(page.contains("href=\"" + HOST + BASE + "/oembed?"), page);
        var embedding = new ObjectMapper()
                .readTree(site.get("/oembed?url=" + URLEncoder.encode(link, StandardCharsets.UTF_8), BEARER)
                        .body());
        assertEquals(HOST + BASE + "/", embedding.get("provider_url").asText());
        assertEquals(link + "/preview.png", embedding.get("thumbnail_url").asText());
    }

    @Test
    void theTokensCookieIsForItAloneAndForAllServersAtOneAddress() throws Exception {
        String cookie =
                site.get("/?token=" + TOKEN).headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.startsWith("isthmus=" + TOKEN + ";"), cookie);
        assertTrue(cookie.contains("Path=" + BASE + ";") && cookie.contains("Secure"), cookie);
    }

    @Test
    void foreignPagesDoNotLetBrowsersComputeThereEither() throws Exception {
        String decode = BASE + "/api/models/digits/decode?z=1,2";
        assertTrue(answer(decode, "Sec-Fetch-Site: cross-site").startsWith("HTTP/1.1 403 "));
        assertTrue(answer(decode, "Sec-Fetch-Site: same-origin").startsWith("HTTP/1.1 200 "));
    }
}
