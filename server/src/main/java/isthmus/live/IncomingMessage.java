package isthmus.live;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The message that a session is receiving, part by part, in memory that grows as bytes arrive and is counted. Only the
 * session's reading thread appends; any thread may refuse it.
 */
final class IncomingMessage {
    private static final int FIRST = 1 << 13; // bytes

    private final UnfinishedMessages unfinished;
    private final Object client;
    private final Runnable refusal;
    private volatile byte[] bytes = {};
    private volatile boolean refused;
    private int size;

    /**
     * @param client whose messages are counted together
     * @param refusal closes the session; called by any thread, once, with no lock held
     */
    IncomingMessage(UnfinishedMessages unfinished, Object client, Runnable refusal) {
        this.unfinished = unfinished;
        this.client = client;
        this.refusal = refusal;
    }

    Object client() {
        return client;
    }

    /** Bytes so far. */
    int size() {
        return size;
    }

    /**
     * Adds a part.
     *
     * @param most bytes that the message may ever have
     */
    void append(ByteBuffer part, int most) {
        byte[] grown = bytes;
        int needed = size + part.remaining();
        if (needed > grown.length && !refused) {
            int length = Math.min(most, Math.max(needed, Math.max(FIRST, 2 * grown.length)));
            unfinished.resized(this, length);
            grown = refused ? grown : Arrays.copyOf(grown, length);
        }
        if (refused) {
            return;
        }
        part.get(grown, size, part.remaining());
        size = needed;
        bytes = grown;
        if (refused) {
            bytes = new byte[0];
        }
    }

    /** The whole message, which is no longer counted; nothing where it was refused. The next one may begin. */
    ByteBuffer take() {
        unfinished.remove(this); // from here on nobody refuses it
        ByteBuffer whole = refused
                ? ByteBuffer.allocate(0)
                : ByteBuffer.wrap(bytes, 0, size).slice();
        bytes = new byte[0];
        size = 0;
        return whole;
    }

    /** Called when the session is over. */
    void end() {
        refuse();
        unfinished.remove(this);
    }

    boolean isRefused() {
        return refused;
    }

    /** Drops what is there and takes nothing more. */
    void refuse() {
        refused = true;
        bytes = new byte[0];
    }

    void closeSession() {
        refusal.run();
    }
}
