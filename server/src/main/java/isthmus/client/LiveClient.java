package isthmus.client;

import isthmus.Failure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** Opens sessions at a server by Jetty's client, whose few threads read all of them. Any thread. */
public final class LiveClient implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int CONNECTING = 20; // seconds
    private static final int LARGEST = 1 << 28; // bytes of a message

    private final URI endpoint;
    private final WebSocketClient client;

    /** @param server its address, such as http://127.0.0.1:7070 */
    public LiveClient(URI server) {
        endpoint = URI.create("ws://" + server.getRawAuthority() + "/live");
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        HttpClient http = new HttpClient(new HttpClientTransportOverHTTP(connector));
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("client");
        threads.setDaemon(true);
        http.setExecutor(threads);
        client = new WebSocketClient(http);
        client.setIdleTimeout(Duration.ZERO); // none
        client.setAutoFragment(false);
        client.setMaxFrameSize(LARGEST);
        client.setMaxTextMessageSize(LARGEST);
        client.setMaxBinaryMessageSize(LARGEST);
        client.setStopTimeout(0); // closing waits for no server
        LifeCycle.start(client);
    }

    /** Opens a session and waits for it. */
    public LiveSocket open() {
        return open(text -> {});
    }

    /**
     * Opens a session and waits for it.
     *
     * @param unasked takes the frames that belong to no pending request, the greeting among them, as text on a thread of
     *     this client
     */
    public LiveSocket open(Consumer<String> unasked) {
        LiveSocket socket = new LiveSocket(unasked);
        try {
            client.connect(socket, endpoint).get(CONNECTING, TimeUnit.SECONDS);
            return socket;
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(e);
        }
    }

    private Failure refused(Exception e) {
        return Failure.of(Failure.Kind.BUSY, endpoint.toString(), "a session", e)
                .causedBy(e);
    }

    /** Ends every session without a close frame. */
    @Override
    public void close() {
        client.getOpenSessions().forEach(Session::disconnect);
        LifeCycle.stop(client);
    }
}
