package isthmus.bench;

import isthmus.client.LiveClient;
import isthmus.client.LiveSocket;
import java.util.List;

/** Seconds from the start of a server's process to its first decode, and its resident memory then. */
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
                socket.ask(bench.hover().at(i)).awaitAnswer();
                seconds[i] = (System.nanoTime() - start) / 1e9;
                resident[i] = Memory.resident(server.pid()) / Memory.MB;
            }
        }
        return List.of(
                Figure.of("start of the process to the first decode served, s", Times.median(seconds), ""),
                Figure.of("resident memory after it, MB", Times.median(resident), ""));
    }
}
