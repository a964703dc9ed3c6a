package isthmus.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * One session at a server's socket. Any thread sends requests; answers arrive on threads of the {@link LiveClient}, one at a
 * time, and whoever takes them must not block. Public methods named onWebSocket are for Jetty alone.
 */
public final class LiveSocket implements Session.Listener, AutoCloseable {
    private static final long MOST_ID = 0xFFFFFFFFL;
    private static final int GOODBYE = 2; // seconds

    private final Map<Long, PendingRequest> pending = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong(1);
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final Consumer<String> unasked;
    private volatile WebSocketSession session; // set before the session is given to anybody
    private boolean isReading = true; // this and the next guarded by this socket's monitor
    private boolean mayDemand; // a frame was taken and the next one not demanded yet

    LiveSocket(Consumer<String> unasked) {
        this.unasked = unasked;
    }

    /** Sends a JSON object as a request, with an id put into it, and keeps the frames. */
    public PendingRequest ask(String object) {
        return ask(object, null);
    }

    /** Sends a request as {@link #ask(String)} does; a taker gets the frames. */
    public PendingRequest ask(String object, Consumer<ReceivedFrame> taker) {
        PendingRequest asked = expect(nextId.getAndIncrement() & MOST_ID, taker);
        send("{\"id\":" + asked.id() + "," + object.substring(object.indexOf('{') + 1));
        return asked;
    }

    /** Sends a JSON object with an image of bytes as a request, and drops the frames. */
    public PendingRequest ask(String object, int[] shape, byte[] image) {
        PendingRequest asked = expect(nextId.getAndIncrement() & MOST_ID, frame -> {});
        send(ReceivedFrame.request(asked.id(), object, "images", shape, image));
        return asked;
    }

    /**
     * Registers a request that the caller is about to send.
     *
     * @param taker of each frame as it comes; null to keep them
     */
    public PendingRequest expect(long id, Consumer<ReceivedFrame> taker) {
        PendingRequest asked = new PendingRequest(id, taker);
        pending.put(id, asked);
        if (closed.isDone()) {
            lose(asked, closed.join());
        }
        return asked;
    }

    /** Drops a request; an answer to it is unasked for from now on. */
    public void forget(PendingRequest asked) {
        pending.remove(asked.id(), asked);
    }

    /** Sends a text frame as it is. */
    public void send(String text) {
        session.sendText(text, Callback.NOOP);
    }

    /** Sends bytes as a text frame, also such that are no UTF-8. */
    public void sendAsText(byte[] bytes) {
        Frame frame = new Frame(OpCode.TEXT, ByteBuffer.wrap(bytes));
        session.getCoreSession().sendFrame(frame, org.eclipse.jetty.util.Callback.NOOP, false);
    }

    /** Sends a binary frame as it is. */
    public void send(byte[] bytes) {
        session.sendBinary(ByteBuffer.wrap(bytes), Callback.NOOP);
    }

    /** Stops reading what the server sends, like a page that hangs. */
    public void stopReading() {
        read(false);
    }

    /** Reads again. */
    public void readOn() {
        read(true);
    }

    private synchronized void read(boolean whether) {
        isReading = whether;
        demand();
    }

    private synchronized void taken() {
        mayDemand = true;
        demand();
    }

    private void demand() {
        if (isReading && mayDemand) {
            mayDemand = false;
            session.demand();
        }
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = (WebSocketSession) opened;
        taken();
    }

    @Override
    public void onWebSocketText(String text) {
        took(text);
        taken();
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        callback.succeed();
        took(ReceivedFrame.of(bytes));
        taken();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        gone(cause.toString());
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        gone("closed with %d %s".formatted(code, reason == null ? "" : reason).strip());
        callback.succeed();
    }

    /** Completed with the reason, in words, when the connection ends. */
    public CompletableFuture<String> closed() {
        return closed;
    }

    private void lose(PendingRequest asked, String why) {
        if (pending.remove(asked.id(), asked)) {
            asked.ended(RequestEnd.lost(why));
        }
    }

    private void gone(String why) {
        if (closed.complete(why)) {
            pending.values().forEach(asked -> lose(asked, why));
        }
    }

    private void took(ReceivedFrame frame) {
        PendingRequest asked = frame.last() ? pending.remove(frame.id()) : pending.get(frame.id());
        if (asked == null) {
            unasked.accept("a frame for " + frame.id() + ": " + frame.head());
            return;
        }
        asked.came(frame);
        if (frame.last()) {
            asked.ended(RequestEnd.ANSWERED);
        }
    }

    private void took(String text) {
        RequestEnd ending = null;
        PendingRequest asked = null;
        try {
            JsonNode object = ReceivedFrame.JSON.readTree(text);
            ending = RequestEnd.of(object);
            if (ending != null && object.path("id").isNumber()) {
                asked = pending.remove(object.get("id").asLong());
            }
        } catch (JsonProcessingException e) {
            // The taker of what was not asked for gets it as it is.
        }
        if (asked == null) {
            unasked.accept(text);
        } else {
            asked.ended(ending);
        }
    }

    /** Sends a close frame and waits a moment for the server's. */
    @Override
    public void close() {
        readOn();
        session.close(StatusCode.NORMAL, null, Callback.NOOP);
        try {
            closed.get(GOODBYE, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            abort();
        } catch (InterruptedException e) {
            abort();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the connection without a close frame. */
    public void abort() {
        gone("the client went");
        session.disconnect();
    }
}
