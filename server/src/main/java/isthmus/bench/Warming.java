package isthmus.bench;

import isthmus.client.LiveSocket;

/** Lets both Java machines compile what the measures will use. Measures nothing. */
final class Warming {
    private Warming() {}

    static void run(Bench bench) {
        double seconds = bench.scale().seconds();
        try (LiveSocket socket = bench.session()) {
            Streaming.perSecond(socket, bench.questions(16, Streaming.BATCH, ""), seconds);
        }
        try (Bench.Sessions sessions = bench.sessions(bench.scale().readers())) {
            Hovers.run(sessions.open(), bench.hover(), seconds);
        }
    }
}
