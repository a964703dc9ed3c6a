package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Limit;
import isthmus.TestSettings;
import isthmus.http.SmallServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a socket is opened, and what closes it. */
class SocketTest {
    @TempDir
    Path folder;

    private SmallServer open(Consumer<TestSettings> change) throws IOException {
        return new SmallServer(folder, change);
    }

    /** Asks for a socket; gives the head of the answer. */
    private static String upgrade(SmallServer site, String... headers) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), site.address().getPort())) {
            socket.setSoTimeout(10_000);
            String head = "GET /live HTTP/1.1\r\nHost: " + site.address().getAuthority()
                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + String.join("\r\n", headers)
                    + (headers.length == 0 ? "" : "\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                answer.append(line).append('\n');
            }
            return answer.toString();
        }
    }

    @Test
    void foreignPagesOpenNoSocket() throws IOException {
        try (SmallServer site = open(settings -> settings.allowedOrigins = List.of("https://friend.example"))) {
            assertTrue(upgrade(site, "Origin: http://evil.example").startsWith("HTTP/1.1 403 "));
            assertTrue(upgrade(site, "Origin: null").startsWith("HTTP/1.1 403 "));
            assertTrue(upgrade(site, "Origin: https://friend.example").startsWith("HTTP/1.1 101 "));
            assertTrue(upgrade(site, "Origin: http://" + site.address().getAuthority())
                    .startsWith("HTTP/1.1 101 "));
            assertTrue(upgrade(site).startsWith("HTTP/1.1 101 "));
        }
    }

    @Test
    void compressionIsNotNegotiated() throws IOException {
        try (SmallServer site = open(settings -> {})) {
            String answer = upgrade(site, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
            assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
            assertFalse(answer.contains("Extensions"), answer);
        }
    }

    @Test
    void moreSessionsThanTheLimitAreBusy() throws Exception {
        try (SmallServer site = open(settings -> settings.limit(Limit.MAX_SESSIONS, 1))) {
            try (LiveClient only = new LiveClient(site.address())) {
                assertEquals(1, only.hello().get("version").asInt());
                assertTrue(upgrade(site).startsWith("HTTP/1.1 503 "), upgrade(site));
                assertTrue(site.meters.text().contains("isthmus_sessions 1.0"), site.meters.text());
            }
            while (!site.meters.text().contains("isthmus_sessions 0.0")) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertTrue(upgrade(site).startsWith("HTTP/1.1 101 "));
        }
    }

    @Test
    void oneAddressTakesNotAllSessionsAndAProxysClientsAreToldApart() throws Exception {
        try (SmallServer site = open(settings -> {
                    settings.trustProxy = true;
                    settings.limit(Limit.MAX_SESSIONS_PER_ADDRESS, 1);
                });
                LiveClient only = new LiveClient(site.address())) {
            assertEquals(1, only.hello().get("version").asInt());
            assertTrue(upgrade(site).startsWith("HTTP/1.1 503 "), upgrade(site));
            assertTrue(upgrade(site, "X-Forwarded-For: 192.0.2.7").startsWith("HTTP/1.1 101 "));
        }
    }

    @Test
    void aFrameBeyondTheLimitClosesTheSessionAlone() throws Exception {
        try (SmallServer site = open(settings -> settings.limit(Limit.MAX_TEXT_BYTES, 256));
                LiveClient other = new LiveClient(site.address());
                LiveClient client = new LiveClient(site.address())) {
            client.send("x".repeat(300));
            assertEquals(1009, client.closed.get(10, TimeUnit.SECONDS));
            assertEquals(
                    "done", other.ask("{'id': 1, 'op': 'cancel', 'request': 0}").end());
        }
    }

    @Test
    void framesAreCounted() throws Exception {
        try (SmallServer site = open(settings -> {});
                LiveClient client = new LiveClient(site.address())) {
            client.ask("{'id': 1, 'op': 'cancel', 'request': 0}");
            while (!site.meters.text().contains("isthmus_frames_sent_total 2.0")) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }
}
