package isthmus.bench;

import isthmus.Failure;
import isthmus.client.LiveClient;
import isthmus.client.LiveSocket;
import isthmus.model.Catalogue;
import isthmus.model.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * A server with clients, and the bare network beside it, for the measures to work with. All of it belongs to one thread,
 * the one that opens it.
 *
 * <p>The server runs in a process of its own, as it does for anybody, so that its memory is its own; the bare network runs
 * in this one while the server has nothing to do. Clients, server and network share the machine's processors, so what the
 * clients take the server goes without.
 */
public final class Bench implements AutoCloseable {
    /** All of the heap is there from the start, so that what the process grows by is not heap. */
    private static final List<String> JAVA = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

    private final ModelFolder folder;
    private final Scale scale;
    private final List<String> options;
    private final ServerProcess server;
    private final LiveClient client;
    private final Questions hover;

    /**
     * Starts the server.
     *
     * @param models folder with models
     * @param web folder with the page
     */
    public static Bench open(Path models, Path web, String model, Scale scale) {
        ModelFolder folder = Catalogue.read(models).model(model);
        List<String> options = List.of(
                "--models",
                models.toString(),
                "--web",
                web.toString(),
                // A small model answers more requests of one session than anybody asks for by hand.
                "--max-frames-per-second",
                "1000000",
                "--max-text-bytes",
                "1048576");
        return new Bench(folder, scale, options, ServerProcess.start(JAVA, options));
    }

    private Bench(ModelFolder folder, Scale scale, List<String> options, ServerProcess server) {
        this.folder = folder;
        this.scale = scale;
        this.options = options;
        this.server = server;
        client = new LiveClient(server.address());
        hover = questions(512, 1, ",\"lane\":\"hover\"");
    }

    /** Measures what is asked for, and tells each figure as it is there; what cannot be measured is told by its sentence. */
    public void measure(Collection<Benchmark> subjects, Consumer<Figure> figures, Consumer<String> failures) {
        Warming.run(this);
        for (Benchmark subject : subjects) {
            try {
                subject.measure().take(this).forEach(figures);
            } catch (Failure e) {
                failures.accept(subject + ": " + e.getMessage());
            }
        }
    }

    Scale scale() {
        return scale;
    }

    ServerProcess server() {
        return server;
    }

    /** Requests for one decode on a lane. */
    Questions hover() {
        return hover;
    }

    String model() {
        return folder.card().id();
    }

    Questions questions(int count, int codes, String rest) {
        return new Questions(folder.card().id(), folder.card().latent().dim(), count, codes, rest);
    }

    BarePass bareDecoder(int batch) {
        return new BarePass(folder.decoder(), folder.card().latent().dim(), batch);
    }

    LiveSocket session() {
        return client.open();
    }

    Sessions sessions(int count) {
        List<LiveSocket> open = new ArrayList<>();
        Sessions sessions = new Sessions(open);
        try {
            while (open.size() < count) {
                open.add(client.open());
            }
        } catch (Failure e) {
            sessions.close();
            throw e;
        }
        return sessions;
    }

    /** Sessions that are closed together. */
    record Sessions(List<LiveSocket> open) implements AutoCloseable {
        @Override
        public void close() {
            open.forEach(LiveSocket::abort);
        }
    }

    /** Another server, as somebody starts it who sets nothing about the Java machine. */
    ServerProcess another() {
        return ServerProcess.start(List.of(), options);
    }

    static void pause(double seconds) {
        try {
            Thread.sleep((long) (seconds * 1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.BUSY, "expected to measure, found an interruption", e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
