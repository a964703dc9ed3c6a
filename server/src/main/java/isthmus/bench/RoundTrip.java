package isthmus.bench;

import isthmus.client.LiveSocket;
import isthmus.client.PendingRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The latency of one hover at a time, minus that of the bare forward pass of one code. As in {@link Hovers} it runs until the
 * pixels have arrived, on the client's thread: waking another one, that asks, is none of the server's time.
 */
final class RoundTrip implements Measure {
    private static final double PAUSE = 0.005; // seconds between an answer and the next request

    @Override
    public List<Figure> take(Bench bench) {
        int rounds = bench.scale().rounds();
        double[] above = new double[rounds];
        double[] middle = new double[rounds];
        double[] late = new double[rounds];
        double[] bare = new double[rounds];
        double[] paused = new double[rounds];
        try (BarePass network = bench.bareDecoder(1);
                LiveSocket socket = bench.session()) {
            network.nanoseconds(bench.scale().seconds() / 5);
            for (int i = 0; i < rounds; i++) {
                bare[i] = Times.of(network.nanoseconds(bench.scale().seconds() / 5))
                        .p50();
                paused[i] = Times.of(network.nanoseconds(bench.scale().seconds() / 5, PAUSE))
                        .p50();
                Times times = hover(socket, bench.hover(), bench.scale().seconds());
                middle[i] = times.p50();
                late[i] = times.p99();
                above[i] = middle[i] - bare[i];
            }
        }
        return List.of(
                Figure.of(
                                "round trip of one hover, p50 above the bare forward pass, ms",
                                Times.median(above),
                                "%.2f - %.2f",
                                Times.median(middle),
                                Times.median(bare))
                        .heldTo(Threshold.HOVER_P50),
                Figure.of(
                        "likewise above the pass after the same pause of %.0f ms, ms".formatted(1000 * PAUSE),
                        Times.median(middle) - Times.median(paused),
                        "%.2f - %.2f",
                        Times.median(middle),
                        Times.median(paused)),
                Figure.of("round trip of one hover, p99, ms", Times.median(late), "")
                        .heldTo(Threshold.HOVER_P99));
    }

    static Times hover(LiveSocket socket, DecodeRequests requests, double seconds) {
        Times times = new Times();
        long start = System.nanoTime();
        for (long asked = 0; System.nanoTime() - start < seconds * 1e9; asked++) {
            long sent = System.nanoTime();
            PendingRequest one = socket.ask(requests.at(asked));
            CompletableFuture<Long> arrived = one.ending().thenApply(ending -> System.nanoTime());
            one.awaitAnswer();
            times.add(arrived.join() - sent);
            Bench.pause(PAUSE);
        }
        return times;
    }
}
