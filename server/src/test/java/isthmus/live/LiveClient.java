package isthmus.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the socket, written from its description alone. One thread uses it. */
final class LiveClient implements AutoCloseable, WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE = 30; // seconds

    final CompletableFuture<Integer> closed = new CompletableFuture<>(); // the status

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final boolean reading;
    private final WebSocket socket;
    private final JsonNode hello;

    /**
     * What the server sent.
     *
     * @param head the JSON of a text frame, or the head of a binary one
     * @param data what lies behind the head; null for a text frame
     */
    record Message(JsonNode head, long id, boolean last, ByteBuffer data) {
        boolean isText() {
            return data == null;
        }

        String end() {
            return isText() && head.has("end") ? head.get("end").asText() : null;
        }

        JsonNode error() {
            return head.get("error");
        }

        JsonNode array(String name) {
            for (JsonNode array : head.path("arrays")) {
                if (array.get("name").asText().equals(name)) {
                    return array;
                }
            }
            throw new AssertionError("no array " + name + " in " + head);
        }

        List<Integer> shape(String name) {
            List<Integer> shape = new ArrayList<>();
            array(name).get("shape").forEach(side -> shape.add(side.asInt()));
            return shape;
        }

        /** The numbers of an array, whatever its type. */
        double[] numbers(String name) {
            JsonNode array = array(name);
            int count = shape(name).stream().reduce(1, (a, b) -> a * b);
            int at = array.get("offset").asInt();
            if (at % 8 != 0) {
                throw new AssertionError("not aligned: " + head);
            }
            double[] numbers = new double[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = switch (array.get("type").asText()) {
                    case "u1" -> data.get(at + i) & 0xFF;
                    case "i4" -> data.getInt(at + 4 * i);
                    case "f4" -> data.getFloat(at + 4 * i);
                    case "f8" -> data.getDouble(at + 8 * i);
                    default -> throw new AssertionError(array);
                };
            }
            return numbers;
        }
    }

    LiveClient(URI site) {
        this(site, true);
    }

    /**
     * @param reading whether it takes what comes; the first message it always takes
     */
    LiveClient(URI site, boolean reading) {
        this.reading = reading;
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + site.getAuthority() + "/live"), this)
                .join();
        hello = next().head();
    }

    JsonNode hello() {
        return hello.get("hello");
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            JsonNode json = read(text.toString());
            messages.add(new Message(json, json.path("id").asLong(-1), false, null));
            text.setLength(0);
        }
        more(from);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        while (part.hasRemaining()) {
            bytes.write(part.get());
        }
        if (last) {
            messages.add(message(ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN)));
            bytes.reset();
        }
        more(from);
        return null;
    }

    private void more(WebSocket from) {
        if (reading) {
            from.request(1);
        }
    }

    private static Message message(ByteBuffer frame) {
        byte[] magic = new byte[4];
        frame.get(0, magic);
        if (!new String(magic, StandardCharsets.US_ASCII).equals("ISTH")
                || frame.get(4) != 1
                || frame.getShort(6) != 0) {
            throw new AssertionError("no frame of version 1");
        }
        int head = frame.getInt(12);
        byte[] json = new byte[head];
        frame.get(16, json);
        ByteBuffer data = frame.slice(16 + head, frame.limit() - 16 - head).order(ByteOrder.LITTLE_ENDIAN);
        return new Message(
                read(new String(json, StandardCharsets.UTF_8)),
                frame.getInt(8) & 0xFFFFFFFFL,
                (frame.get(5) & 1) == 1,
                data);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (Exception e) {
            throw new AssertionError(json, e);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    /** Begins to take what comes. */
    void read() {
        socket.request(Long.MAX_VALUE);
    }

    LiveClient send(String json) {
        socket.sendText(json.replace('\'', '"'), true).join();
        return this;
    }

    LiveClient send(ByteBuffer frame) {
        socket.sendBinary(frame, true).join();
        return this;
    }

    /** The next message. */
    Message next() {
        try {
            Message next = messages.poll(PATIENCE, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came within %d s; closed: %s".formatted(PATIENCE, closed));
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether nothing has come that was not taken. */
    boolean isQuiet() {
        return messages.isEmpty();
    }

    /** Asks, and gives the answer's one frame. */
    Message ask(String json) {
        return send(json).next();
    }

    /** Asks, and gives all messages up to the ending. */
    List<Message> askAll(String json) {
        send(json);
        List<Message> all = new ArrayList<>();
        do {
            all.add(next());
        } while (!all.get(all.size() - 1).last() && !all.get(all.size() - 1).isText());
        return all;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
