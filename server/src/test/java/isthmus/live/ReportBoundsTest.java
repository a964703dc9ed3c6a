package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Limit;
import isthmus.http.RawClient;
import isthmus.http.SmallServer;
import isthmus.inference.Model;
import isthmus.inference.Through;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reports on images may cost, tried by going beyond it. */
@Beside
@Timeout(60)
class ReportBoundsTest {
    private static final String REPORT = "/api/models/digits/report?k=1&refine=no";
    private static final int RUNNING = 2; // reports at a time

    @TempDir
    Path folder;

    private final Semaphore permits = new Semaphore(0);
    private final AtomicInteger begun = new AtomicInteger(); // encodings, with which each report begins

    private SmallServer open(Limit limit, long value) throws IOException {
        return new SmallServer(folder, settings -> settings.limit(limit, value), this::gated);
    }

    private Model gated(ModelFolder model) {
        return new Through(new TorchModel(model)) {
            @Override
            public PosteriorBatch encode(float[] images, int count) {
                begun.incrementAndGet();
                permits.acquireUninterruptibly();
                return super.encode(images, count);
            }
        };
    }

    private static CompletableFuture<HttpResponse<String>> report(SmallServer site) {
        return report(site, 1);
    }

    private static CompletableFuture<HttpResponse<String>> report(SmallServer site, int image) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return site.post(REPORT, SmallServer.png(image));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE_REPORTS", "MAX_WAITING_REPORTS_PER_SESSION"})
    void moreReportsThanMayWaitAreBusy(Limit limit) throws Exception {
        try (SmallServer site = open(limit, 1)) {
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < RUNNING + 3; i++) {
                all.add(report(site));
            }
            for (int tries = 0; all.stream().filter(CompletableFuture::isDone).count() < 2; tries++) {
                assertTrue(tries < 1000, "none is refused");
                TimeUnit.MILLISECONDS.sleep(20);
            }
            permits.release(1000);
            int busy = 0;
            for (CompletableFuture<HttpResponse<String>> each : all) {
                HttpResponse<String> answer = each.get(20, TimeUnit.SECONDS);
                if (answer.statusCode() != 200) {
                    assertEquals(503, answer.statusCode(), answer.body());
                    assertTrue(answer.body().contains("BUSY"), answer.body());
                    busy++;
                }
            }
            assertTrue(busy >= 2 && busy <= 4, busy + " are refused");
        } finally {
            permits.release(1000);
        }
    }

    @Test
    void reportsOfClientsThatLeftAreTakenBack() throws Exception {
        byte[] png = SmallServer.png(1);
        try (SmallServer site = open(Limit.QUEUE_REPORTS, 64)) {
            for (int i = 0; i < RUNNING + 5; i++) {
                try (RawClient client = new RawClient(site)) {
                    client.ask("POST " + REPORT, site.address().getAuthority(), "", "Content-Length: " + png.length)
                            .send(png);
                    TimeUnit.MILLISECONDS.sleep(50); // so that it has begun, or waits
                }
            }
            CompletableFuture<HttpResponse<String>> other = report(site);
            TimeUnit.MILLISECONDS.sleep(1500); // so that the server has seen them leave
            permits.release(1000);
            assertEquals(200, other.get(20, TimeUnit.SECONDS).statusCode());
            int encodings = begun.get();
            assertEquals(200, report(site, 2).get(20, TimeUnit.SECONDS).statusCode());
            int each = begun.get() - encodings; // of a whole report
            assertTrue(encodings <= RUNNING + each, encodings + " encodings, and a report has " + each);
            assertEquals(200, report(site, 2).get(20, TimeUnit.SECONDS).statusCode());
            int again = begun.get() - encodings - each;
            assertTrue(again < each, again + " encodings of an image whose posterior is known, as many as before");
        } finally {
            permits.release(1000);
        }
    }

    @Test
    void aReportThatTakesTooLongIsEnded() throws Exception {
        try (SmallServer site = open(Limit.REPORT_SECONDS, 1)) {
            CompletableFuture<HttpResponse<String>> slow = report(site);
            TimeUnit.MILLISECONDS.sleep(1500);
            permits.release(1000);
            HttpResponse<String> answer = slow.get(20, TimeUnit.SECONDS);
            assertEquals(413, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("one that takes at most 1 seconds"), answer.body());
        } finally {
            permits.release(1000);
        }
    }

    @Test
    void drawsOfTheEvidenceEndWhenTheirTimeIsUp() throws Exception {
        permits.release(1000);
        try (SmallServer site = open(Limit.EVIDENCE_SECONDS, 1);
                LiveClient client = new LiveClient(site.address())) {
            client.send(ByteBuffer.wrap(Frames.of(
                    1,
                    "{'op': 'evidence', 'model': 'digits', 'arrays': [%s]}",
                    Frames.floats("images", 1, new float[SmallServer.SHAPE.size()]))));
            LiveClient.Message reference = client.next();
            assertEquals("reference", reference.head().path("stage").textValue());
            LiveClient.Message last = reference;
            int frames = 0;
            while (!last.last()) {
                last = client.next();
                frames++;
            }
            int draws = last.head().path("draws").asInt();
            assertTrue(frames >= 2 && draws > 1000 && draws < 1_000_000, draws + " draws in " + frames + " frames");
            assertEquals(1_000_000, last.head().path("of").asInt());
            assertEquals(last.shape("k").get(0), last.shape("log").get(0));
            assertEquals(draws / 10, (int) last.numbers("repetitions")[0]);
        }
    }

    @Test
    void cellsAndStepsBeyondTheLimitsAreTooMany() throws Exception {
        try (SmallServer site = open(Limit.MAX_POSTERIOR_CELLS, 100);
                LiveClient client = new LiveClient(site.address())) {
            for (String rest : new String[] {
                "'op': 'posterior', 'columns': 11",
                "'op': 'refine', 'steps': 501",
                "'op': 'likelihood', 'view': [0, 0, 1, 1], 'columns': 11",
                "'op': 'evidence', 'draws': 1000001"
            }) {
                LiveClient.Message refused = client.ask("{'id': 1, 'model': 'digits', 'row': 1, %s}".formatted(rest));
                assertEquals("TOO_LARGE", refused.error().path("code").textValue(), "" + refused.head());
            }
        }
    }

    @Test
    void aConnectionOnWhichNothingHappensIsClosed() throws Exception {
        try (SmallServer site = open(Limit.IDLE_SECONDS, 1);
                RawClient client = new RawClient(site)) {
            assertTrue(client.ask("GET /health", site.address().getAuthority(), "")
                    .rest()
                    .startsWith("HTTP/1.1 200 "));
        }
    }
}
