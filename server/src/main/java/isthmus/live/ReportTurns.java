package isthmus.live;

import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.inference.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Reports over HTTP in front of the work queue that computes them: clients take turns, one report of each at a time, so
 * that none of them can fill the queue. Any thread.
 */
final class ReportTurns {
    private final WorkQueue work;
    private final int capacity;
    private final int perClient;
    private final Map<ClientAddress, Client> clients = new LinkedHashMap<>(); // next turn first; guarded by this
    private int free; // threads that may be taken; guarded by this
    private int waiting; // guarded by this

    /** What one client waits for; guarded by the queue. */
    private static final class Client {
        private final Deque<Report<?>> queue = new ArrayDeque<>();
        private boolean running;
    }

    private record Report<T>(Callable<T> job, CompletableFuture<T> answer) {}

    /**
     * @param threads reports that are computed at a time
     * @param capacity reports that may wait
     * @param perClient reports of one client that may wait
     */
    ReportTurns(WorkQueue work, int threads, int capacity, int perClient) {
        this.work = work;
        this.capacity = capacity;
        this.perClient = perClient;
        free = threads;
    }

    /** Queues a report; cancelling the answer takes it back. One that is being computed has to notice that itself. */
    <T> CompletableFuture<T> call(ClientAddress address, Callable<T> job) {
        Report<T> report = new Report<>(job, new CompletableFuture<>());
        synchronized (this) {
            Client client = clients.computeIfAbsent(address, key -> new Client());
            if (client.queue.size() >= perClient) {
                return CompletableFuture.failedFuture(
                        Failure.busy("reports", "fewer than " + perClient + " of one client waiting", perClient));
            }
            if (waiting >= capacity) {
                forget(address, client);
                return CompletableFuture.failedFuture(
                        Failure.busy("reports", "fewer than " + capacity + " waiting", capacity));
            }
            client.queue.add(report);
            waiting++;
        }
        CompletableFuture<T> unused = report.answer.whenComplete((value, error) -> takeBack(address, report));
        startNext();
        return report.answer;
    }

    private synchronized void takeBack(ClientAddress address, Report<?> report) {
        Client client = clients.get(address);
        if (client != null && client.queue.remove(report)) {
            waiting--;
            forget(address, client);
        }
    }

    private void forget(ClientAddress address, Client client) {
        if (!client.running && client.queue.isEmpty()) {
            clients.remove(address);
        }
    }

    private void startNext() {
        Report<?> next = null;
        ClientAddress address = null;
        synchronized (this) {
            Iterator<Map.Entry<ClientAddress, Client>> all = clients.entrySet().iterator();
            while (free > 0 && next == null && all.hasNext()) {
                Map.Entry<ClientAddress, Client> entry = all.next();
                Client client = entry.getValue();
                if (!client.running && !client.queue.isEmpty()) {
                    address = entry.getKey();
                    next = client.queue.remove();
                    client.running = true;
                    waiting--;
                    free--;
                }
            }
        }
        if (next != null) {
            start(address, next);
            startNext();
        }
    }

    private <T> void start(ClientAddress address, Report<T> report) {
        CompletableFuture<T> unused = work.call(Lane.BULK, () -> report.answer.isDone() ? null : report.job.call())
                .whenComplete((value, error) -> {
                    over(address);
                    if (error == null) {
                        report.answer.complete(value);
                    } else {
                        report.answer.completeExceptionally(error);
                    }
                });
    }

    private void over(ClientAddress address) {
        synchronized (this) {
            free++;
            Client client = clients.remove(address);
            client.running = false;
            if (!client.queue.isEmpty()) {
                clients.put(address, client); // behind those who wait
            }
        }
        startNext();
    }
}
