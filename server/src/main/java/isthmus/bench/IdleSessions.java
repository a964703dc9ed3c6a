package isthmus.bench;

import java.util.List;

/** The memory of sessions that are open and ask nothing. */
final class IdleSessions implements Measure {
    @Override
    public List<Figure> take(Bench bench) {
        int count = bench.scale().idle();
        // The first sessions allocate buffers that later ones reuse.
        bench.sessions(Math.min(count, 10)).close();
        Bench.pause(bench.scale().seconds() / 5);
        Memory before = Memory.of(bench.server());
        double heap;
        double other;
        try (Bench.Sessions sessions = bench.sessions(count)) {
            Bench.pause(bench.scale().seconds() / 5);
            Memory after = Memory.of(bench.server());
            int open = sessions.open().size();
            heap = (after.heap() - before.heap()) / Memory.KB / open;
            other = (after.resident() - before.resident()) / Memory.KB / open;
        }
        return List.of(Figure.of(
                "%d idle sessions, kB a session".formatted(count),
                heap + other,
                "%.1f of heap, %.1f beside it",
                heap,
                other));
    }
}
