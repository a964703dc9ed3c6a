package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Limit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send or read slowly, or not at all: others do not notice, and in the end they are cut off. */
@Beside
class SlowClientsTest {
    private static final String ENCODE = "POST /api/models/digits/encode";
    private static final int CLIENTS = 100; // more than the web server has threads
    private static final int READERS = 70; // the same
    private static final int BIG = 8 << 20; // bytes, more than the kernel keeps for a connection that is not read
    private static final long SOON = 5; // seconds, fewer than those after which slow ones are cut off

    @TempDir
    Path folder;

    private SmallServer open(Object... limits) throws IOException {
        Path web = Files.createDirectories(folder.resolve("web"));
        Files.writeString(web.resolve("index.html"), "<!doctype html><title>A page</title>");
        Files.write(web.resolve("big.bin"), new byte[BIG]);
        return new SmallServer(folder.resolve("models"), settings -> {
            for (int i = 0; i < limits.length; i += 2) {
                settings.limit((Limit) limits[i], ((Number) limits[i + 1]).longValue());
            }
            settings.web = web;
        });
    }

    private static String host(SmallServer site) {
        return site.address().getAuthority();
    }

    /** A hover over the socket, and the state over HTTP, both answered soon. */
    private static void assertServes(SmallServer site) throws Exception {
        CompletableFuture<Integer> health = CompletableFuture.supplyAsync(() -> {
            try {
                return site.get("/health").statusCode();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(200, health.get(SOON, TimeUnit.SECONDS));
        CompletableFuture<Void> answered = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + host(site) + "/live"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
                        answered.complete(null);
                        return WebSocket.Listener.super.onBinary(from, data, last);
                    }
                })
                .get(SOON, TimeUnit.SECONDS);
        CompletableFuture<WebSocket> unused =
                socket.sendText("{\"id\": 1, \"op\": \"decode\", \"model\": \"digits\", \"codes\": [[1, 2]]}", true);
        answered.get(SOON, TimeUnit.SECONDS);
        socket.abort();
    }

    @Test
    void thoseWhoStopInTheMiddleOfABodyHoldNobodyUp() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (SmallServer site = open()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new RawClient(site).ask(ENCODE, host(site), "x", "Content-Length: 100"));
                clients.add(new RawClient(site).ask(ENCODE, host(site), "1\r\n", "Transfer-Encoding: chunked"));
            }
            assertServes(site);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void thoseWhoDoNotReadTheirAnswersHoldNobodyUp() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (SmallServer site = open(Limit.MAX_ANSWER_BYTES, 1 << 30, Limit.MAX_ANSWER_BYTES_PER_ADDRESS, 1 << 30)) {
            for (int i = 0; i < READERS; i++) {
                clients.add(new RawClient(site).ask("GET /big.bin", host(site), ""));
            }
            for (RawClient client : clients) {
                assertEquals("HTTP/1.1 200 OK", client.status());
            }
            assertServes(site);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aBodyThatComesInPiecesIsWholeInTheEnd() throws Exception {
        try (SmallServer site = open();
                RawClient client = new RawClient(site)) {
            byte[] png = SmallServer.png(7);
            client.ask(ENCODE, host(site), "", "Content-Length: " + png.length);
            for (byte one : png) {
                client.send(new byte[] {one});
                TimeUnit.MILLISECONDS.sleep(1);
            }
            assertEquals("HTTP/1.1 200 OK", client.status());
        }
    }

    @Test
    void aBodyThatComesTooSlowlyIsRefused() throws Exception {
        try (SmallServer site = open(Limit.TRANSFER_GRACE_SECONDS, 1);
                RawClient client = new RawClient(site)) {
            client.ask(ENCODE, host(site), "x", "Content-Length: 100");
            String answer = client.rest();
            assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            assertTrue(answer.contains("\"code\":\"TIMED_OUT\""), answer);
        }
    }

    @Test
    void anAnswerThatIsReadTooSlowlyIsCutOff() throws Exception {
        try (SmallServer site = open(Limit.TRANSFER_GRACE_SECONDS, 1, Limit.MIN_BYTES_PER_SECOND, 1 << 30);
                RawClient client = new RawClient(site)) {
            client.ask("GET /big.bin", host(site), "");
            TimeUnit.SECONDS.sleep(3);
            long count = 0;
            byte[] some = new byte[1 << 16];
            try {
                for (int n = client.in().read(some); n >= 0; n = client.in().read(some)) {
                    count += n;
                }
            } catch (IOException e) {
                count += 0; // reset, which is as good as closed
            }
            assertTrue(count < BIG, "read " + count);
        }
    }

    @Test
    void unfinishedBodiesCountAgainstATotal() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (SmallServer site = open(Limit.MAX_UPLOAD_BYTES, 1 << 20, Limit.MAX_UPLOAD_BYTES_PER_ADDRESS, 1 << 19)) {
            byte[] part = new byte[60_000];
            for (int i = 0; i < 20; i++) {
                clients.add(new RawClient(site).ask(ENCODE, host(site), "", "Content-Length: 100000"));
                clients.get(i).send(part);
            }
            // There is room for eight; which they are is a matter of whose bytes came first.
            List<RawClient> answered = answered(clients);
            for (; answered.size() < 12; answered = answered(clients)) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            for (RawClient client : answered) {
                String refused = client.rest();
                assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
                assertTrue(refused.contains("\"code\":\"BUSY\""), refused);
            }
            for (RawClient client : clients) {
                client.close();
            }
            // What they held is free again, once the server has seen that they are gone.
            for (int status = 0; status != 200; TimeUnit.MILLISECONDS.sleep(50)) {
                status = site.post("/api/models/digits/encode", SmallServer.png(1))
                        .statusCode();
                assertTrue(status == 200 || status == 503, "" + status);
            }
        }
    }

    private static List<RawClient> answered(List<RawClient> clients) throws IOException {
        List<RawClient> answered = new ArrayList<>();
        for (RawClient client : clients) {
            if (client.in().available() > 0) {
                answered.add(client);
            }
        }
        return answered;
    }
}
