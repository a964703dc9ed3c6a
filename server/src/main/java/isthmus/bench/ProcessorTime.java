package isthmus.bench;

import isthmus.Failure;
import java.util.List;

/** What a hover costs the server's process, of all its threads, where sessions ask for some thousand a second. */
final class ProcessorTime implements Measure {
    @Override
    public List<Figure> take(Bench bench) {
        int rounds = bench.scale().rounds();
        int count = Math.max(1, bench.scale().many() / 2);
        double[] each = new double[rounds]; // milliseconds
        double answered = 0;
        try (Bench.Sessions sessions = bench.sessions(count)) {
            for (int i = 0; i < rounds; i++) {
                double before = milliseconds(bench.server());
                Hovers hovers =
                        Hovers.run(sessions.open(), bench.hover(), bench.scale().seconds());
                double perSecond = hovers.askedPerSecond() * (1 - hovers.replaced());
                each[i] = (milliseconds(bench.server()) - before)
                        / (perSecond * bench.scale().seconds());
                answered += perSecond / rounds;
            }
        }
        return List.of(Figure.of(
                        "processor time a hover, %d sessions at 30 a second, ms".formatted(count),
                        Times.median(each),
                        "%.0f answered a second",
                        answered)
                .heldTo(Threshold.PROCESSOR));
    }

    private static double milliseconds(ServerProcess server) {
        return ProcessHandle.of(server.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow(() -> Failure.notFound(
                                "processor time of the server", "a system that tells it", "one that does not"))
                        .toNanos()
                / 1e6;
    }
}
