package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.http.SmallServer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveClosingTest {
    private static final String DECODE = "{'id': %d, 'op': 'decode', 'model': 'digits', 'codes': [[0, 0]]}";

    @TempDir
    Path folder;

    @Test
    void whatRunsIsAnsweredWhatIsNewIsBusyAndSocketsCloseWith1001() throws Exception {
        Gated.Gate gate = new Gated.Gate();
        SmallServer site = new SmallServer(folder, settings -> {}, gate::over);
        LiveClient idle = new LiveClient(site.address());
        LiveClient busy = new LiveClient(site.address());
        busy.send(DECODE.formatted(1));
        gate.awaitBatch();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(site::close);
        assertEquals(1001, idle.closed.get(10, TimeUnit.SECONDS));
        assertEquals("BUSY", busy.ask(DECODE.formatted(2)).error().get("code").asText());
        gate.open();
        assertEquals(1, busy.next().id());
        assertEquals(1001, busy.closed.get(10, TimeUnit.SECONDS));
        closing.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatDoesNotEndIsLeftBehindInTime() throws Exception {
        Gated.Gate gate = new Gated.Gate();
        SmallServer site = new SmallServer(folder, settings -> {}, gate::over);
        LiveClient busy = new LiveClient(site.address());
        LiveClient stalled = new LiveClient(site.address(), false);
        busy.send(DECODE.formatted(1));
        gate.awaitBatch();
        long start = System.nanoTime();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(site::close);
        assertEquals(1001, busy.closed.get(10, TimeUnit.SECONDS));
        assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 5);
        gate.open();
        closing.get(10, TimeUnit.SECONDS);
        stalled.close();
    }
}
