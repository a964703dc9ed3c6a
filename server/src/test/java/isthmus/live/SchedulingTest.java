package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.http.SmallServer;
import isthmus.live.LiveClient.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes first, who gives way, and how each request ends: over a network that runs only when a test lets it. */
class SchedulingTest {
    private static final String TILES =
            "{'id': %d, 'op': 'tiles', 'model': 'digits', 'view': [%d, -3, %d, 3], 'level': 8}";

    @TempDir
    Path folder;

    private final Gated.Gate gate = new Gated.Gate();
    private SmallServer site;
    private LiveClient client;

    @BeforeEach
    void open() throws IOException {
        CompletableFuture<SmallServer> opened = CompletableFuture.supplyAsync(() -> {
            try {
                return new SmallServer(folder, settings -> {}, gate::over);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        site = opened.join();
        client = new LiveClient(site.address());
    }

    @AfterEach
    void close() {
        gate.open();
        client.close();
        site.close();
    }

    private static String hover(int id, double x) {
        return "{'id': %d, 'op': 'decode', 'model': 'digits', 'codes': [[%s, 0]], 'lane': 'hover', 'as': 'f4'}"
                .formatted(id, x);
    }

    private void assertShows(double x, Message answer) {
        assertArrayEquals(site.mean((float) x, 0), answer.numbers("pixels"), 1e-6);
    }

    @Test
    void onALaneTheNewestTakesThePlaceOfWhatHasNotBegunAndIsAnswered() throws Exception {
        client.send(hover(1, 1));
        gate.awaitBatch();
        client.send(hover(2, 2)).send(hover(3, 3)).send(hover(4, 4));
        Message second = client.next();
        Message third = client.next();
        assertEquals(List.of(2L, 3L), List.of(second.id(), third.id()));
        assertEquals("replaced", second.end());
        assertEquals("replaced", third.end());
        gate.open();
        Set<Long> answered = new HashSet<>(); // in either order: each is written as soon as it is computed
        for (int i = 0; i < 2; i++) {
            Message message = client.next();
            answered.add(message.id());
            if (message.isText()) { // the first is not sent where the newest was written before it
                assertEquals(1, message.id(), message.head().toString());
            } else {
                assertShows((double) message.id(), message);
            }
        }
        assertEquals(Set.of(1L, 4L), answered);
        assertEquals(2, gate.batches.get());
    }

    @Test
    void lanesOfOtherNamesAndSessionsGoOn() throws Exception {
        try (LiveClient other = new LiveClient(site.address())) {
            client.send(hover(1, 1));
            gate.awaitBatch();
            client.send(hover(2, 2)).send(hover(3, 3).replace("hover", "slider"));
            other.send(hover(2, 5));
            gate.open();
            Set<Long> answered = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                Message message = client.next();
                // The first is not sent where the second of its lane was written before it.
                assertTrue(
                        !message.isText() || message.id() == 1, message.head().toString());
                answered.add(message.id());
            }
            assertEquals(Set.of(1L, 2L, 3L), answered);
            assertShows(5, other.next());
        }
    }

    @Test
    void aNewViewportTakesThePlaceOfTheOldOne() throws Exception {
        client.send(TILES.formatted(1, -3, 3));
        gate.awaitBatch();
        client.send(TILES.formatted(2, 10, 11));
        Message replaced = client.next();
        assertEquals(1, replaced.id());
        assertEquals("replaced", replaced.end());
        gate.open();
        Message last;
        do {
            last = client.next();
            assertEquals(2, last.id());
        } while (!last.last());
        assertTrue(gate.batches.get() < 10, "the 16 tiles of the first were not decoded");
    }

    @Test
    void whatIsCancelledEndsOnceAndIsNotComputed() throws Exception {
        client.send("{'id': 1, 'op': 'path', 'model': 'digits', 'keyframes': [[0, 0], [1, 1]], 'frames': 500}");
        gate.awaitBatch();
        client.send("{'id': 2, 'op': 'cancel', 'request': 1}");
        Message cancelled = client.next();
        assertEquals(1, cancelled.id());
        assertEquals("cancelled", cancelled.end());
        Message done = client.next();
        assertEquals(2, done.id());
        assertEquals("done", done.end());
        gate.open();
        assertShows(1, client.ask(hover(3, 1)));
        assertTrue(client.isQuiet());
        assertTrue(gate.rows.get() < 100, gate.rows + " rows were decoded");
        assertEquals(
                "done", client.ask("{'id': 2, 'op': 'cancel', 'request': 1}").end());
    }

    @Test
    void aTileThatTwoWaitForIsDecodedOnceAndOutlivesACancellation() throws Exception {
        String tile = "{'id': %d, 'op': 'tiles', 'model': 'digits', 'view': [0.1, 0.1, 0.2, 0.2], 'level': 8}";
        try (LiveClient other = new LiveClient(site.address())) {
            client.send(hover(9, 0));
            gate.awaitBatch();
            client.send(tile.formatted(1));
            other.send(tile.formatted(1));
            // Once this is answered, the server has read both.
            other.ask("{'id': 3, 'op': 'cancel', 'request': 2}");
            client.ask("{'id': 2, 'op': 'cancel', 'request': 1}");
            gate.open();
            Message shared = other.next();
            assertFalse(shared.isText(), shared.head().toString());
            assertTrue(shared.last());
            assertEquals(2, gate.batches.get());
            other.ask(tile.formatted(4));
            assertEquals(2, gate.batches.get(), "it is kept");
        }
    }

    @Test
    void aTileThatNobodyWaitsForAnyMoreIsNotDecoded() throws Exception {
        client.send(hover(9, 0));
        gate.awaitBatch();
        client.send(TILES.formatted(1, -3, 3)).ask("{'id': 2, 'op': 'cancel', 'request': 1}");
        client.next();
        gate.open();
        client.next();
        client.ask(hover(3, 1));
        assertEquals(2, gate.batches.get());
    }

    @Test
    void aLongRequestLetsOthersIn() throws Exception {
        String codes = "[0,0],".repeat(2047) + "[0,0]";
        client.send("{'id': 1, 'op': 'decode', 'model': 'digits', 'codes': [" + codes + "]}");
        gate.awaitBatch();
        try (LiveClient other = new LiveClient(site.address())) {
            other.send(hover(1, 2));
            CompletableFuture<Message> answer = CompletableFuture.supplyAsync(other::next);
            int batches = 0;
            while (!isThere(answer)) {
                gate.letOne();
                gate.awaitBatch();
                batches++;
            }
            assertShows(2, answer.get(30, TimeUnit.SECONDS));
            assertTrue(batches < 20, batches + " batches ran before the hover");
            assertTrue(client.isQuiet());
        }
        gate.open();
        assertEquals(List.of(2048, 1, 4, 5), client.next().shape("pixels"));
    }

    /** Whether it is there, given a moment to come. */
    private static boolean isThere(CompletableFuture<?> answer) throws Exception {
        try {
            answer.get(50, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    void hoversComeBeforeTilesThatWait() throws Exception {
        client.send(TILES.formatted(1, -3, 3));
        gate.awaitBatch();
        try (LiveClient other = new LiveClient(site.address())) {
            other.send(hover(1, 2));
            other.ask("{'id': 2, 'op': 'cancel', 'request': 9}");
            gate.letOne();
            gate.letOne();
            assertShows(2, other.next());
            assertTrue(gate.batches.get() <= 3);
        }
    }

    @Test
    void aPathComesInOrder() {
        gate.open();
        List<Message> all = client.askAll(
                "{'id': 1, 'op': 'path', 'model': 'digits', 'keyframes': [[0, 0], [1, 1]], 'frames': 100}");
        int from = 0;
        for (Message message : all) {
            assertEquals(from, message.head().get("from").asInt());
            from += message.shape("codes").get(0);
        }
        assertEquals(100, from);
    }

    @Test
    void aFullQueueIsBusyToWhomAsked() throws Exception {
        client.send(hover(0, 0));
        gate.awaitBatch();
        List<Message> refused = new ArrayList<>();
        for (int id = 1; id <= 30; id++) {
            client.send("{'id': %d, 'op': 'decode', 'model': 'digits', 'codes': [[0, 0]]}".formatted(id));
        }
        for (int i = 0; i < 14; i++) {
            refused.add(client.next());
        }
        for (Message message : refused) {
            assertEquals("BUSY", message.error().get("code").asText());
        }
        gate.open();
        for (int i = 0; i < 17; i++) {
            assertNull(client.next().error());
        }
    }
}
