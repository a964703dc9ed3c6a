package isthmus.bench;

import isthmus.client.LiveSocket;
import isthmus.client.PendingRequest;
import isthmus.client.ReceivedFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The time that a report on an image takes, and hover latency while another session asks for one report after another. */
final class DuringReports implements Measure {
    private static final int DRAWS = 1000;

    @Override
    public List<Figure> take(Bench bench) {
        int rounds = bench.scale().rounds();
        double[] seconds = new double[rounds];
        double[] above = new double[rounds];
        double[] late = new double[rounds];
        double[] alone = new double[rounds];
        try (BarePass network = bench.bareDecoder(1);
                LiveSocket socket = bench.session();
                LiveSocket other = bench.session()) {
            Image image = Image.decoded(bench, socket);
            network.nanoseconds(bench.scale().seconds() / 5);
            image.report(other, "believe", ",\"k\":" + DRAWS);
            for (int i = 0; i < rounds; i++) {
                long start = System.nanoTime();
                image.report(other, "believe", ",\"k\":" + DRAWS);
                seconds[i] = (System.nanoTime() - start) / 1e9;
                double bare = Times.of(network.nanoseconds(bench.scale().seconds() / 5))
                        .p50();
                alone[i] = RoundTrip.hover(socket, bench.hover(), bench.scale().seconds())
                        .p99();
                Times times = during(bench, socket, other, image);
                above[i] = times.p50() - bare;
                late[i] = times.p99();
            }
        }
        return List.of(
                Figure.of("bound of log p(x) by %d draws, s".formatted(DRAWS), Times.median(seconds), "")
                        .heldTo(Threshold.REPORT_SECONDS),
                Figure.of("hover during reports, p50 above the bare forward pass, ms", Times.median(above), "")
                        .heldTo(Threshold.REPORT_P50),
                Figure.of("hover during reports, p99, ms", Times.median(late), "%.2f without", Times.median(alone))
                        .heldTo(Threshold.REPORT_P99));
    }

    private static Times during(Bench bench, LiveSocket socket, LiveSocket other, Image image) {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> reports = CompletableFuture.runAsync(() -> {
            for (int seed = 0; !over.get(); seed++) { // another each time, or it would be known
                image.report(other, "believe", "");
                image.report(other, "refine", ",\"seed\":" + seed);
                image.report(other, "complete", ",\"noise\":0.3");
            }
        });
        try {
            return RoundTrip.hover(socket, bench.hover(), bench.scale().seconds());
        } finally {
            over.set(true);
            reports.join();
        }
    }

    /** An image that the model itself decodes, so that the bench needs no data. */
    private record Image(String model, int[] shape, byte[] values) {
        static Image decoded(Bench bench, LiveSocket socket) {
            PendingRequest asked = socket.ask(bench.hover().at(0));
            asked.awaitAnswer();
            ReceivedFrame frame = asked.frames().get(0);
            ByteBuffer pixels = frame.array("pixels");
            byte[] values = new byte[pixels.remaining()];
            pixels.get(values);
            return new Image(bench.model(), frame.shape("pixels"), values);
        }

        void report(LiveSocket socket, String op, String rest) {
            String request = "{\"op\":\"%s\",\"model\":\"%s\"%s}".formatted(op, model, rest);
            socket.ask(request, shape, values).awaitAnswer();
        }
    }
}
