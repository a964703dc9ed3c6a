package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.TestSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    private static final String FRIEND = "https://friend.example";

    @TempDir
    private static Path folder;

    private static SmallServer site;
    private static String authority; // host and port

    @BeforeAll
    static void open() throws IOException {
        Path web = Files.createDirectories(folder.resolve("web/src")).getParent();
        Files.writeString(web.resolve("index.html"), "<!doctype html><title>A page</title>");
        Files.writeString(web.resolve("src/a.js"), "export const a = 1;");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        site = new SmallServer(folder.resolve("models"), settings -> {
            settings.web = web;
            settings.allowedOrigins = List.of(FRIEND);
        });
        authority = site.site.address().getAuthority();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    /** Sends text as it is, and gives all that comes back. */
    private static String raw(String text) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), site.site.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String ask(String line, String host, String... headers) throws IOException {
        String head = line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n";
        return raw(head + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n") + "\r\n");
    }

    private static String post(String host, String origin) throws IOException {
        return ask("POST /api/models/digits/encode", host, "Origin: " + origin, "Content-Length: 0");
    }

    private static void assertForbidden(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertTrue(answer.contains("\"code\":\"FORBIDDEN\""), answer);
        assertTrue(answer.contains("expected a request from this server's own page"), answer);
    }

    /** The request came through: its empty body is what is refused. */
    private static void assertLetIn(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }

    @Test
    void foreignPagesDoNotPost() throws IOException {
        assertForbidden(post(authority, "http://evil.example"));
        assertForbidden(post(authority, "null"));
        assertForbidden(post(authority, "http://127.0.0.1:1"));
        assertForbidden(post(authority, "file://" + authority));
        assertForbidden(post(authority, FRIEND + ".evil.example"));
    }

    @Test
    void ownPagesAllowedOnesAndProgramsPost() throws IOException {
        assertLetIn(post(authority, "http://" + authority));
        assertLetIn(post("localhost:7070", "http://localhost:7070"));
        assertLetIn(post("[::1]:7070", "http://[::1]:7070"));
        assertLetIn(ask("POST /api/models/digits/encode", authority, "Content-Length: 0"));
        String friend = post(authority, FRIEND);
        assertLetIn(friend);
        assertTrue(friend.contains("Access-Control-Allow-Origin: " + FRIEND), friend);
        String asked = ask("OPTIONS /api/models/digits/encode", authority, "Origin: " + FRIEND);
        assertTrue(asked.startsWith("HTTP/1.1 204 "), asked);
    }

    @Test
    void foreignPagesOpenNoSockets() throws IOException {
        String[] upgrade = {
            "Connection: Upgrade, close",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Origin: http://evil.example"
        };
        String head = "GET /live HTTP/1.1\r\nHost: " + authority + "\r\n";
        assertForbidden(raw(head + String.join("\r\n", upgrade) + "\r\n\r\n"));
    }

    @Test
    void aReadingRequestCannotBeMadeIntoAPost() throws IOException {
        assertForbidden(ask(
                "GET /api/models/digits/encode",
                authority,
                "Origin: http://evil.example",
                "X-HTTP-Method-Override: POST"));
    }

    @Test
    void everyAnswerCarriesTheHeadersAndNoneTellsOfTheServer() throws IOException {
        for (String answer : List.of(
                ask("GET /health", authority),
                ask("GET /", authority),
                ask("GET /src/a.js", authority),
                ask("GET /nowhere", authority),
                ask("GET /%zz", authority),
                ask("GET /nowhere", authority, "Sec-WebSocket-Version: 13"),
                post(authority, "null"),
                raw("nonsense\r\n\r\n"))) {
            assertTrue(answer.contains("X-Content-Type-Options: nosniff"), answer);
            assertTrue(answer.contains("X-Frame-Options: DENY"), answer);
            assertTrue(answer.contains("frame-ancestors 'none'"), answer);
            assertTrue(answer.contains("script-src 'self'"), answer);
            assertFalse(answer.contains("unsafe-inline"), answer);
            assertFalse(answer.toLowerCase(java.util.Locale.ROOT).contains("jetty"), answer);
            assertFalse(answer.contains("Server: "), answer);
            assertFalse(answer.contains("Set-Cookie"), answer);
            assertFalse(answer.contains("\tat "), answer);
        }
    }

    @Test
    void theWebServersOwnRefusalsAreJsonToo() throws IOException {
        for (String answer : List.of(
                raw("nonsense\r\n\r\n"),
                ask("GET /%zz", authority),
                ask("GET /nowhere", authority, "Sec-WebSocket-Version: 13"),
                ask("GET /" + "a".repeat(20_000), authority))) {
            assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
            assertTrue(answer.contains("{\"code\":\""), answer);
        }
    }

    @Test
    void noInlineScriptMayRun() throws Exception {
        for (HttpResponse<String> answer : List.of(site.get("/"), site.get("/health"))) {
            assertTrue(policy(answer).contains("script-src 'self';"), policy(answer));
            assertEquals(
                    1, answer.headers().allValues("Content-Security-Policy").size());
        }
    }

    @Test
    void thePageMayBeFramedByWhomTheOperatorNames() {
        TestSettings settings = new TestSettings();
        settings.frameAncestors = List.of(FRIEND);
        SecurityHeaders headers = new SecurityHeaders(settings.settings());
        assertTrue(headers.all().get("Content-Security-Policy").endsWith("frame-ancestors 'self' " + FRIEND));
        assertFalse(headers.all().containsKey("X-Frame-Options"));
    }

    @Test
    void filesOfThePageAreServedAndNothingBesideIt() throws Exception {
        HttpResponse<String> script = site.get("/src/a.js");
        assertEquals(200, script.statusCode());
        assertTrue(script.headers().firstValue("Content-Type").orElse("").startsWith("text/javascript"));
        for (String path : List.of(
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/src/..%5c..%5csecret.txt",
                "//secret.txt")) {
            String answer = ask("GET " + path, authority);
            assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
            assertFalse(answer.endsWith("secret"), answer);
        }
    }

    private static String policy(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Security-Policy").orElse("");
    }
}
