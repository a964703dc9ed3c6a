package isthmus.inference.torch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import isthmus.Failure;
import org.slf4j.LoggerFactory;

/** The native engine as a whole: started once, before anything else of it is touched. Any thread. */
public final class TorchRuntime {
    /** The system property that says how many threads one operation may use; all cores where it is not set. */
    public static final String THREADS = "isthmus.threads";

    static final String ENGINE = "PyTorch";

    private TorchRuntime() {}

    /** Starts the engine; later calls do nothing. */
    public static void start() {
        try {
            Start.done();
        } catch (ExceptionInInitializerError e) {
            throw unusable(e.getCause());
        } catch (NoClassDefFoundError e) {
            throw unusable(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Begins to start the engine on another thread, for loading its library takes most of a second. */
    public static void startBeside() {
        LoggerFactory.getILoggerFactory(); // which complains where two threads come first
        Thread starting = new Thread(
                () -> {
                    try {
                        start();
                    } catch (Failure e) {
                        // Whoever needs the engine next is told.
                    }
                },
                "engine start");
        starting.setDaemon(true);
        starting.start();
    }

    /**
     * Settles how many threads one operation of a server uses, before the engine starts: as many as were asked for, or
     * what the system property says, or half the processors, for reading, writing and the page want theirs.
     *
     * @param asked null where nobody asked
     */
    public static void serve(Integer asked) {
        if (asked != null) {
            System.setProperty(THREADS, String.valueOf(asked));
        } else if (System.getProperty(THREADS) == null) {
            System.setProperty(
                    THREADS, String.valueOf(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
        }
    }

    private static Failure unusable(Throwable cause) {
        return Failure.modelFailed(
                        "",
                        "PyTorch's native library for this machine (%s, %s)"
                                .formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
                        "that it does not load: " + cause.getMessage())
                .causedBy(cause);
    }

    /** Java runs this once, on the first thread that asks, while the others wait. */
    private static final class Start {
        static {
            property("ai.djl.offline", "true");
            property("OPT_OUT_TRACKING", "true");
            // Re-optimising a network at each new batch size costs up to a minute, and saves less.
            property("ai.djl.pytorch.graph_optimizer", "false");
            property("ai.djl.pytorch.num_interop_threads", "1");
            String threads = System.getProperty(THREADS);
            if (threads != null) {
                if (!threads.matches("[1-9]\\d{0,3}")) {
                    throw new EngineException("%s is a number from 1 to 9999, not %s".formatted(THREADS, threads));
                }
                property("ai.djl.pytorch.num_threads", threads);
            }
            Engine.getEngine(ENGINE);
        }

        private static void property(String name, String value) {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        }

        static void done() {}
    }
}
