package isthmus.bench;

import isthmus.inference.torch.BareNetwork;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The bare decoder on a thread of its own, like a model of the server. One other thread opens, calls and closes it, and
 * blocks meanwhile.
 *
 * <p>Each thread that runs networks has an OpenMP team. Teams spin while they wait unless all teams together have more
 * threads than there are processors, as in a server of several models. A second team makes this one sleep as well: spinning
 * on a machine with other work makes the bare network many times slower, and would flatter the server.
 */
final class BarePass implements AutoCloseable {
    private static final int PARALLEL = 64; // codes of a batch that is large enough for a team

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread one = new Thread(task, "bare network");
        one.setDaemon(true);
        return one;
    });
    private final BareNetwork secondTeam;
    private final BareNetwork network;

    BarePass(Path decoder, int dim, int batch) {
        secondTeam = BareNetwork.decoder(decoder, dim, PARALLEL);
        network = call(() -> BareNetwork.decoder(decoder, dim, batch));
    }

    private <T> T call(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, thread).join();
    }

    double rowsPerSecond(double seconds) {
        return call(() -> network.rowsPerSecond(seconds));
    }

    long[] nanoseconds(double seconds) {
        return nanoseconds(seconds, 0);
    }

    long[] nanoseconds(double seconds, double pause) {
        return call(() -> network.nanoseconds(seconds, pause));
    }

    @Override
    public void close() {
        CompletableFuture.runAsync(network::close, thread).join();
        thread.shutdown();
        secondTeam.close();
    }
}
