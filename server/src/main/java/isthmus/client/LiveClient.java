package isthmus.client;

import isthmus.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Opens sessions at a server, all of which one thread of its own reads. The platform's own client takes several times the
 * processor time for a message, which a server on the same machine would go without while it is measured. Any thread.
 */
public final class LiveClient implements AutoCloseable {
    private static final int READ = 1 << 17; // bytes at a time

    private final URI server;
    private final Selector selector;
    private final Queue<Connection> news = new ConcurrentLinkedQueue<>(); // whose interests have changed
    private final Thread thread = new Thread(this::read, "client");

    /** @param server where it is reached, such as http://127.0.0.1:7070 */
    public LiveClient(URI server) {
        this.server = server;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens a session and waits for it. */
    public LiveSocket open() {
        return open(text -> {});
    }

    /**
     * Opens a session and waits for it.
     *
     * @param unasked takes the frames that belong to none of the requests that run, the greeting among them, as text on
     *     this client's thread
     */
    public LiveSocket open(Consumer<String> unasked) {
        SocketChannel channel = null;
        try {
            channel = Handshake.connect(server);
            channel.configureBlocking(false);
            LiveSocket socket = new LiveSocket(unasked);
            Connection connection = new Connection(channel, socket, this::changed);
            socket.opened(connection);
            changed(connection);
            return socket;
        } catch (IOException e) {
            close(channel);
            throw Failure.of(Failure.Kind.BUSY, server.toString(), "a session", e.getMessage())
                    .causedBy(e);
        }
    }

    private static void close(SocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // It was of no use before either.
            }
        }
    }

    private void changed(Connection connection) {
        news.add(connection);
        selector.wakeup();
    }

    /** The thread's life. */
    private void read() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(READ);
        try (selector) {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select();
                for (Connection one = news.poll(); one != null; one = news.poll()) {
                    register(one);
                }
                selector.selectedKeys().forEach(key -> ((Connection) key.attachment()).ready(key, bytes));
                selector.selectedKeys().clear();
            }
            selector.keys().forEach(key -> ((Connection) key.attachment()).gone("the client was closed"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void register(Connection connection) {
        SelectionKey key = connection.channel().keyFor(selector);
        try {
            if (key == null) {
                connection.channel().register(selector, connection.interests(), connection);
            } else if (key.isValid()) {
                key.interestOps(connection.interests());
            }
        } catch (ClosedChannelException e) {
            // Who closed it has told whoever waits.
        }
    }

    /** Ends every session without a word. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
