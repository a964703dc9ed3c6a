package isthmus.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Limit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are being made are bounded, and nobody works for a client that has left. */
@Beside
class ActiveAnswersTest {
    private static final String PATH = "/api/models/digits/path";
    private static final String BODY = "{\"keyframes\": [[1, 2], [3, 4]], \"frames\": 1024, \"as\": \"f4\"}";

    @TempDir
    Path folder;

    private final Gate gate = new Gate();

    private SmallServer open(long bytes) throws IOException {
        return new SmallServer(folder, settings -> settings.limit(Limit.MAX_ANSWER_BYTES, bytes), gate::open);
    }

    private static RawClient post(SmallServer site) throws IOException {
        return new RawClient(site)
                .ask("POST " + PATH, site.address().getAuthority(), BODY, "Content-Length: " + BODY.length());
    }

    private void await(int batches) throws InterruptedException {
        for (int tries = 0; gate.batches.get() < batches; tries++) {
            assertTrue(tries < 2000, gate.batches.get() + " batches");
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void answersBeyondTheBudgetAreBusyUntilOthersAreSent() throws Exception {
        // A path takes 12 bytes for each of 20 * 1024 values: two fit, three do not.
        try (SmallServer site = open(600_000);
                RawClient first = post(site);
                RawClient second = post(site);
                RawClient third = post(site);
                Gate closed = gate) {
            List<RawClient> waiting = new ArrayList<>(List.of(first, second, third));
            RawClient refused = answered(waiting);
            assertEquals("HTTP/1.1 503 Service Unavailable", refused.status());
            waiting.remove(refused);
            for (RawClient client : waiting) {
                assertEquals(0, client.in().available(), "nothing is sent before the network has run");
            }
            closed.open();
            for (RawClient client : waiting) {
                assertEquals("HTTP/1.1 200 OK", client.status());
            }
            int status = 0;
            for (int tries = 0; status != 200; tries++) {
                assertTrue(tries < 100, "" + status);
                status = site.post(PATH, BODY.getBytes(UTF_8)).statusCode();
            }
        }
    }

    /** Waits until one of them has an answer. */
    private static RawClient answered(List<RawClient> clients) throws Exception {
        for (int tries = 0; tries < 2000; tries++) {
            for (RawClient client : clients) {
                if (client.in().available() > 0) {
                    return client;
                }
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("nobody was answered");
    }

    @Test
    void thePathOfAClientThatLeftIsDecodedNoFurther() throws Exception {
        try (SmallServer site = open(1 << 30);
                Gate closed = gate) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(post(site));
            }
            await(1);
            for (RawClient client : clients) {
                client.close();
            }
            TimeUnit.SECONDS.sleep(1); // in which the server looks four times
            int begun = gate.batches.get();
            closed.permits.release(4);
            TimeUnit.MILLISECONDS.sleep(500);
            assertTrue(gate.batches.get() <= begun + 1, gate.batches.get() + " batches after " + begun);
            closed.open();
            assertEquals(200, site.post(PATH, BODY.getBytes(UTF_8)).statusCode());
        }
    }

    @Test
    void aClientThatAsksAgainWhileItsAnswerIsMadeIsAnsweredTwice() throws Exception {
        try (SmallServer site = open(1 << 30);
                RawClient client = post(site);
                Gate closed = gate) {
            await(1);
            client.ask("GET /health", site.address().getAuthority(), "", "Connection: close");
            TimeUnit.SECONDS.sleep(1); // in which the server looks, and takes a byte of the second request
            closed.open();
            String both = client.rest();
            assertTrue(both.startsWith("HTTP/1.1 200 OK"));
            assertTrue(both.contains("\"status\":\"ok\""), both.substring(Math.max(0, both.length() - 500)));
        }
    }
}
