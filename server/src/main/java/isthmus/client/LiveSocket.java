package isthmus.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One session at a server's socket. Any thread may ask; answers come on the thread of its {@link LiveClient}, and whoever
 * takes them there is quick.
 */
public final class LiveSocket implements AutoCloseable {
    private static final long MOST_ID = 0xFFFFFFFFL;
    private static final int GOODBYE = 2; // seconds

    private final Map<Long, PendingRequest> running = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong(1);
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final Consumer<String> unasked;
    private volatile Connection connection;

    LiveSocket(Consumer<String> unasked) {
        this.unasked = unasked;
    }

    /** Called once, before anything comes. */
    void opened(Connection open) {
        connection = open;
    }

    /** Asks what a JSON object says, under an id that is put into it, and keeps the frames. */
    public PendingRequest ask(String object) {
        return ask(object, null);
    }

    /** Asks as {@link #ask(String)}, with a taker of the frames. */
    public PendingRequest ask(String object, Consumer<ReceivedFrame> taker) {
        PendingRequest asked = expect(nextId.getAndIncrement() & MOST_ID, taker);
        send("{\"id\":" + asked.id() + "," + object.substring(object.indexOf('{') + 1));
        return asked;
    }

    /** Asks what a JSON object says of an image of bytes, and takes no notice of the frames. */
    public PendingRequest ask(String object, int[] shape, byte[] image) {
        return ask(object, shape, image, frame -> {});
    }

    /** Asks as {@link #ask(String, int[], byte[])}, with a taker of the frames; null to keep them. */
    public PendingRequest ask(String object, int[] shape, byte[] image, Consumer<ReceivedFrame> taker) {
        PendingRequest asked = expect(nextId.getAndIncrement() & MOST_ID, taker);
        send(ReceivedFrame.request(asked.id(), object, "images", shape, image));
        return asked;
    }

    /**
     * Waits for what ends an id, which the caller is about to send.
     *
     * @param taker of each frame as it comes; null to keep them
     */
    public PendingRequest expect(long id, Consumer<ReceivedFrame> taker) {
        PendingRequest asked = new PendingRequest(id, taker);
        running.put(id, asked);
        if (closed.isDone()) {
            lose(asked, closed.join());
        }
        return asked;
    }

    /** Waits no longer for a request, whatever comes of it. */
    public void forget(PendingRequest asked) {
        running.remove(asked.id(), asked);
    }

    /** Sends a text frame as it is. */
    public void send(String text) {
        connection.send(Connection.TEXT, text.getBytes(UTF_8));
    }

    /** Sends bytes as a text frame, whether they are text or not. */
    public void sendAsText(byte[] bytes) {
        connection.send(Connection.TEXT, bytes);
    }

    /** Sends a binary frame as it is. */
    public void send(byte[] bytes) {
        connection.send(Connection.BINARY, bytes);
    }

    /** Stops taking what the server sends, as a page does that hangs. */
    public void stopReading() {
        connection.read(false);
    }

    /** Takes what the server sends again. */
    public void readOn() {
        connection.read(true);
    }

    /** Completed with the reason, in words, once the connection is gone. */
    public CompletableFuture<String> closed() {
        return closed;
    }

    private void lose(PendingRequest asked, String why) {
        if (running.remove(asked.id(), asked)) {
            asked.ended(RequestEnd.lost(why));
        }
    }

    void gone(String why) {
        if (closed.complete(why)) {
            running.values().forEach(asked -> lose(asked, why));
        }
    }

    void took(ReceivedFrame frame) {
        PendingRequest asked = frame.last() ? running.remove(frame.id()) : running.get(frame.id());
        if (asked == null) {
            unasked.accept("a frame for " + frame.id() + ": " + frame.head());
            return;
        }
        asked.came(frame);
        if (frame.last()) {
            asked.ended(RequestEnd.ANSWERED);
        }
    }

    void took(String text) {
        RequestEnd ending = null;
        PendingRequest asked = null;
        try {
            JsonNode object = ReceivedFrame.JSON.readTree(text);
            ending = RequestEnd.of(object);
            if (ending != null && object.path("id").isNumber()) {
                asked = running.remove(object.get("id").asLong());
            }
        } catch (JsonProcessingException e) {
            // Whoever takes what nobody asked for sees it as it came.
        }
        if (asked == null) {
            unasked.accept(text);
        } else {
            asked.ended(ending);
        }
    }

    /** Says goodbye, and waits a moment for the answer. */
    @Override
    public void close() {
        connection.read(true);
        connection.close();
        try {
            closed.get(GOODBYE, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            abort();
        } catch (InterruptedException e) {
            abort();
            Thread.currentThread().interrupt();
        }
    }

    /** Goes without a word. */
    public void abort() {
        connection.gone("the client went");
    }
}
