package isthmus.live;

import io.javalin.config.JavalinConfig;
import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.Meters;
import isthmus.Settings;
import isthmus.inference.ModelStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sockets at {@code /live}. They are Jetty's own and not Javalin's, for three things that Javalin has not: telling
 * when a frame was sent, reading no further while too much waits, and giving messages part by part. Opened, registered
 * and closed by one thread.
 */
public final class LiveServer implements AutoCloseable {
    private static final String PATH = "/live";
    private static final int WORK_THREADS = 2;
    private static final int REPORT_THREADS = 2; // each has one job in a model's queue at most
    /** Fill and send frames: one where it shares few processors, and so is woken less often. */
    private static final int ANSWER_THREADS =
            Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors() / 2));

    private static final long WORK_TURN = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long REPORT_TURN = TimeUnit.SECONDS.toNanos(30);
    private static final long FINISH = 1500; // milliseconds that requests have to finish when the server closes
    private static final long LEAVE = 300; // milliseconds for sockets to close

    private final LiveServices services;
    private final Limits limits;
    private final ExecutorService answers;
    private final WorkQueue work;
    private final WorkQueue reports;
    private final Set<LiveSession> sessions = new HashSet<>(); // guarded by itself
    private volatile boolean closing;

    public LiveServer(Settings settings, ModelStore store, Meters meters) {
        limits = settings.limits();
        AtomicInteger count = new AtomicInteger();
        answers = Executors.newFixedThreadPool(ANSWER_THREADS, task -> {
            Thread thread = new Thread(task, "answers " + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        long queueBytes = limits.getLong(Limit.QUEUE_BYTES);
        work = new WorkQueue(
                "work",
                WORK_THREADS,
                new WorkQueue.Bounds(
                        limits.get(Limit.QUEUE_JOBS),
                        limits.get(Limit.MAX_WAITING_JOBS_PER_SESSION),
                        queueBytes,
                        WORK_TURN));
        reports = new WorkQueue(
                "report",
                REPORT_THREADS,
                new WorkQueue.Bounds(
                        limits.get(Limit.QUEUE_REPORTS),
                        limits.get(Limit.MAX_WAITING_REPORTS_PER_SESSION),
                        queueBytes,
                        REPORT_TURN));
        services = new LiveServices(
                settings,
                new ServedModels(store, work, settings),
                new TileCache(limits.getLong(Limit.TILE_CACHE_BYTES)),
                new UnfinishedMessages(limits.getLong(Limit.MAX_UNFINISHED_BYTES)),
                work,
                reports,
                answers,
                meters);
    }

    /** Whole reports, for HTTP. */
    public ReportService reports() {
        return new ReportService(services);
    }

    /** For what has to be computed beside the networks. */
    public WorkQueue work() {
        return work;
    }

    /** The tiles and planes that sockets answer with, for previews. */
    public CompletableFuture<MapData> mapData(String model, String version) {
        return services.models().lease(model, version).thenApply(lent -> new MapData(services, lent));
    }

    /** Adds the path to a web server that is being set up. */
    public void register(JavalinConfig config) {
        config.routes.ws(PATH, ignored -> {}); // so that the path is known; the mapping below is what answers
        config.routes.wsBeforeUpgrade(PATH, context -> {
            ClientAddress address = context.attribute(ClientAddress.class.getName());
            int most = limits.get(Limit.MAX_SESSIONS_PER_ADDRESS);
            if (count(address) >= most) {
                throw Failure.busy("sessions", "fewer than " + most + " of one address", most);
            }
            if (!hasRoom()) {
                throw full();
            }
        });
        config.jetty.modifyWebSocketServletFactory(factory -> {
            factory.setIdleTimeout(Duration.ofSeconds(limits.get(Limit.IDLE_SECONDS)));
            // A frame comes in parts as large as the network buffer: one of which the end never comes costs what was
            // received, not what its header announces. Sessions hold messages to their limits themselves.
            factory.setMaxFrameSize(0);
            factory.setAutoFragment(true);
            factory.addMapping(PATH, (request, response) -> {
                // No compression: decoded pixels are small, and packing them costs more than sending them.
                response.setExtensions(List.of());
                var address =
                        (ClientAddress) request.getHttpServletRequest().getAttribute(ClientAddress.class.getName());
                return new LiveSession(this, services, address);
            });
        });
    }

    static Failure full() {
        return Failure.busy("", "fewer sessions", "as many as the server takes");
    }

    private long count(ClientAddress address) {
        synchronized (sessions) {
            return sessions.stream()
                    .filter(session -> session.address().equals(address))
                    .count();
        }
    }

    private boolean hasRoom() {
        synchronized (sessions) {
            return !closing && sessions.size() < limits.get(Limit.MAX_SESSIONS);
        }
    }

    /** Counts a session in, or tells that there is no room. */
    boolean enter(LiveSession session) {
        synchronized (sessions) {
            if (!hasRoom() || count(session.address()) >= limits.get(Limit.MAX_SESSIONS_PER_ADDRESS)) {
                return false;
            }
            sessions.add(session);
        }
        services.meters().sessionOpened();
        return true;
    }

    void left(LiveSession session) {
        boolean was;
        synchronized (sessions) {
            was = sessions.remove(session);
            sessions.notifyAll();
        }
        if (was) {
            services.meters().sessionClosed();
        }
    }

    /** Lets nothing new begin, finishes what runs within its time, and says goodbye to every session. */
    public void closeSessions() {
        synchronized (sessions) {
            closing = true;
        }
        sessions().forEach(LiveSession::finish);
        awaitEmpty(FINISH);
        sessions().forEach(LiveSession::abandon);
        awaitEmpty(LEAVE);
    }

    /** Closes the sessions, and the queues, which what runs over HTTP uses too. */
    @Override
    public void close() {
        closeSessions();
        work.close();
        reports.close();
        answers.shutdown();
    }

    /** Whether nothing new is to begin, in any session. */
    boolean isClosing() {
        return closing;
    }

    /** Bytes of messages that have begun and not ended. */
    long unfinishedBytes() {
        return services.unfinished().bytes();
    }

    List<LiveSession> sessions() {
        synchronized (sessions) {
            return List.copyOf(sessions);
        }
    }

    private void awaitEmpty(long milliseconds) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        synchronized (sessions) {
            try {
                for (long left = milliseconds; !sessions.isEmpty() && left > 0; ) {
                    sessions.wait(left);
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
