package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A foreign name that points at this machine, and foreign pages that let browsers compute, get nothing. */
class HostTest {
    private static final String DECODE = "GET /api/models/digits/decode?z=1,2";

    @TempDir
    private static Path folder;

    private static SmallServer site;
    private static String host;

    @BeforeAll
    static void open() throws Exception {
        site = new SmallServer(folder, settings -> {
            settings.publicUrl = "https://isthmus.example";
            settings.allowedOrigins = List.of("https://friend.example:8443");
        });
        host = site.address().getAuthority();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static void answers(int status, String line, String host, String... headers) throws Exception {
        String answer = RawClient.answer(site, line, host, headers);
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), host + ": " + answer);
    }

    @Test
    void aForeignNameGetsNothing() throws Exception {
        for (String path : List.of("/health", "/api/models", "/api/models/digits/atlas.npz", "/nowhere")) {
            answers(421, "GET " + path, "evil.example");
        }
        for (String name :
                List.of("evil.example:7070", "127.0.0.1.evil.example", "localhost.evil.example", "192.0.2.1")) {
            answers(421, DECODE, name);
        }
        String answer = RawClient.answer(site, DECODE, "evil.example");
        assertTrue(answer.contains("\"code\":\"WRONG_HOST\""), answer);
    }

    @Test
    void theServersOwnNamesAreAnswered() throws Exception {
        for (String name : List.of(
                host,
                "localhost",
                "LOCALHOST:7070",
                "localhost.",
                "127.0.0.1",
                "127.0.0.2:80",
                "[::1]:7070",
                "isthmus.example",
                "friend.example:8443",
                "friend.example")) {
            answers(200, DECODE, name);
        }
    }

    @Test
    void pagesAtThePublicAddressAreTheServersOwnWhateverHostAProxySends() throws Exception {
        String encode = "POST /api/models/digits/encode"; // its empty body is refused once it came through
        answers(400, encode, host, "Origin: https://isthmus.example", "Content-Length: 0");
        answers(400, encode, "isthmus.example", "Origin: https://ISTHMUS.example", "Content-Length: 0");
        for (String other : List.of(
                "https://other.example",
                "http://isthmus.example",
                "https://isthmus.example:444",
                "https://isthmus.example.evil",
                "null")) {
            answers(403, encode, host, "Origin: " + other, "Content-Length: 0");
        }
    }

    @Test
    void foreignPagesDoNotLetBrowsersCompute() throws Exception {
        answers(403, DECODE, host, "Sec-Fetch-Site: cross-site");
        answers(403, "GET /api/models/digits/atlas.npz", host, "Sec-Fetch-Site: cross-site");
        answers(200, DECODE, host, "Sec-Fetch-Site: same-origin");
        answers(200, DECODE, host, "Sec-Fetch-Site: none");
        answers(200, DECODE, host, "Sec-Fetch-Site: cross-site", "Origin: https://friend.example:8443");
    }

    @Test
    void whatOtherPagesShowIsForThem() throws Exception {
        // Neither link is one, so 400 says that they came through.
        answers(400, "GET /p/AQ/preview.png", host, "Sec-Fetch-Site: cross-site");
        answers(400, "GET /oembed?url=x", host, "Sec-Fetch-Site: cross-site");
    }
}
