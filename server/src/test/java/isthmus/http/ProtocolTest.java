package isthmus.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Limit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Broken HTTP is the client's fault, and it is told so. */
@Isolated
class ProtocolTest {
    private static final String ENCODE = "POST /api/models/digits/encode";
    private static final String[] UPGRADE = {"Connection: Upgrade", "Upgrade: websocket"};

    @TempDir
    private static Path folder;

    private static SmallServer site;
    private static String host;

    @BeforeAll
    static void open() throws Exception {
        site = new SmallServer(folder, settings -> settings.limit(Limit.MAX_BODY_BYTES, 6000));
        host = site.address().getAuthority();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static void refused(int status, String code, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.contains("\"code\":\"" + code + "\""), answer);
    }

    private static String chunked(String chunks) throws Exception {
        try (RawClient client = new RawClient(site)) {
            return client.ask(ENCODE, host, chunks, "Transfer-Encoding: chunked", "Connection: close")
                    .rest();
        }
    }

    @Test
    void malformedChunksAreRefused() throws Exception {
        refused(400, "BAD_INPUT", chunked("zz\r\nhello\r\n0\r\n\r\n"));
        refused(400, "BAD_INPUT", chunked("-5\r\nhello\r\n0\r\n\r\n"));
        refused(400, "BAD_INPUT", chunked("5\r\nhelloworld\r\n0\r\n\r\n"));
    }

    /** What the server writes to its log meanwhile. */
    private static String logOf(ThrowingRunnable requests) throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            requests.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(UTF_8);
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    void brokenFormsAreRefusedAndLeaveNoStackTraceInTheLog() throws Exception {
        String log = logOf(() -> {
            for (int i = 0; i < 200; i++) {
                String form = i % 2 == 0 ? "no form" : "--xyz\r\nContent-Disposition: form-data; name=\"image\"\r\n";
                HttpResponse<String> answer = site.post(
                        ENCODE.substring(5), form.getBytes(UTF_8), "Content-Type", "multipart/form-data; boundary=xyz");
                assertEquals(400, answer.statusCode(), answer.body());
            }
        });
        assertFalse(log.contains("\n\tat "), log);
    }

    @Test
    void hostsThatHttpDoesNotAllowDoNotFillTheLog() throws Exception {
        String log = logOf(() -> {
            for (int i = 0; i < 100; i++) {
                String answer = RawClient.answer(site, "GET /health", "evil\"><script>" + i);
                assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
            }
        });
        assertTrue(log.lines().count() < 10, log);
    }

    @Test
    void aChunkedFormBeyondTheLimitIsTooLarge() throws Exception {
        String part = "--xyz\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n"
                + "x".repeat(7000) + "\r\n--xyz--\r\n";
        try (RawClient client = new RawClient(site)) {
            String answer = client.ask(
                            ENCODE,
                            host,
                            Integer.toHexString(part.length()) + "\r\n" + part + "\r\n0\r\n\r\n",
                            "Transfer-Encoding: chunked",
                            "Content-Type: multipart/form-data; boundary=xyz",
                            "Connection: close")
                    .rest();
            refused(413, "TOO_LARGE", answer);
        }
    }

    @Test
    void anUpgradeWithoutAKeyIsRefused() throws Exception {
        refused(400, "BAD_INPUT", upgrade("Sec-WebSocket-Version: 13"));
        refused(400, "BAD_INPUT", upgrade("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: short"));
    }

    @Test
    void anotherVersionOfTheSocketIsToldWhichOneThereIs() throws Exception {
        String answer = upgrade("Sec-WebSocket-Version: 12", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        refused(426, "UPGRADE_REQUIRED", answer);
        assertTrue(answer.contains("Sec-WebSocket-Version: 13"), answer);
    }

    private static String upgrade(String... headers) throws Exception {
        try (RawClient client = new RawClient(site)) {
            client.send("GET /live HTTP/1.1\r\nHost: " + host + "\r\n" + String.join("\r\n", UPGRADE) + "\r\n"
                    + String.join("\r\n", headers) + "\r\n\r\n");
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().contains("}")) {
                int next = client.in().read();
                if (next < 0) {
                    break;
                }
                answer.append((char) next);
            }
            return answer.toString();
        }
    }
}
