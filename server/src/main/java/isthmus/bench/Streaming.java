package isthmus.bench;

import isthmus.client.LiveSocket;
import isthmus.client.PendingRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Decodes a second of one session in requests of 64, over those of the bare network in batches of 64. */
final class Streaming implements Measure {
    static final int BATCH = 64;

    private static final int AHEAD = 6; // requests in flight, so that the model never waits for the next

    @Override
    public List<Figure> take(Bench bench) {
        int rounds = bench.scale().rounds();
        double[] ratios = new double[rounds];
        double[] streamed = new double[rounds];
        double[] bare = new double[rounds];
        DecodeRequests requests = bench.requests(64, BATCH, "");
        try (BarePass network = bench.bareDecoder(BATCH);
                LiveSocket socket = bench.session()) {
            network.rowsPerSecond(bench.scale().seconds() / 5);
            for (int i = 0; i < rounds; i++) {
                // The bare network before and after, so that a drift of the machine's speed cancels.
                double before = network.rowsPerSecond(bench.scale().seconds() / 2);
                streamed[i] = perSecond(socket, requests, bench.scale().seconds());
                bare[i] = (before + network.rowsPerSecond(bench.scale().seconds() / 2)) / 2;
                ratios[i] = streamed[i] / bare[i];
            }
        }
        return List.of(Figure.of(
                        "decodes a second, one session, requests of 64, over the bare network's",
                        Times.median(ratios),
                        "%.0f / %.0f",
                        Times.median(streamed),
                        Times.median(bare))
                .heldTo(Threshold.STREAMED));
    }

    /** Keeps requests in flight for some seconds. Decodes a second until the last was answered. */
    static double perSecond(LiveSocket socket, DecodeRequests requests, double seconds) {
        Queue<PendingRequest> inFlight = new ArrayDeque<>();
        long start = System.nanoTime();
        long asked = 0;
        long answered = 0;
        while (System.nanoTime() - start < seconds * 1e9 || !inFlight.isEmpty()) {
            while (inFlight.size() < AHEAD && System.nanoTime() - start < seconds * 1e9) {
                inFlight.add(socket.ask(requests.at(asked++)));
            }
            inFlight.remove().awaitAnswer();
            answered += BATCH;
        }
        return answered / ((System.nanoTime() - start) / 1e9);
    }
}
