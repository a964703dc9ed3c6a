package isthmus.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;

/**
 * A connection that can be asked whether its client is still there. The web server reads nothing while a request is
 * answered, so it would notice only when it writes; this looks one byte ahead, and gives that byte to whoever reads next.
 * The web server's threads read; any thread may ask.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
    private final ByteBuffer ahead = ByteBuffer.allocate(1).flip(); // guarded by this
    private final Executor executor;
    private boolean left; // guarded by this
    private final AtomicLong written = new AtomicLong(); // bytes

    WatchedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Connector connector) {
        super(channel, selector, key, connector.getScheduler());
        executor = connector.getExecutor();
    }

    /**
     * Whether the client has ended its side of the connection. One that waits for an answer keeps its side open; a client
     * that sent another request already is taken to be there.
     */
    synchronized boolean hasLeft() {
        if (left || !isOpen() || isInputShutdown()) {
            return true;
        }
        if (ahead.hasRemaining()) {
            return false;
        }
        ahead.clear();
        try {
            left = getChannel().read(ahead) < 0;
        } catch (IOException e) {
            left = true;
        }
        ahead.flip();
        if (ahead.hasRemaining() && isFillInterested()) {
            wake();
        }
        return left;
    }

    /** Bytes that the operating system has taken until now. */
    long written() {
        return written.get();
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = BufferUtil.remaining(buffers);
        try {
            return super.flush(buffers);
        } finally {
            written.addAndGet(before - BufferUtil.remaining(buffers));
        }
    }

    @Override
    public synchronized int fill(ByteBuffer buffer) throws IOException {
        if (ahead.hasRemaining()) {
            return BufferUtil.append(buffer, ahead);
        }
        return super.fill(buffer);
    }

    @Override
    protected synchronized void needsFillInterest() {
        if (ahead.hasRemaining()) {
            wake(); // the selector does not know of it
        } else {
            super.needsFillInterest();
        }
    }

    private void wake() {
        executor.execute(() -> getFillInterest().fillable());
    }
}
