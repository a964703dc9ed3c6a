package isthmus.bench;

import isthmus.Failure;
import isthmus.client.LiveSocket;
import isthmus.client.PendingRequest;
import isthmus.client.RequestEnd;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Decodes a second that one session is sent, in requests of 64, held against the bare network's in batches of 64. */
final class Streaming implements Measure {
    static final int BATCH = 64;

    private static final int AHEAD = 6; // requests under way, so that the model never waits for the next

    @Override
    public List<Figure> take(Bench bench) {
        int rounds = bench.scale().rounds();
        double[] ratios = new double[rounds];
        double[] streamed = new double[rounds];
        double[] bare = new double[rounds];
        Questions questions = bench.questions(64, BATCH, "");
        try (BarePass network = bench.bareDecoder(BATCH);
                LiveSocket socket = bench.session()) {
            network.rowsPerSecond(bench.scale().seconds() / 5);
            for (int i = 0; i < rounds; i++) {
                // The bare network before and after, so that a machine that slows down meanwhile does not decide.
                double before = network.rowsPerSecond(bench.scale().seconds() / 2);
                streamed[i] = perSecond(socket, questions, bench.scale().seconds());
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

    /** Keeps a few requests under way for so long; decodes a second until the last was answered. */
    static double perSecond(LiveSocket socket, Questions questions, double seconds) {
        Queue<PendingRequest> underWay = new ArrayDeque<>();
        long start = System.nanoTime();
        long asked = 0;
        long answered = 0;
        while (System.nanoTime() - start < seconds * 1e9 || !underWay.isEmpty()) {
            while (underWay.size() < AHEAD && System.nanoTime() - start < seconds * 1e9) {
                underWay.add(socket.ask(questions.at(asked++)));
            }
            RequestEnd ending = underWay.remove().ending().join();
            if (ending.kind() != RequestEnd.Kind.ANSWERED) {
                throw new Failure(Failure.Kind.MODEL_FAILED, "expected pixels, found " + ending);
            }
            answered += BATCH;
        }
        return answered / ((System.nanoTime() - start) / 1e9);
    }
}
