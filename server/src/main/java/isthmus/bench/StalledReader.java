package isthmus.bench;

import isthmus.client.LiveSocket;
import java.util.List;

/** Hover latency of sessions with and without another one that asked for much and stopped reading, measured in turn. */
final class StalledReader implements Measure {
    private static final int CODES = 1024; // of each of its requests
    private static final int REQUESTS = 32; // a hundred megabytes of answers for a picture of 28 by 28
    private static final double SETTLE = 2; // seconds until its buffers are full

    @Override
    public List<Figure> take(Bench bench) {
        int rounds = bench.scale().rounds();
        double seconds = bench.scale().seconds();
        double[] ratios = new double[rounds];
        double[] without = new double[rounds];
        double[] with = new double[rounds];
        long unanswered = 0;
        DecodeRequests large = bench.requests(1, CODES, ",\"as\":\"f4\"");
        try (Bench.Sessions sessions = bench.sessions(bench.scale().readers() - 1)) {
            for (int i = 0; i < rounds; i++) {
                // Before and after, so that a drift of the machine's speed cancels.
                Hovers before = Hovers.run(sessions.open(), bench.hover(), seconds / 2);
                try (Bench.Sessions stalled = bench.sessions(1)) {
                    stall(stalled.open().get(0), large);
                    Hovers beside = Hovers.run(sessions.open(), bench.hover(), seconds);
                    with[i] = beside.times().p99();
                    unanswered += beside.unanswered();
                }
                Bench.pause(Math.min(seconds, SETTLE) / 2);
                Hovers after = Hovers.run(sessions.open(), bench.hover(), seconds / 2);
                without[i] = (before.times().p99() + after.times().p99()) / 2;
                ratios[i] = with[i] / without[i];
            }
        }
        return List.of(Figure.of(
                        "%d sessions beside a stalled reader, p99 over that without it"
                                .formatted(bench.scale().readers() - 1),
                        Times.median(ratios),
                        "%.2f / %.2f ms, %d not answered",
                        Times.median(with),
                        Times.median(without),
                        unanswered)
                .heldTo(Threshold.STALLED));
    }

    private static void stall(LiveSocket socket, DecodeRequests large) {
        socket.stopReading();
        for (int i = 0; i < REQUESTS; i++) {
            socket.ask(large.at(i));
        }
        Bench.pause(SETTLE);
    }
}
