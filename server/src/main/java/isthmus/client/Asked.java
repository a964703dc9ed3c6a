package isthmus.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A request that is on its way, and what has come of it. Frames and the ending come on a thread of the connection, frames
 * first; any thread may wait for the ending.
 */
public final class Asked {
    private final long id;
    private final Consumer<Frame> taker;
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();

    /** @param taker of each frame as it comes; null to keep them here */
    Asked(long id, Consumer<Frame> taker) {
        this.id = id;
        this.taker = taker == null ? frames::add : taker;
    }

    public long id() {
        return id;
    }

    /** What came so far, where nobody takes it. */
    public List<Frame> frames() {
        return frames;
    }

    /** Completed once, and never with an exception. */
    public CompletableFuture<Ending> ending() {
        return ending;
    }

    void came(Frame frame) {
        taker.accept(frame);
    }

    void ended(Ending how) {
        ending.complete(how);
    }
}
