package isthmus.bench;

import java.util.List;

/** More hovering sessions than the machine can serve: whether the newest request of each is answered, and memory growth. */
final class Overload implements Measure {
    @Override
    public List<Figure> take(Bench bench) {
        int rounds = bench.scale().rounds();
        int count = bench.scale().overload();
        double[] middle = new double[rounds];
        double[] late = new double[rounds];
        long unanswered = 0;
        double replaced = 0;
        double rate = 0;
        Memory before;
        Memory after;
        long most;
        try (Bench.Sessions sessions = bench.sessions(count)) {
            // With the sessions open already, growth is due to their load alone.
            before = Memory.of(bench.server());
            most = before.resident();
            for (int i = 0; i < rounds; i++) {
                Hovers hovers =
                        Hovers.run(sessions.open(), bench.hover(), bench.scale().seconds());
                most = Math.max(most, Memory.resident(bench.server().pid()));
                middle[i] = hovers.times().p50();
                late[i] = hovers.times().p99();
                unanswered += hovers.unanswered();
                replaced += hovers.replaced() / rounds;
                rate += hovers.askedPerSecond() / rounds;
            }
            after = Memory.of(bench.server());
        }
        String sessions = count + " sessions at 30 hovers a second, ";
        return List.of(
                Figure.of(
                                sessions + "newest requests not answered",
                                (double) unanswered,
                                "%.0f a second asked, %.1f%% replaced",
                                rate,
                                100 * replaced)
                        .heldTo(Threshold.OVERLOAD_UNANSWERED),
                Figure.of(sessions + "p50, ms", Times.median(middle), "p99 %.1f ms", Times.median(late))
                        .heldTo(Threshold.OVERLOAD_P50),
                Figure.of(
                                sessions + "heap grown by, kB a session",
                                (after.heap() - before.heap()) / Memory.KB / count,
                                "%.0f to %.0f MB after collections",
                                before.heap() / Memory.MB,
                                after.heap() / Memory.MB)
                        .heldTo(Threshold.OVERLOAD_HEAP),
                Figure.of(
                                sessions + "native memory grown by, kB a session",
                                (most - before.resident()) / Memory.KB / count,
                                "%.0f to %.0f MB resident",
                                before.resident() / Memory.MB,
                                most / Memory.MB)
                        .heldTo(Threshold.OVERLOAD_NATIVE));
    }
}
