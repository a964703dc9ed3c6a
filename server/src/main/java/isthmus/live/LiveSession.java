package isthmus.live;

import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Failure.Kind;
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
import java.util.function.Supplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket. The web server calls it on any of its threads, one call after another; the answers come on others. It
 * asks for the next frame only when there is room for what that may bring. Public because the web server has to reach it.
 */
public final class LiveSession implements Session.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);
    private static final int MOST_LANES = 64;

    private final LiveServer live;
    private final LiveServices house;
    private final ClientAddress client;
    private final Limits limits;
    private final RequestReader reader;
    private final RateLimiter rate;
    private final Map<Long, ActiveRequest> running = new HashMap<>(); // by id; its monitor guards it
    private final Map<String, ActiveRequest.Slot> lanes = new HashMap<>(); // of the reading thread alone
    private Session session;
    private volatile SendQueue outbox;

    LiveSession(LiveServer live, LiveServices house, ClientAddress client) {
        this.live = live;
        this.client = client;
        this.house = house;
        limits = house.settings().limits();
        reader = new RequestReader(limits);
        rate = new RateLimiter(limits.get(Limit.MAX_FRAMES_PER_SECOND), System.nanoTime());
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        outbox = new SendQueue(opened, limits, house.meters());
        if (!live.enter(this)) {
            opened.close(StatusCode.TRY_AGAIN_LATER, LiveServer.FULL, Callback.NOOP);
            return;
        }
        outbox.put(TextFrames.hello(limits));
        outbox.pump();
        opened.demand();
    }

    @Override
    public void onWebSocketText(String text) {
        take(() -> reader.read(text), () -> RequestReader.idIn(text));
        outbox.whenReadable(session::demand);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer bytes, Callback callback) {
        take(() -> reader.read(bytes), () -> RequestReader.idIn(bytes));
        callback.succeed();
        outbox.whenReadable(session::demand);
    }

    private void take(Supplier<Request> read, Supplier<Long> id) {
        Request request;
        try {
            if (!rate.take(System.nanoTime())) {
                throw new Failure(
                        Kind.BUSY,
                        "expected at most %d frames a second, found more; try again"
                                .formatted(limits.get(Limit.MAX_FRAMES_PER_SECOND)));
            }
            request = read.get();
            if (live.isClosing()) {
                throw new Failure(Kind.BUSY, "expected an open server, found that it is closing");
            }
        } catch (RuntimeException e) {
            refuse(id.get(), e);
            return;
        }
        if (request.op() == Op.CANCEL) {
            cancel(request);
        } else {
            start(request);
        }
    }

    private void refuse(Long id, RuntimeException error) {
        outbox.put(TextFrames.error(id, ActiveRequest.failure(error)));
        outbox.pump();
        ClientLog.failed(client, "a frame of a session", error);
    }

    private void cancel(Request request) {
        ActiveRequest cancelled;
        synchronized (running) {
            cancelled = running.get(((Question.Cancel) request.question()).request());
        }
        if (cancelled != null) {
            cancelled.drop(End.CANCELLED);
        }
        outbox.put(TextFrames.end(request.id(), End.DONE));
        outbox.pump();
    }

    private void start(Request request) {
        ActiveRequest started = new ActiveRequest(request, this, outbox, slot(request));
        synchronized (running) {
            if (running.size() >= limits.get(Limit.MAX_RUNNING_REQUESTS)) {
                refuse(
                        request.id(),
                        new Failure(
                                Kind.BUSY,
                                "expected at most %d requests that run, found as many; try again"
                                        .formatted(limits.get(Limit.MAX_RUNNING_REQUESTS))));
                return;
            }
            if (running.putIfAbsent(request.id(), started) != null) {
                // With its id, the answer would end the request that runs.
                refuse(
                        null,
                        Failure.badInput("id: expected one that no running request has, found %d again"
                                .formatted(request.id())));
                return;
            }
        }
        ActiveRequest before = started.takeLane();
        try {
            request.question().to(new QuestionDispatcher(house, house.spaces().of(request.model()), started));
        } catch (RuntimeException e) {
            started.fail(e);
        }
        if (before != null) {
            before.giveWay(started);
        }
    }

    private ActiveRequest.Slot slot(Request request) {
        String lane = request.lane() == null && request.op() == Op.TILES ? Op.TILES.toString() : request.lane();
        if (lane == null) {
            return null;
        }
        if (lanes.size() >= MOST_LANES && !lanes.containsKey(lane)) {
            lanes.clear(); // Whoever has so many lanes has none of them twice.
        }
        return lanes.computeIfAbsent(lane, name -> new ActiveRequest.Slot());
    }

    ClientAddress client() {
        return client;
    }

    /** Called by a request that is over. */
    void over(ActiveRequest request) {
        boolean idle;
        synchronized (running) {
            running.remove(request.request().id(), request);
            idle = running.isEmpty();
        }
        if (idle && live.isClosing()) {
            leave();
        }
    }

    /** Closes the socket when what runs is answered; nothing new begins any more. */
    void finish() {
        boolean idle;
        synchronized (running) {
            idle = running.isEmpty();
        }
        if (idle) {
            leave();
        }
    }

    private void leave() {
        // Behind what waits: the web server keeps the order of frames.
        outbox.whenHandedOver(() -> session.close(StatusCode.SHUTDOWN, "the server is closing", Callback.NOOP));
    }

    /** Closes the socket whatever runs. */
    void abandon() {
        forget();
        session.close(StatusCode.SHUTDOWN, "the server is closing", Callback.NOOP);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        // A breach of the protocol has a sentence; a client that is gone has none.
        if (cause.getMessage() == null) {
            LOG.debug("a session is gone: {}", cause.toString());
        } else {
            ClientLog.info(client, "a session ends: " + cause.getMessage());
        }
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        forget();
        live.left(this);
        callback.succeed();
    }

    private void forget() {
        outbox.close();
        List<ActiveRequest> left;
        synchronized (running) {
            left = new ArrayList<>(running.values());
            running.clear();
        }
        left.forEach(ActiveRequest::abandon);
    }
}
