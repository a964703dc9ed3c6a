package isthmus.bench;

import isthmus.client.LiveSocket;
import java.util.List;

/** The latency of one hover at a time, from the request to its pixels, minus that of the bare forward pass of one code. */
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
            socket.ask(requests.at(asked)).awaitAnswer();
            times.add(System.nanoTime() - sent);
            Bench.pause(PAUSE);
        }
        return times;
    }
}
