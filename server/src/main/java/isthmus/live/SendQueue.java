package isthmus.live;

import isthmus.Limit;
import isthmus.Limits;
import isthmus.Meters;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * What one session is to be sent. A bounded number of frames is under way, which the web server tells of by its callbacks;
 * the rest waits here, and so do those who would make more: they ask for room first. All bytes that are promised, wait or
 * are under way count together, so that a reader that stops costs no more than the limit. Any thread; its monitor guards
 * the state of the session's requests too.
 */
final class SendQueue {
    private final Session session;
    private final Meters meters;
    private final int mostUnderWay;
    private final long mostBytes;

    private final Deque<Out> waiting = new ArrayDeque<>();
    private final Deque<Start> starts = new ArrayDeque<>();
    private int underWay;
    private long held; // bytes that wait or are under way
    private long promised; // bytes of frames that are being made
    private boolean pumping; // somebody hands frames over; one at a time, so that they keep their order
    private boolean closed;
    private Runnable reading; // what goes on once there is room, or null
    private Runnable leaving; // what follows once nothing waits any more, or null

    /**
     * One frame.
     *
     * @param owner whose answer it is part of, or null where it goes out whatever happens
     * @param text null where there are bytes
     */
    private record Out(ActiveRequest owner, String text, byte[] bytes, boolean last) {
        long size() {
            return text == null ? bytes.length : text.length();
        }
    }

    private record Start(ActiveRequest owner, long bytes, Runnable action) {}

    SendQueue(Session session, Limits limits, Meters meters) {
        this.session = session;
        this.meters = meters;
        mostUnderWay = limits.get(Limit.MAX_UNACKNOWLEDGED_FRAMES);
        mostBytes = limits.getLong(Limit.MAX_WAITING_BYTES);
    }

    /** Runs the action when there is room for so many bytes, now or later; never where the owner is not wanted then. */
    void whenRoom(ActiveRequest owner, long bytes, Runnable action) {
        synchronized (this) {
            if (closed || !owner.isWanted()) {
                return;
            }
            if (bytes > 0 && (!starts.isEmpty() || !fits(bytes))) {
                starts.add(new Start(owner, bytes, action));
                return;
            }
            promise(owner, bytes);
        }
        action.run();
    }

    private boolean fits(long bytes) {
        return held + promised == 0 || (held + promised + bytes <= mostBytes && waiting.size() < mostUnderWay);
    }

    private void promise(ActiveRequest owner, long bytes) {
        promised += bytes;
        owner.promise(bytes);
    }

    /** Puts a frame of an answer behind the others, for which bytes were promised; {@link #pump} sends it. */
    synchronized void put(ActiveRequest owner, byte[] frame, boolean last, long released) {
        promised -= owner.release(released);
        add(new Out(owner, null, frame, last));
    }

    /** Puts text behind the others that belongs to no answer, or ends one. */
    synchronized void put(String text) {
        add(new Out(null, text, null, false));
    }

    private void add(Out out) {
        if (!closed) {
            waiting.add(out);
            held += out.size();
        }
    }

    /** Forgets what waits of an answer, and what it was promised. */
    synchronized void forget(ActiveRequest owner) {
        promised -= owner.release(Long.MAX_VALUE);
        starts.removeIf(start -> start.owner == owner);
        for (Iterator<Out> all = waiting.iterator(); all.hasNext(); ) {
            Out out = all.next();
            if (out.owner == owner) {
                all.remove();
                held -= out.size();
                meters.frameDropped();
            }
        }
    }

    /** Whether the last frame of an answer still waits. */
    boolean holdsLastOf(ActiveRequest owner) {
        return waiting.stream().anyMatch(out -> out.owner == owner && out.last);
    }

    /** Goes on reading when there is room. */
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
        return held >= mostBytes || waiting.size() >= mostUnderWay || starts.size() >= mostUnderWay;
    }

    /** Hands over what may go, and lets go on who waited for room. */
    void pump() {
        while (true) {
            Out next;
            List<Runnable> actions = new ArrayList<>();
            synchronized (this) {
                if (pumping || closed) {
                    return;
                }
                next = underWay < mostUnderWay ? waiting.poll() : null;
                if (next != null) {
                    underWay++;
                    pumping = true;
                } else {
                    grant(actions);
                }
            }
            if (next == null) {
                actions.forEach(Runnable::run);
                return;
            }
            hand(next);
            synchronized (this) {
                pumping = false;
            }
        }
    }

    /** Collects whoever may go on. */
    private void grant(List<Runnable> actions) {
        while (!starts.isEmpty() && fits(starts.peek().bytes)) {
            Start start = starts.poll();
            promise(start.owner, start.bytes);
            actions.add(start.action);
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

    private void hand(Out out) {
        long size = out.size();
        Callback callback = Callback.from(
                () -> {
                    meters.frameSent(size);
                    taken(size);
                },
                error -> close());
        if (out.text == null) {
            session.sendBinary(ByteBuffer.wrap(out.bytes), callback);
        } else {
            session.sendText(out.text, callback);
        }
    }

    private void taken(long size) {
        synchronized (this) {
            underWay--;
            held -= size;
        }
        pump();
    }

    /** Runs the action once everything is handed over, now or later. */
    void whenHandedOver(Runnable action) {
        synchronized (this) {
            leaving = action;
        }
        pump();
    }

    /** Nothing more is sent; what waits is forgotten. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        starts.clear();
        reading = null;
        leaving = null;
    }
}
