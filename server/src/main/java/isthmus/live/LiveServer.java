package isthmus.live;

import io.javalin.config.JavalinConfig;
import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.Meters;
import isthmus.Settings;
import isthmus.inference.OpenModels;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sockets at {@code /live}. They are the web server library's own, not those of the layer above it, for two things
 * that the layer does not have: telling when a frame was taken, and reading no further while too much waits. Opened,
 * registered and closed by one thread.
 */
public final class LiveServer implements AutoCloseable {
    static final String FULL = "expected fewer sessions, found as many as the server takes; try again";

    private static final String PATH = "/live";
    private static final int WORKING = 2; // threads
    private static final int REPORTING = 2; // threads, each of which has a piece of work in a model's queue at most
    private static final int ANSWERING = 2; // threads that fill and send frames
    private static final long FINISH = 1500; // milliseconds that what runs may take to finish
    private static final long LEAVE = 300; // milliseconds for the last words

    private final LiveServices house;
    private final Limits limits;
    private final ExecutorService answers;
    private final WorkQueue work;
    private final WorkQueue reports;
    private final Set<LiveSession> sessions = new HashSet<>(); // its monitor guards it
    private volatile boolean closing;

    public LiveServer(Settings settings, OpenModels models, Meters meters) {
        limits = settings.limits();
        AtomicInteger count = new AtomicInteger();
        answers = Executors.newFixedThreadPool(ANSWERING, task -> {
            Thread thread = new Thread(task, "answers " + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        work = new WorkQueue("work", WORKING, limits.get(Limit.QUEUE_JOBS));
        reports = new WorkQueue("report", REPORTING, limits.get(Limit.QUEUE_REPORTS));
        house = new LiveServices(
                settings,
                new ServedModels(models, settings),
                new TileCache(limits.getLong(Limit.TILE_CACHE_BYTES)),
                work,
                reports,
                answers,
                meters);
    }

    /** Whole reports, for whoever asks for one at once. */
    public ReportService reports() {
        return new ReportService(
                house,
                new ReportTurns(
                        reports,
                        REPORTING,
                        limits.get(Limit.QUEUE_REPORTS),
                        limits.get(Limit.MAX_REPORTS_PER_ADDRESS)));
    }

    /** For what has to be computed beside the networks. */
    public WorkQueue work() {
        return work;
    }

    /** What the map is made of, for pictures of it. */
    public MapData ground() {
        return new MapData(house);
    }

    /** Adds the path to a web server that is being set up. */
    public void register(JavalinConfig config) {
        config.routes.ws(PATH, ignored -> {}); // so that the path is known; the mapping below is what answers
        config.routes.wsBeforeUpgrade(PATH, context -> {
            ClientAddress client = context.attribute(ClientAddress.class.getName());
            int most = limits.get(Limit.MAX_SESSIONS_PER_ADDRESS);
            if (count(client) >= most) {
                throw Failure.busy("sessions", "fewer than " + most + " of one address", most);
            }
            if (!hasRoom()) {
                throw new Failure(Kind.BUSY, FULL);
            }
        });
        config.jetty.modifyWebSocketServletFactory(factory -> {
            factory.setIdleTimeout(Duration.ofSeconds(limits.get(Limit.IDLE_SECONDS)));
            factory.setMaxTextMessageSize(limits.get(Limit.MAX_TEXT_BYTES));
            factory.setMaxBinaryMessageSize(limits.get(Limit.MAX_BINARY_BYTES));
            factory.setMaxFrameSize(Math.max(limits.get(Limit.MAX_BINARY_BYTES), limits.get(Limit.MAX_TEXT_BYTES)));
            factory.setAutoFragment(false);
            factory.addMapping(PATH, (request, response) -> {
                // No compression: decoded pixels are small, and packing them costs more than sending them.
                response.setExtensions(List.of());
                var client =
                        (ClientAddress) request.getHttpServletRequest().getAttribute(ClientAddress.class.getName());
                return new LiveSession(this, house, client);
            });
        });
    }

    private boolean hasRoom() {
        synchronized (sessions) {
            return !closing && sessions.size() < limits.get(Limit.MAX_SESSIONS);
        }
    }

    private long count(ClientAddress client) {
        synchronized (sessions) {
            return sessions.stream()
                    .filter(session -> session.client().equals(client))
                    .count();
        }
    }

    /** Counts a session in, or tells that there is no room. */
    boolean enter(LiveSession session) {
        synchronized (sessions) {
            if (!hasRoom() || count(session.client()) >= limits.get(Limit.MAX_SESSIONS_PER_ADDRESS)) {
                return false;
            }
            sessions.add(session);
        }
        house.meters().sessionOpened();
        return true;
    }

    void left(LiveSession session) {
        boolean was;
        synchronized (sessions) {
            was = sessions.remove(session);
            sessions.notifyAll();
        }
        if (was) {
            house.meters().sessionClosed();
        }
    }

    /** Lets nothing new begin, finishes what runs within its time, and says goodbye to every session. */
    @Override
    public void close() {
        synchronized (sessions) {
            closing = true;
        }
        all().forEach(LiveSession::finish);
        awaitEmpty(FINISH);
        all().forEach(LiveSession::abandon);
        awaitEmpty(LEAVE);
        work.close();
        reports.close();
        answers.shutdown();
    }

    /** Whether nothing new is to begin, in any session. */
    boolean isClosing() {
        return closing;
    }

    private List<LiveSession> all() {
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
