package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Failure.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportTurnsTest {
    private static final ClientAddress ANNA = new ClientAddress("192.0.2.1");
    private static final ClientAddress BEN = new ClientAddress("192.0.2.2");
    private static final ClientAddress CLARA = new ClientAddress("192.0.2.3");

    private final WorkQueue work = new WorkQueue("report", 1, 100);
    private final ReportTurns turns = new ReportTurns(work, 1, 5, 3);
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        go.countDown();
        work.close();
    }

    private CompletableFuture<String> ask(ClientAddress client, String name) {
        return turns.call(client, () -> {
            assertTrue(go.await(20, TimeUnit.SECONDS));
            done.add(name);
            return name;
        });
    }

    private static Kind refused(CompletableFuture<?> answer) {
        ExecutionException e = assertThrows(ExecutionException.class, answer::get);
        return ((Failure) e.getCause()).kind();
    }

    @Test
    void clientsTakeTurnsHoweverManyReportsOneAsksFor() throws Exception {
        List<CompletableFuture<String>> all = List.of(
                ask(ANNA, "a1"), ask(ANNA, "a2"), ask(ANNA, "a3"), ask(BEN, "b1"), ask(CLARA, "c1"), ask(BEN, "b2"));
        go.countDown();
        for (CompletableFuture<String> one : all) {
            one.get(20, TimeUnit.SECONDS);
        }
        assertEquals(List.of("a1", "b1", "c1", "a2", "b2", "a3"), done);
    }

    @Test
    void oneClientCannotFillTheQueue() {
        for (int i = 0; i < 4; i++) {
            CompletableFuture<String> unused = ask(ANNA, "a" + i); // one runs and three wait
        }
        assertEquals(Kind.BUSY, refused(ask(ANNA, "a4")));
        CompletableFuture<String> first = ask(BEN, "b1");
        CompletableFuture<String> second = ask(CLARA, "c1");
        assertTrue(!first.isDone() && !second.isDone());
        assertEquals(Kind.BUSY, refused(ask(BEN, "b2"))); // five wait
    }

    @Test
    void whatIsTakenBackLeavesItsPlaceAndIsNotComputed() throws Exception {
        CompletableFuture<String> running = ask(ANNA, "a1");
        List<CompletableFuture<String>> waiting = List.of(ask(ANNA, "a2"), ask(ANNA, "a3"), ask(ANNA, "a4"));
        waiting.forEach(one -> one.cancel(false));
        CompletableFuture<String> last = ask(ANNA, "a5");
        go.countDown();
        running.get(20, TimeUnit.SECONDS);
        last.get(20, TimeUnit.SECONDS);
        assertEquals(List.of("a1", "a5"), done);
    }

    @Test
    void aReportThatFailsLetsTheNextOneBegin() throws Exception {
        CompletableFuture<String> failing = turns.call(ANNA, () -> {
            throw Failure.badInput("x", "y", "z");
        });
        CompletableFuture<String> next = ask(ANNA, "a2");
        go.countDown();
        assertEquals(Kind.BAD_INPUT, refused(failing));
        assertEquals("a2", next.get(20, TimeUnit.SECONDS));
    }
}
