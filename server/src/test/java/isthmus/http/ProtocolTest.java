package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Limit;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken HTTP is the client's fault, and it is told so. */
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
