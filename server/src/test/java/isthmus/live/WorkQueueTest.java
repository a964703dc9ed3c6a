package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.inference.Lane;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private WorkQueue queue;

    @BeforeEach
    void occupy() throws InterruptedException {
        queue = new WorkQueue("test", 1, new WorkQueue.Bounds(10, 4, 1000, TimeUnit.MINUTES.toNanos(1)));
        CountDownLatch runs = new CountDownLatch(1);
        CompletableFuture<Void> unused = queue.call(Lane.BULK, "first", 0, () -> {
            runs.countDown();
            gate.await();
            return null;
        });
        runs.await();
    }

    @AfterEach
    void close() {
        gate.countDown();
        queue.close();
    }

    private CompletableFuture<String> ask(String client, long bytes) {
        return queue.call(Lane.BULK, client, bytes, () -> {
            ran.add(client);
            return client;
        });
    }

    private static Failure refusal(CompletableFuture<?> answer) {
        Throwable cause = assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS))
                .getCause();
        return (Failure) cause;
    }

    @Test
    void oneClientFillsItsPartAndNotTheQueueAndOthersComeBeforeItsNextJob() throws Exception {
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(ask("many", 0));
        }
        Failure refused = refusal(ask("many", 0));
        assertEquals(Failure.Kind.BUSY, refused.kind());
        assertTrue(refused.getMessage().contains("one client"), refused.getMessage());
        all.add(ask("one", 0));
        gate.countDown();
        for (CompletableFuture<String> answer : all) {
            answer.get(10, TimeUnit.SECONDS);
        }
        assertEquals(List.of("many", "one", "many", "many", "many"), ran);
    }

    @Test
    void bytesThatWaitAreBoundedAndACancelledJobGivesItsOwnBack() throws Exception {
        CompletableFuture<String> large = ask("a", 900);
        assertEquals(Failure.Kind.BUSY, refusal(ask("b", 200)).kind());
        large.cancel(false);
        CompletableFuture<String> fits = ask("b", 200);
        gate.countDown();
        assertEquals("b", fits.get(10, TimeUnit.SECONDS));
        assertEquals(List.of("b"), ran);
    }

    @Test
    void whateverAJobThrowsIsItsAnswerAndTheThreadGoesOn() throws Exception {
        CompletableFuture<String> failed = queue.call(Lane.BULK, "a", 0, () -> {
            throw new OutOfMemoryError("none");
        });
        CompletableFuture<String> next = ask("b", 0);
        gate.countDown();
        Throwable thrown = assertThrows(ExecutionException.class, () -> failed.get(10, TimeUnit.SECONDS))
                .getCause();
        assertEquals(Failure.Kind.BUSY, ActiveRequest.failure(thrown).kind());
        assertEquals("b", next.get(10, TimeUnit.SECONDS));
    }
}
