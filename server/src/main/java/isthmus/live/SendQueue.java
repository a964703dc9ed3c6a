package isthmus.live;

import isthmus.Limit;
import isthmus.Limits;
import isthmus.Meters;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * The frames that one session is to be sent. A bounded number is in the web server's hands; the rest waits here. Whoever
 * makes a frame reserves its bytes first, so bytes that are reserved, wait or are being sent count together, and a client
 * that stops reading costs no more than the limit. Any thread; its monitor also guards the state of the session's requests.
 */
final class SendQueue {
    private final Session session;
    private final Meters meters;
    private final int maxUnacknowledged; // frames
    private final long maxBytes;

    private final Deque<Frame> waiting = new ArrayDeque<>();
    private final Deque<Start> starts = new ArrayDeque<>();
    private final Set<Reservation> reservations = new HashSet<>();
    private int unacknowledged; // frames that the web server has and has not sent
    private long held; // bytes that wait or are being sent
    private long reserved; // bytes, the sum over the reservations
    private boolean pumping; // one thread at a time hands frames over, so that they keep their order
    private boolean closed;
    private Runnable reading; // reads on once there is room, or null
    private Runnable leaving; // follows the last frame, or null

    /**
     * A frame that waits.
     *
     * @param owner whose answer it is part of, or null where it goes out whatever happens
     * @param text null where there are bytes
     */
    private record Frame(ActiveRequest owner, String text, byte[] bytes, boolean last) {
        long size() {
            return text == null ? bytes.length : text.length();
        }
    }

    /** A frame that is to be made once its bytes can be reserved. */
    private record Start(ActiveRequest owner, long bytes, Consumer<Reservation> action) {}

    /**
     * Room for a frame of an answer, or for all frames of a report. It is given back once: when whoever makes the frame
     * closes it after queueing the frame, when its request ends, or when the session does. Any thread.
     */
    final class Reservation implements AutoCloseable {
        private final ActiveRequest owner;
        private final long bytes;

        private Reservation(ActiveRequest owner, long bytes) {
            this.owner = owner;
            this.bytes = bytes;
        }

        @Override
        public void close() {
            if (release(this)) {
                pump();
            }
        }
    }

    SendQueue(Session session, Limits limits, Meters meters) {
        this.session = session;
        this.meters = meters;
        maxUnacknowledged = limits.get(Limit.MAX_UNACKNOWLEDGED_FRAMES);
        maxBytes = limits.getLong(Limit.MAX_WAITING_BYTES);
    }

    /**
     * Reserves bytes and runs the action with them, now or when there is room; never where the owner has ended by then.
     * No bytes are always there.
     */
    void whenRoom(ActiveRequest owner, long bytes, Consumer<Reservation> action) {
        Reservation reservation;
        synchronized (this) {
            if (closed || !owner.isWanted()) {
                return;
            }
            if (bytes > 0 && (!starts.isEmpty() || !fits(bytes))) {
                starts.add(new Start(owner, bytes, action));
                return;
            }
            reservation = reserve(owner, bytes);
        }
        action.accept(reservation);
    }

    private boolean fits(long bytes) {
        return held + reserved == 0 || (held + reserved + bytes <= maxBytes && waiting.size() < maxUnacknowledged);
    }

    private Reservation reserve(ActiveRequest owner, long bytes) {
        Reservation reservation = new Reservation(owner, bytes);
        if (bytes > 0) {
            reservations.add(reservation);
            reserved += bytes;
        }
        return reservation;
    }

    /** Gives back what is reserved; tells whether it still was. */
    private synchronized boolean release(Reservation reservation) {
        boolean open = reservations.remove(reservation);
        reserved -= open ? reservation.bytes : 0;
        return open;
    }

    private void releaseAllOf(ActiveRequest owner) {
        for (Iterator<Reservation> all = reservations.iterator(); all.hasNext(); ) {
            Reservation reservation = all.next();
            if (reservation.owner == owner) {
                all.remove();
                reserved -= reservation.bytes;
            }
        }
    }

    /** Queues a frame of an answer; {@link #pump} sends it. The last one gives back all that its request has reserved. */
    synchronized void put(ActiveRequest owner, byte[] frame, boolean last) {
        if (last) {
            releaseAllOf(owner);
        }
        add(new Frame(owner, null, frame, last));
    }

    /** Queues text that belongs to no answer, or ends one. */
    synchronized void put(String text) {
        add(new Frame(null, text, null, false));
    }

    private void add(Frame frame) {
        if (!closed) {
            waiting.add(frame);
            held += frame.size();
        }
    }

    /** Drops all frames of an answer that wait, and gives back what its request has reserved. */
    synchronized void forget(ActiveRequest owner) {
        releaseAllOf(owner);
        starts.removeIf(start -> start.owner == owner);
        for (Iterator<Frame> all = waiting.iterator(); all.hasNext(); ) {
            Frame frame = all.next();
            if (frame.owner == owner) {
                all.remove();
                held -= frame.size();
                meters.frameDropped();
            }
        }
    }

    /** Whether the last frame of an answer still waits. */
    boolean holdsLastOf(ActiveRequest owner) {
        return waiting.stream().anyMatch(frame -> frame.owner == owner && frame.last);
    }

    /** Bytes that are reserved, wait or are being sent. */
    synchronized long owed() {
        return reserved + held;
    }

    /** Reads on, now or when there is room. */
    void whenReadable(Runnable action) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (isCongested()) {
                reading = action;
                return;
            }
        }
        action.run();
    }

    private boolean isCongested() {
        return held >= maxBytes || waiting.size() >= maxUnacknowledged || starts.size() >= maxUnacknowledged;
    }

    /** Hands over what may be sent, and starts what waited for room. */
    void pump() {
        while (true) {
            Frame next;
            List<Runnable> actions = new ArrayList<>();
            synchronized (this) {
                if (pumping || closed) {
                    return;
                }
                next = unacknowledged < maxUnacknowledged ? waiting.poll() : null;
                if (next != null) {
                    unacknowledged++;
                    pumping = true;
                } else {
                    collect(actions);
                }
            }
            if (next == null) {
                actions.forEach(Runnable::run);
                return;
            }
            send(next);
            synchronized (this) {
                pumping = false;
            }
        }
    }

    /** Collects what there is room for now. */
    private void collect(List<Runnable> actions) {
        while (!starts.isEmpty() && fits(starts.peek().bytes)) {
            Start start = starts.poll();
            if (start.owner.isWanted()) {
                Reservation reservation = reserve(start.owner, start.bytes);
                actions.add(() -> start.action.accept(reservation));
            }
        }
        if (reading != null && !isCongested()) {
            actions.add(reading);
            reading = null;
        }
        if (leaving != null && waiting.isEmpty()) {
            actions.add(leaving);
            leaving = null;
        }
    }

    private void send(Frame frame) {
        long size = frame.size();
        Callback callback = Callback.from(
                () -> {
                    meters.frameSent(size);
                    sent(size);
                },
                error -> {
                    close();
                    sent(size);
                });
        if (frame.text == null) {
            session.sendBinary(ByteBuffer.wrap(frame.bytes), callback);
        } else {
            session.sendText(frame.text, callback);
        }
    }

    private void sent(long size) {
        synchronized (this) {
            unacknowledged--;
            held -= size;
        }
        pump();
    }

    /** Runs the action once every frame is handed over, now or later. */
    void whenHandedOver(Runnable action) {
        synchronized (this) {
            leaving = action;
        }
        pump();
    }

    /** Drops everything that waits and gives back everything that is reserved; nothing more is sent. */
    synchronized void close() {
        closed = true;
        waiting.forEach(frame -> held -= frame.size());
        waiting.clear();
        starts.clear();
        reservations.clear();
        reserved = 0;
        reading = null;
        leaving = null;
    }
}
