package isthmus.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.wire.Op;
import isthmus.wire.Question;
import isthmus.wire.Request;
import isthmus.wire.RequestReader;
import isthmus.wire.TextFrames;
import isthmus.wire.TextFrames.End;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket. The web server calls it on any of its threads, one call after another; answers come from other threads.
 * It reads the next message only when there is room for the answer. Public because the web server has to reach it.
 */
public final class LiveSession implements Session.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);
    private static final int MAX_LANES = 64;

    private final LiveServer live;
    private final LiveServices services;
    private final ClientAddress address;
    private final Limits limits;
    private final RequestReader reader;
    private final RateLimiter rate;
    private final Map<Long, ActiveRequest> requests = new HashMap<>(); // by id; guarded by itself
    private final Map<String, ActiveRequest.Slot> lanes = new HashMap<>(); // used by the reading thread alone
    private Session session;
    private IncomingMessage message;
    private volatile SendQueue sendQueue;

    LiveSession(LiveServer live, LiveServices services, ClientAddress address) {
        this.live = live;
        this.address = address;
        this.services = services;
        limits = services.settings().limits();
        reader = new RequestReader(limits);
        rate = new RateLimiter(limits.get(Limit.MAX_FRAMES_PER_SECOND), System.nanoTime());
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        sendQueue = new SendQueue(opened, limits, services.meters());
        message = new IncomingMessage(
                services.unfinished(),
                address,
                () -> close(
                        StatusCode.TRY_AGAIN_LATER,
                        "expected room for messages that are being received, found too many bytes of them; try again"));
        if (!live.enter(this)) {
            if (live.isClosing()) {
                leave();
            } else {
                close(StatusCode.TRY_AGAIN_LATER, LiveServer.full().getMessage());
            }
            return;
        }
        sendQueue.put(TextFrames.hello(limits));
        sendQueue.pump();
        opened.demand();
    }

    @Override
    public void onWebSocketPartialText(String part, boolean last) {
        if (last && message.size() == 0 && part.length() <= limits.get(Limit.MAX_TEXT_BYTES) / 3) {
            takeText(part);
            return;
        }
        append(ByteBuffer.wrap(part.getBytes(UTF_8)), limits.get(Limit.MAX_TEXT_BYTES));
        if (last && !message.isRefused()) {
            takeText(UTF_8.decode(message.take()).toString());
        } else {
            readOn();
        }
    }

    @Override
    public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
        if (last && message.size() == 0 && part.remaining() <= limits.get(Limit.MAX_BINARY_BYTES)) {
            takeBinary(part);
            callback.succeed();
            sendQueue.whenReadable(session::demand);
            return;
        }
        append(part, limits.get(Limit.MAX_BINARY_BYTES));
        callback.succeed();
        if (last && !message.isRefused()) {
            takeBinary(message.take());
            sendQueue.whenReadable(session::demand);
        } else {
            readOn();
        }
    }

    /** Keeps a part of a message until its end comes. */
    private void append(ByteBuffer part, int most) {
        if (message.size() + part.remaining() > most) {
            message.end();
            close(
                    StatusCode.MESSAGE_TOO_LARGE,
                    "expected a message of at most %d bytes, found a longer one".formatted(most));
        } else {
            message.append(part, most);
        }
    }

    private void readOn() {
        if (!message.isRefused()) {
            session.demand();
        }
    }

    private void close(int status, String reason) {
        session.close(status, reason, Callback.NOOP);
    }

    private void takeText(String text) {
        take(() -> reader.read(text), () -> RequestReader.idIn(text));
        sendQueue.whenReadable(session::demand);
    }

    private void takeBinary(ByteBuffer bytes) {
        take(() -> reader.read(bytes), () -> RequestReader.idIn(bytes));
    }

    private void take(Supplier<Request> read, Supplier<Long> id) {
        Request request;
        try {
            if (!rate.take(System.nanoTime())) {
                throw Failure.busy(
                        "", "at most %d frames a second".formatted(limits.get(Limit.MAX_FRAMES_PER_SECOND)), "more");
            }
            request = read.get();
            if (live.isClosing()) {
                throw Failure.busy("", "an open server", "that it is closing");
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            refuse(id.get(), e);
            return;
        }
        if (request.op() == Op.CANCEL) {
            cancel(request);
        } else {
            start(request);
        }
    }

    private void refuse(Long id, Throwable error) {
        sendQueue.put(TextFrames.error(id, ActiveRequest.failure(error)));
        sendQueue.pump();
        ClientLog.failed(address, "a frame of a session", error);
    }

    private void cancel(Request request) {
        ActiveRequest cancelled;
        synchronized (requests) {
            cancelled = requests.get(((Question.Cancel) request.question()).request());
        }
        if (cancelled != null) {
            cancelled.drop(End.CANCELLED);
        }
        sendQueue.put(TextFrames.end(request.id(), End.DONE));
        sendQueue.pump();
    }

    private void start(Request request) {
        ActiveRequest started = new ActiveRequest(request, this, sendQueue, slot(request));
        synchronized (requests) {
            if (requests.size() >= limits.get(Limit.MAX_RUNNING_REQUESTS)) {
                refuse(
                        request.id(),
                        Failure.busy(
                                "",
                                "at most %d requests that run".formatted(limits.get(Limit.MAX_RUNNING_REQUESTS)),
                                "as many"));
                return;
            }
            if (requests.putIfAbsent(request.id(), started) != null) {
                // With its id, the answer would end the request that runs.
                refuse(null, Failure.badInput("id", "one that no running request has", request.id() + " again"));
                return;
            }
        }
        ActiveRequest before = started.takeLane();
        CompletableFuture<LeasedModel> leased =
                started.track(services.models().lease(request.model(), request.version()));
        if (leased.isDone()) {
            answer(started, leased);
        } else {
            CompletableFuture<LeasedModel> unused =
                    leased.whenCompleteAsync((model, error) -> answer(started, leased), services.answers());
        }
        if (before != null) {
            before.giveWay(started);
        }
    }

    private void answer(ActiveRequest request, CompletableFuture<LeasedModel> leased) {
        try {
            LeasedModel model = leased.join();
            request.keep(model);
            request.request().to(new QuestionDispatcher(services, model, request));
        } catch (RuntimeException | OutOfMemoryError e) {
            request.fail(e);
        }
    }

    private ActiveRequest.Slot slot(Request request) {
        String lane = request.lane() == null && request.op() == Op.TILES ? Op.TILES.toString() : request.lane();
        if (lane == null) {
            return null;
        }
        if (lanes.size() >= MAX_LANES && !lanes.containsKey(lane)) {
            lanes.clear(); // a client that uses so many names reuses none of them
        }
        return lanes.computeIfAbsent(lane, name -> new ActiveRequest.Slot());
    }

    ClientAddress address() {
        return address;
    }

    /** Called by a request that has ended. */
    void ended(ActiveRequest request) {
        boolean idle;
        synchronized (requests) {
            requests.remove(request.request().id(), request);
            idle = requests.isEmpty();
        }
        if (idle && live.isClosing()) {
            leave();
        }
    }

    /** Closes the socket once the requests that run are answered; nothing new begins. */
    void finish() {
        boolean idle;
        synchronized (requests) {
            idle = requests.isEmpty();
        }
        if (idle) {
            leave();
        }
    }

    private void leave() {
        // The web server keeps the order of frames, so this comes behind those that wait.
        sendQueue.whenHandedOver(() -> close(StatusCode.SHUTDOWN, "the server is closing"));
    }

    /** Closes the socket, whatever runs. */
    void abandon() {
        forget();
        close(StatusCode.SHUTDOWN, "the server is closing");
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        // A breach of the protocol has a message; a client that is gone has none.
        if (cause.getMessage() == null) {
            LOG.debug("a session is gone: {}", cause.toString());
        } else {
            ClientLog.info(address, "a session ends: " + cause.getMessage());
        }
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        forget();
        live.left(this);
        callback.succeed();
    }

    /** Bytes that are reserved for its answers, wait or are being sent. */
    long bytesOwed() {
        return sendQueue.owed();
    }

    private void forget() {
        message.end();
        sendQueue.close();
        List<ActiveRequest> left;
        synchronized (requests) {
            left = new ArrayList<>(requests.values());
            requests.clear();
        }
        left.forEach(ActiveRequest::abandon);
    }
}
