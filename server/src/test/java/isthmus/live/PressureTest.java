package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Limit;
import isthmus.http.SmallServer;
import isthmus.inference.torch.TorchModel;
import isthmus.live.LiveClient.Message;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PressureTest {
    private static final int REQUESTS = 500;
    private static final int CODES = 800; // of a request, whose answer is 64,000 bytes

    @TempDir
    Path folder;

    @Test
    void aReaderThatStopsCostsALittleAndSlowsNobodyAndGetsEverythingOnceItReads() throws Exception {
        String decode = "{'id': %d, 'op': 'decode', 'model': 'digits', 'as': 'f4', 'codes': ["
                + "[0,0],".repeat(CODES - 1) + "[0,0]]}";
        AtomicInteger rows = new AtomicInteger();
        try (SmallServer site = new SmallServer(
                        folder,
                        settings -> {
                            settings.limit(Limit.MAX_WAITING_BYTES, 1 << 17);
                            settings.limit(Limit.MAX_UNACKNOWLEDGED_FRAMES, 4);
                        },
                        model -> new Counted(new TorchModel(model), rows));
                LiveClient stalled = new LiveClient(site.address(), false);
                LiveClient other = new LiveClient(site.address())) {
            int before = rows.get();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int id = 0; id < REQUESTS; id++) {
                    stalled.send(decode.formatted(id));
                }
            });
            int level;
            do {
                level = rows.get();
                TimeUnit.MILLISECONDS.sleep(700);
            } while (rows.get() != level || level == before);
            assertTrue(level - before < CODES * REQUESTS / 2, (level - before) + " rows were decoded for nobody");
            for (int id = 0; id < 50; id++) {
                assertEquals(
                        id,
                        other.ask("{'id': %d, 'op': 'decode', 'model': 'digits', 'codes': [[0, 0]]}".formatted(id))
                                .id());
            }
            stalled.read();
            Set<Long> ended = new HashSet<>();
            for (int i = 0; i < REQUESTS; i++) {
                Message message = stalled.next();
                assertTrue(message.last(), () -> message.head().toString());
                assertTrue(ended.add(message.id()));
            }
            sending.get(10, TimeUnit.SECONDS);
            assertTrue(stalled.isQuiet());
        }
    }

    @Test
    void anAnswerThatCouldNotWaitIsRefused() throws Exception {
        try (SmallServer site = new SmallServer(folder, settings -> settings.limit(Limit.MAX_WAITING_BYTES, 1 << 16));
                LiveClient client = new LiveClient(site.address())) {
            String decode = "{'id': 1, 'op': 'decode', 'model': 'digits', 'as': 'f4', 'codes': [" + "[0,0],".repeat(999)
                    + "[0,0]]}";
            assertEquals("TOO_LARGE", client.ask(decode).error().get("code").asText());
            assertTrue(client.ask(decode.replace("f4", "u1")).last());
        }
    }

    @Test
    void framesThatComeTooFastAreBusyAndTheSessionLivesOn() throws Exception {
        try (SmallServer site = new SmallServer(folder, settings -> settings.limit(Limit.MAX_FRAMES_PER_SECOND, 5));
                LiveClient client = new LiveClient(site.address())) {
            for (int id = 0; id < 20; id++) {
                client.send("{'id': %d, 'op': 'cancel', 'request': 1}".formatted(id));
            }
            int busy = 0;
            for (int id = 0; id < 20; id++) {
                Message message = client.next();
                assertEquals(id, message.id());
                busy += message.error() == null ? 0 : 1;
            }
            assertTrue(busy >= 10, busy + " of 20 were refused");
            TimeUnit.MILLISECONDS.sleep(500);
            assertEquals(
                    "done",
                    client.ask("{'id': 1, 'op': 'cancel', 'request': 1}").end());
        }
    }
}
