package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that asks for a token shows nothing to those who have none. */
class TokenTest {
    private static final String TOKEN = "correct-horse-battery";

    @TempDir
    private static Path folder;

    private static SmallServer site;

    @BeforeAll
    static void open() throws Exception {
        Path web = Files.createDirectories(folder.resolve("web"));
        Files.writeString(web.resolve("index.html"), "<!doctype html><title>A page</title>");
        site = new SmallServer(folder.resolve("models"), settings -> {
            settings.token = TOKEN;
            settings.web = web;
            settings.allowedOrigins = List.of("https://friend.example");
        });
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static String upgrade(String... headers) throws Exception {
        try (RawClient client = new RawClient(site)) {
            client.ask("GET /live", site.address().getAuthority(), "", headers);
            return client.status();
        }
    }

    @Test
    void withoutItNothingIsAnswered() throws Exception {
        for (String path : List.of("/", "/health", "/metrics", "/api/models", "/p/AQ/preview.png", "/?token=wrong")) {
            HttpResponse<String> answer = site.get(path);
            assertEquals(401, answer.statusCode(), path);
            assertTrue(answer.body().contains("UNAUTHORIZED"), answer.body());
            assertFalse(answer.body().contains(TOKEN), answer.body());
            assertTrue(answer.headers().firstValue("Set-Cookie").isEmpty());
        }
        assertEquals(401, site.get("/health", "Authorization", "Bearer wrong").statusCode());
        assertEquals(
                401, site.post("/api/models/digits/encode", SmallServer.png(1)).statusCode());
        assertEquals(401, site.post("/api/imports", SmallServer.png(1)).statusCode());
    }

    @Test
    void programsSendItInAHeader() throws Exception {
        assertEquals(
                200, site.get("/health", "Authorization", "Bearer " + TOKEN).statusCode());
    }

    @Test
    void aLinkWithItOpensThePageAndACookieOpensTheRest() throws Exception {
        HttpResponse<String> page = site.get("/?token=" + TOKEN);
        assertEquals(200, page.statusCode());
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
        String pair = cookie.split(";", 2)[0];
        assertEquals(200, site.get("/health", "Cookie", pair).statusCode());
        assertEquals(401, site.get("/health", "Cookie", pair + "x").statusCode());
    }

    @Test
    void socketsAskForItToo() throws Exception {
        String[] upgrade = {
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "X-Nothing: 1"
        };
        assertTrue(upgrade(upgrade).startsWith("HTTP/1.1 401 "));
        upgrade[4] = "Authorization: Bearer " + TOKEN;
        assertTrue(upgrade(upgrade).startsWith("HTTP/1.1 101 "));
    }

    @Test
    void anAllowedPageMayAskWhetherItMaySendIt() throws Exception {
        String answer = RawClient.answer(
                site,
                "OPTIONS /api/models",
                site.address().getAuthority(),
                "Origin: https://friend.example",
                "Access-Control-Request-Headers: authorization");
        assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
        assertTrue(answer.contains("Authorization"), answer);
    }
}
