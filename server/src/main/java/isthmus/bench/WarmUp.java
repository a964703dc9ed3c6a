package isthmus.bench;

import isthmus.client.LiveSocket;

/** Lets both JVMs compile what the benchmarks run. Measures nothing; called on the bench's thread. */
final class WarmUp {
    private WarmUp() {}

    static void run(Bench bench) {
        double seconds = bench.scale().seconds();
        try (LiveSocket socket = bench.session()) {
            Streaming.perSecond(socket, bench.requests(16, Streaming.BATCH, ""), seconds);
        }
        try (Bench.Sessions sessions = bench.sessions(bench.scale().readers())) {
            Hovers.run(sessions.open(), bench.hover(), seconds);
        }
    }
}
