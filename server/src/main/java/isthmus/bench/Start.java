package isthmus.bench;

import isthmus.client.LiveClient;
import isthmus.client.LiveSocket;
import java.nio.file.Path;
import java.util.List;

/** Seconds from the start of a server's process to its first decode, and its resident memory then. */
final class Start implements Measure {
    private static final int TIMES = 3;
    private static final int COPIES = 100; // of the model

    @Override
    public List<Figure> take(Bench bench) {
        try (ManyModels many = new ManyModels(bench.folder(), COPIES)) {
            Started alone = started(bench, bench.folder().toAbsolutePath().getParent());
            Started among = started(bench, many.folder());
            return List.of(
                    Figure.of("start of the process to the first decode served, s", alone.seconds, "")
                            .heldTo(Threshold.START),
                    Figure.of("resident memory after it, MB", alone.resident, "")
                            .heldTo(Threshold.START_RESIDENT),
                    Figure.of("the same with %d models, s".formatted(COPIES + 1), among.seconds, "")
                            .heldTo(Threshold.START_MANY),
                    Figure.of("resident memory after it, MB", among.resident, "")
                            .heldTo(Threshold.START_MANY_RESIDENT));
        }
    }

    private record Started(double seconds, double resident) {}

    private static Started started(Bench bench, Path models) {
        int times = Math.min(TIMES, bench.scale().rounds());
        if (times > 1) {
            bench.another(models).close(); // the first leaves an archive of its classes to the next
        }
        double[] seconds = new double[times];
        double[] resident = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            try (ServerProcess server = bench.another(models);
                    LiveClient client = new LiveClient(server.address());
                    LiveSocket socket = client.open()) {
                socket.ask(bench.hover().at(i)).awaitAnswer();
                seconds[i] = (System.nanoTime() - start) / 1e9;
                resident[i] = Memory.resident(server.pid()) / Memory.MB;
            }
        }
        return new Started(Times.median(seconds), Times.median(resident));
    }
}
