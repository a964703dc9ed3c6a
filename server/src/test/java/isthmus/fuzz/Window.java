package isthmus.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.client.LiveClient;
import isthmus.client.LiveSocket;
import isthmus.client.PendingRequest;
import isthmus.client.RequestEnd;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A session to which frames are sent, some at a time, and the books of what came back: each frame ends exactly once, by
 * its id where that can be read. The test's thread sends and closes the books.
 */
final class Window {
    private static final int PATIENCE = 60; // seconds

    private final LiveSocket socket;
    private final Queue<String> unasked = new ConcurrentLinkedQueue<>(); // endings of no id, or of one nobody has
    private final List<Sent> sent = new ArrayList<>();
    private final List<PendingRequest> asked = new ArrayList<>();

    Window(LiveClient client) {
        socket = client.open(text -> {
            if (!text.startsWith("{\"hello\"")) {
                unasked.add(text);
            }
        });
    }

    void send(Sent frame) {
        sent.add(frame);
        asked.add(socket.expect(frame.id(), got -> {
            if (got.head().path("error").path("code").asText().equals("MODEL_FAILED")) {
                unasked.add("for " + shown(frame) + ": " + got.head());
            }
        }));
        if (frame.binary()) {
            socket.send(frame.bytes());
        } else {
            socket.sendAsText(frame.bytes());
        }
    }

    /** Waits until everything sent has ended; gives how each of those ended that ended by their id. */
    List<RequestEnd> settle(String seed) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (ended() < sent.size()
                && System.nanoTime() < deadline
                && !socket.closed().isDone()) {
            LockSupport.parkNanos(200_000);
        }
        List<RequestEnd> endings = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            PendingRequest one = asked.get(i);
            if (one.ending().isDone()) {
                RequestEnd ending = one.ending().join();
                assertTrue(ending.kind() != RequestEnd.Kind.LOST, () -> seed + ": the session ended: " + ending);
                assertTrue(!"MODEL_FAILED".equals(ending.code()), seed + ": " + ending + " for " + shown(sent.get(i)));
                endings.add(ending);
            } else {
                assertTrue(!sent.get(i).readable(), seed + ": no ending for " + shown(sent.get(i)) + "; " + unasked);
                socket.forget(one);
            }
        }
        assertEquals(sent.size(), endings.size() + unasked.size(), seed + ": endings; those of no id are " + unasked);
        for (String one : unasked) {
            assertTrue(one.matches("\\{\"id\":null,\"error\":\\{\"code\":\"(BAD_INPUT|BUSY)\".*"), seed + ": " + one);
        }
        sent.clear();
        asked.clear();
        unasked.clear();
        return endings;
    }

    private int ended() {
        int ended = unasked.size();
        for (PendingRequest one : asked) {
            ended += one.ending().isDone() ? 1 : 0;
        }
        return ended;
    }

    private static String shown(Sent frame) {
        String text = new String(frame.bytes(), StandardCharsets.ISO_8859_1);
        return text.length() > 500 ? text.substring(0, 500) + "…" : text;
    }

    void close() {
        socket.close();
        String why = socket.closed().join();
        assertTrue(why.startsWith("closed with 1000"), why);
    }
}
