package isthmus.bench;

import java.util.List;

/** Hover latency of many sessions against that of a single one, measured in turn. */
final class ManySessions implements Measure {
    private static final double FACTOR = 5; // by which the p99 of a single session may grow
    private static final double SLACK = 10; // milliseconds on top

    @Override
    public List<Figure> take(Bench bench) {
        int rounds = bench.scale().rounds();
        int count = bench.scale().many();
        double[] ratios = new double[rounds];
        double[] one = new double[rounds];
        double[] many = new double[rounds];
        double[] middle = new double[rounds];
        long unanswered = 0;
        double replaced = 0;
        double rate = 0;
        try (Bench.Sessions sessions = bench.sessions(count)) {
            for (int i = 0; i < rounds; i++) {
                one[i] = Hovers.run(
                                sessions.open().subList(0, 1),
                                bench.hover(),
                                bench.scale().seconds())
                        .times()
                        .p99();
                Hovers hovers =
                        Hovers.run(sessions.open(), bench.hover(), bench.scale().seconds());
                many[i] = hovers.times().p99();
                middle[i] = hovers.times().p50();
                ratios[i] = many[i] / (FACTOR * one[i] + SLACK);
                unanswered += hovers.unanswered();
                replaced += hovers.replaced() / rounds;
                rate += hovers.askedPerSecond() / rounds;
            }
        }
        return List.of(
                Figure.of(
                                "%d sessions at 30 hovers a second, p99 over 5 × one session's + 10 ms"
                                        .formatted(count),
                                Times.median(ratios),
                                "p50 %.1f, p99 %.1f; one %.1f ms",
                                Times.median(middle),
                                Times.median(many),
                                Times.median(one))
                        .heldTo(Threshold.MANY_P99),
                Figure.of(
                                "%d sessions, newest requests not answered".formatted(count),
                                (double) unanswered,
                                "%.0f a second asked, %.1f%% replaced",
                                rate,
                                100 * replaced)
                        .heldTo(Threshold.MANY_UNANSWERED));
    }
}
