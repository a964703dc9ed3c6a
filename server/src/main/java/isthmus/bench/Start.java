package isthmus.bench;

import isthmus.Failure;
import isthmus.client.LiveClient;
import isthmus.client.LiveSocket;
import isthmus.client.RequestEnd;
import java.util.List;

/** How long a server takes from the start of its process to the first decode it serves, and what is resident then. */
final class Start implements Measure {
    private static final int TIMES = 3;

    @Override
    public List<Figure> take(Bench bench) {
        int times = Math.min(TIMES, bench.scale().rounds());
        double[] seconds = new double[times];
        double[] resident = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            try (ServerProcess server = bench.another();
                    LiveClient client = new LiveClient(server.address());
                    LiveSocket socket = client.open()) {
                RequestEnd ending = socket.ask(bench.hover().at(i)).ending().join();
                if (ending.kind() != RequestEnd.Kind.ANSWERED) {
                    throw new Failure(Failure.Kind.MODEL_FAILED, "expected pixels, found " + ending);
                }
                seconds[i] = (System.nanoTime() - start) / 1e9;
                resident[i] = Memory.resident(server.pid()) / Memory.MB;
            }
        }
        return List.of(
                Figure.of("start of the process to the first decode served, s", Times.median(seconds), ""),
                Figure.of("resident memory after it, MB", Times.median(resident), ""));
    }
}
