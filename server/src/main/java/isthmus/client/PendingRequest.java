package isthmus.client;

import isthmus.Failure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A request that is on its way, and what has come of it. Frames and the ending come on a thread of the connection, frames
 * first; any thread may wait for the ending.
 */
public final class PendingRequest {
    private final long id;
    private final Consumer<ReceivedFrame> taker;
    private final List<ReceivedFrame> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<RequestEnd> ending = new CompletableFuture<>();

    /** @param taker of each frame as it comes; null to keep them here */
    PendingRequest(long id, Consumer<ReceivedFrame> taker) {
        this.id = id;
        this.taker = taker == null ? frames::add : taker;
    }

    public long id() {
        return id;
    }

    /** What came so far, where nobody takes it. */
    public List<ReceivedFrame> frames() {
        return frames;
    }

    /** Completed once, and never with an exception. */
    public CompletableFuture<RequestEnd> ending() {
        return ending;
    }

    /** Waits for the ending; fails where it is no answer. */
    public void awaitAnswer() {
        RequestEnd end = ending.join();
        if (end.kind() != RequestEnd.Kind.ANSWERED) {
            throw Failure.modelFailed("request " + id, "an answer", end);
        }
    }

    void came(ReceivedFrame frame) {
        taker.accept(frame);
    }

    void ended(RequestEnd how) {
        ending.complete(how);
    }
}
