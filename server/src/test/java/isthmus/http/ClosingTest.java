package isthmus.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Failure;
import isthmus.TestSettings;
import isthmus.inference.Model;
import isthmus.inference.Through;
import isthmus.inference.torch.TorchModel;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Beside
class ClosingTest {
    @TempDir
    Path folder;

    /** A network that takes its time, unless it is let go, and says when it begins. */
    private static final class Slow extends Through {
        private final CountDownLatch begun;
        private final CountDownLatch go;
        private final long milliseconds;

        Slow(Model vae, CountDownLatch begun, CountDownLatch go, long milliseconds) {
            super(vae);
            this.begun = begun;
            this.go = go;
            this.milliseconds = milliseconds;
        }

        @Override
        public float[] decode(float[] codes, int count) {
            begun.countDown();
            try {
                boolean unused = go.await(milliseconds, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return super.decode(codes, count);
        }
    }

    /** A server that is in the middle of a request. */
    private record Busy(SmallServer site, CompletableFuture<HttpResponse<String>> running, CountDownLatch go) {}

    /** @param milliseconds that the request takes where it is not let go before */
    private Busy busy(long milliseconds) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        SmallServer site = new SmallServer(
                folder, settings -> {}, model -> new Slow(new TorchModel(model), begun, go, milliseconds));
        CompletableFuture<HttpResponse<String>> running = CompletableFuture.supplyAsync(() -> {
            try {
                return site.get("/api/models/digits/decode?z=1,2", "Accept", "application/json");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        return new Busy(site, running, go);
    }

    @Test
    void whatRunsIsFinishedAndNothingNewIsLetIn() throws Exception {
        Busy busy = busy(700);
        long start = System.nanoTime();
        URI health = URI.create(busy.site.address() + "/health");
        busy.site.close();
        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) < 5000);
        assertEquals(200, busy.running.get(1, TimeUnit.SECONDS).statusCode());
        assertThrows(
                ConnectException.class,
                () -> HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString()));
    }

    @Test
    void whatDoesNotFinishInTimeIsCutOffAndTheAddressIsFree() throws Exception {
        Busy busy = busy(60_000);
        int port = busy.site.address().getPort();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(busy.site::close); // which waits for the model
        assertTrue(busy.running
                .handle((answer, error) -> error != null || answer.statusCode() >= 500)
                .get(20, TimeUnit.SECONDS));
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of before may still be winding down
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        assertFalse(closing.isDone());
        busy.go.countDown();
        closing.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aPortThatIsTakenIsRefusedInASentence() throws Exception {
        try (SmallServer first = new SmallServer(folder, settings -> {})) {
            TestSettings settings = new TestSettings();
            settings.port = first.site.address().getPort();
            settings.models = folder;
            Failure failure = assertThrows(Failure.class, () -> WebServer.open(settings.settings(), TorchModel::new));
            assertTrue(failure.getMessage().startsWith("--port: expected a free port at 127.0.0.1"));
            assertEquals(200, first.get("/health").statusCode());
        }
    }

    @Test
    void anAddressOfNoMachineIsRefusedInASentence() throws Exception {
        SmallServer.write(folder);
        TestSettings there = new TestSettings();
        there.host = "192.0.2.1";
        there.models = folder;
        Failure failure = assertThrows(Failure.class, () -> WebServer.open(there.settings(), TorchModel::new));
        assertTrue(failure.getMessage().contains("192.0.2.1"), failure.getMessage());
    }
}
