package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Limit;
import isthmus.Limits;
import isthmus.image.Shape;
import isthmus.live.LiveClient.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session may be owed so many bytes; whatever ends, what was reserved for it is free again. */
class ReservationTest {
    private static final Shape SHAPE = new Shape(1, 64, 64);
    private static final int MOST = 300_000; // bytes: one tile, or 16 images of a path as f4

    private static final String TILES =
            "{'id': %d, 'op': 'tiles', 'model': 'large', 'view': [-3, -3, 3, 3], 'level': 7, 'lane': '%2$s'}";
    private static final String PATH =
            "{'id': %d, 'op': 'path', 'model': 'large', 'keyframes': [[0, 0], [1, 1]], 'frames': 48, 'as': 'f4'}";
    private static final String DECODE =
            "{'id': %d, 'op': 'decode', 'model': 'large', 'codes': [" + "[0, 0],".repeat(64) + "[0, 0]]}";
    private static final String CANCEL = "{'id': %d, 'op': 'cancel', 'request': %d}";

    @TempDir
    Path folder;

    private static Limits limits() {
        return Limits.defaults().with(Limit.MAX_WAITING_BYTES, MOST);
    }

    /** The request under an id, tiles on a lane of their own. */
    private static String asked(String request, int id) {
        return request.formatted(id, Character.toString('a' + id % 26));
    }

    private static void readToTheEnd(LiveClient client, int requests) {
        for (int ended = 0; ended < requests; ) {
            Message message = client.next();
            assertTrue(message.error() == null, () -> message.head().toString());
            ended += message.last() || message.isText() ? 1 : 0;
        }
    }

    @Test
    void whenASlowReaderMeetsTheLimitEveryRequestIsAnsweredAndNothingStaysReserved() throws Exception {
        try (LiveSite site = new LiveSite(folder, SHAPE, limits());
                LiveClient client = new LiveClient(site.address(), false)) {
            List<LiveSession> sessions = site.live.sessions();
            int asked = 0;
            for (String request : List.of(TILES, PATH, DECODE, PATH, TILES, DECODE)) {
                client.send(asked(request, asked++));
            }
            TimeUnit.MILLISECONDS.sleep(500); // for what does not wait for the reader
            client.read();
            readToTheEnd(client, asked);
            assertEquals(4096 * 65, client.ask(DECODE.formatted(99)).numbers("pixels").length);
            assertNothingIsOwed(sessions);
        }
    }

    @Test
    void whatIsCancelledWhileItWaitsForRoomGivesItsReservationsBack() throws Exception {
        try (LiveSite site = new LiveSite(folder, SHAPE, limits());
                LiveClient client = new LiveClient(site.address(), false)) {
            List<LiveSession> sessions = site.live.sessions();
            for (int round = 0; round < 10; round++) {
                for (String request : List.of(TILES, PATH, DECODE)) {
                    client.send(asked(
                            request, 3 * round + List.of(TILES, PATH, DECODE).indexOf(request)));
                }
                for (int id = 3 * round; id < 3 * round + 3; id++) {
                    client.send(CANCEL.formatted(1000 + id, id));
                }
            }
            client.read();
            readToTheEnd(client, 60);
            assertTrue(client.ask(DECODE.formatted(99)).last());
            assertNothingIsOwed(sessions);
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothingBehind() throws Exception {
        try (LiveSite site = new LiveSite(folder, SHAPE, limits())) {
            LiveClient client = new LiveClient(site.address(), false);
            client.send(asked(TILES, 1)).send(PATH.formatted(2)).send(DECODE.formatted(3));
            TimeUnit.MILLISECONDS.sleep(200);
            List<LiveSession> sessions = site.live.sessions();
            client.close();
            assertNothingIsOwed(sessions);
        }
    }

    /** The last frame is taken a moment after the client has it. */
    private static void assertNothingIsOwed(List<LiveSession> sessions) throws InterruptedException {
        assertEquals(1, sessions.size());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (owed(sessions) != 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertEquals(0, owed(sessions));
    }

    private static long owed(List<LiveSession> sessions) {
        return sessions.stream().mapToLong(LiveSession::bytesOwed).sum();
    }
}
