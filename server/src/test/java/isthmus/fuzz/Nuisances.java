package isthmus.fuzz;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import isthmus.client.LiveClient;
import isthmus.client.LiveSocket;
import isthmus.client.PendingRequest;
import isthmus.client.RequestEnd;
import isthmus.live.RawSocket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that harm by what they leave undone: messages that never end, readers that stop, reports that nobody waits for.
 * Each goes on for some moves while others are tried. One thread.
 */
final class Nuisances implements AutoCloseable {
    private static final int AT_ONCE = 8; // of each kind
    private static final int PATIENCE = 60; // seconds
    private static final List<String> LONG = List.of(
            "{'op':'tiles','model':'digits','view':[-5,-5,5,5],'level':6}",
            "{'op':'path','model':'digits','keyframes':[[0,0],[1,1]],'frames':32,'as':'f4'}",
            "{'op':'decode','model':'digits','codes':[[0,0],[1,1]],'as':'f4'}");
    private static final List<String> REPORTS = List.of(
            "{'op':'believe','model':'digits','row':1}",
            "{'op':'refine','model':'digits','row':2}",
            "{'op':'posterior','model':'digits','row':0,'columns':8}",
            "{'op':'complete','model':'digits','row':2,'noise':0.5}",
            "{'op':'dimensions','model':'digits','health':true}");

    private final URI site;
    private final LiveClient client;
    private final Deque<RawSocket> unfinished = new ArrayDeque<>();
    private final Deque<SlowReader> slow = new ArrayDeque<>();

    private record SlowReader(LiveSocket socket, List<PendingRequest> asked) {}

    Nuisances(URI site, LiveClient client) {
        this.site = site;
        this.client = client;
    }

    void any(Dice dice) {
        switch (dice.below(3)) {
            case 0 -> beginMessage(dice);
            case 1 -> stopReading(dice);
            default -> abandonReports(dice);
        }
    }

    private void beginMessage(Dice dice) {
        RawSocket socket = new RawSocket(site);
        byte[] some = new byte[dice.below(1 << 16)]; // zeros are text too
        int opcode = dice.oneIn(2) ? RawSocket.TEXT : RawSocket.BINARY;
        socket.begin(opcode, dice.oneIn(2), some.length + 1L + dice.below(1 << 22), some);
        unfinished.add(socket);
        if (unfinished.size() > AT_ONCE) {
            unfinished.remove().close();
        }
    }

    private void stopReading(Dice dice) {
        LiveSocket socket = client.open(text -> {});
        socket.stopReading();
        List<PendingRequest> asked = new ArrayList<>();
        for (int i = 0; i < 1 + dice.below(20); i++) {
            asked.add(socket.ask(dice.of(LONG).replace('\'', '"'), frame -> {}));
        }
        slow.add(new SlowReader(socket, asked));
        if (slow.size() > AT_ONCE) {
            settle(slow.remove());
        }
    }

    /** Reads on: everything that it asked ends. */
    private static void settle(SlowReader reader) {
        reader.socket.readOn();
        for (PendingRequest asked : reader.asked) {
            RequestEnd end =
                    asked.ending().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
            assertNotEquals(RequestEnd.Kind.LOST, end.kind(), () -> "lost: " + end);
            assertNotEquals("MODEL_FAILED", end.code());
        }
        reader.socket.close();
    }

    private void abandonReports(Dice dice) {
        LiveSocket socket = client.open(text -> {});
        for (int i = 0; i < 1 + dice.below(10); i++) {
            socket.ask(dice.of(REPORTS).replace('\'', '"'), frame -> {});
        }
        socket.close();
    }

    @Override
    public void close() {
        unfinished.forEach(RawSocket::close);
        slow.forEach(Nuisances::settle);
    }
}
