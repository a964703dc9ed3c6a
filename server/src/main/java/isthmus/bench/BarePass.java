package isthmus.bench;

import isthmus.inference.torch.BareNetwork;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * A bare decoder on a thread of its own, as a model of the server has one. Opened, asked and closed by one other thread,
 * which waits.
 *
 * <p>Each thread that runs networks has a team of the engine's threads. Teams wait busily as long as they have no more
 * threads than there are processors, and quietly otherwise, as in a server of several models. A second team stands beside
 * this one so that it waits quietly too: busy waiting on a machine that has other work makes the bare network many times
 * slower, and would flatter the server.
 */
final class BarePass implements AutoCloseable {
    private static final int PARALLEL = 64; // codes for which the engine uses its team

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread one = new Thread(task, "bare");
        one.setDaemon(true);
        return one;
    });
    private final BareNetwork beside;
    private final BareNetwork network;

    BarePass(Path decoder, int dim, int batch) {
        beside = BareNetwork.decoder(decoder, dim, PARALLEL);
        network = there(() -> BareNetwork.decoder(decoder, dim, batch));
    }

    private <T> T there(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, thread).join();
    }

    double rowsPerSecond(double seconds) {
        return there(() -> network.rowsPerSecond(seconds));
    }

    long[] nanoseconds(double seconds) {
        return there(() -> network.nanoseconds(seconds));
    }

    @Override
    public void close() {
        CompletableFuture.runAsync(network::close, thread).join();
        thread.shutdown();
        beside.close();
    }
}
