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
import java.util.stream.Stream;

/**
 * A server with clients, and the bare network to compare it with. Used by the one thread that opens it.
 *
 * <p>The server runs in a process of its own, so that its memory can be measured; the bare network runs in this process while
 * the server is idle. Clients, server and network share the processors: what the clients use, the server lacks.
 */
public final class Bench implements AutoCloseable {
    /** The heap is resident from the start, so that growth of the process is native memory. */
    private static final List<String> JAVA = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

    private final ModelFolder folder;
    private final Scale scale;
    private final List<String> options;
    private final ServerProcess server;
    private final LiveClient client;
    private final DecodeRequests hover;

    /**
     * Starts the server.
     *
     * @param models folder with models
     * @param web folder with the page
     */
    public static Bench open(Path models, Path web, String model, Scale scale) {
        ModelFolder folder = Catalogue.read(models).model(model);
        List<String> options = List.of(
                "--web",
                web.toString(),
                // One session streams more requests a second than a person sends.
                "--max-frames-per-second",
                "1000000",
                "--max-text-bytes",
                "1048576");
        return new Bench(folder, scale, options, ServerProcess.start(JAVA, with(models, options)));
    }

    private static List<String> with(Path models, List<String> options) {
        return Stream.concat(Stream.of("--models", models.toString()), options.stream())
                .toList();
    }

    private Bench(ModelFolder folder, Scale scale, List<String> options, ServerProcess server) {
        this.folder = folder;
        this.scale = scale;
        this.options = options;
        this.server = server;
        client = new LiveClient(server.address());
        hover = requests(512, 1, ",\"lane\":\"hover\"");
    }

    /** Runs benchmarks and reports each figure as soon as it is measured, or the message of what failed. */
    public void measure(Collection<Benchmark> benchmarks, Consumer<Figure> figures, Consumer<String> failures) {
        warmUp();
        for (Benchmark benchmark : benchmarks) {
            try {
                benchmark.measure().take(this).forEach(figures);
            } catch (Failure e) {
                failures.accept(e.at(benchmark.name()).getMessage());
            }
        }
    }

    /** Lets both JVMs compile what the benchmarks run. */
    private void warmUp() {
        try (LiveSocket socket = session()) {
            Streaming.perSecond(socket, requests(16, Streaming.BATCH, ""), scale.seconds());
        }
        try (Sessions sessions = sessions(scale.readers())) {
            Hovers.run(sessions.open(), hover, scale.seconds());
        }
    }

    Scale scale() {
        return scale;
    }

    ServerProcess server() {
        return server;
    }

    /** Hovers: requests for one decode in a lane. */
    DecodeRequests hover() {
        return hover;
    }

    /** The model's folder. */
    Path folder() {
        return folder.path();
    }

    String model() {
        return folder.card().id();
    }

    DecodeRequests requests(int count, int codes, String rest) {
        return new DecodeRequests(folder.card().id(), folder.card().latent().dim(), count, codes, rest);
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

    /** A second server over a folder of models, with the JVM's default options. */
    ServerProcess another(Path models) {
        return ServerProcess.start(List.of(), with(models, options));
    }

    static void pause(double seconds) {
        try {
            Thread.sleep((long) (seconds * 1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.BUSY, "bench", "to finish", "an interruption")
                    .causedBy(e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
