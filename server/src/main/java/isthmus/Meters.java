package isthmus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The metrics of a server for Prometheus. Hides the metrics library from its callers. Any thread; never blocks.
 */
public final class Meters implements AutoCloseable {
    private static final double[] ROWS = {1, 4, 16, 64, 256, 1024};
    private static final Duration[] TIMES = {
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofMillis(4),
        Duration.ofMillis(16),
        Duration.ofMillis(64),
        Duration.ofMillis(256),
        Duration.ofSeconds(1)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterProvider<DistributionSummary> batchRows = DistributionSummary.builder("isthmus.batch.rows")
            .description("Rows of a batch that a model ran")
            .serviceLevelObjectives(ROWS)
            .withRegistry(registry);
    private final MeterProvider<DistributionSummary> batchJobs = DistributionSummary.builder("isthmus.batch.jobs")
            .description("Jobs that were joined to a batch")
            .withRegistry(registry);
    private final MeterProvider<Timer> batchTime = Timer.builder("isthmus.batch.time")
            .description("Time that a model took for a batch")
            .serviceLevelObjectives(TIMES)
            .withRegistry(registry);
    private final MeterProvider<Timer> requests =
            Timer.builder("isthmus.requests").description("Requests over HTTP").withRegistry(registry);
    private final MultiGauge states = MultiGauge.builder("isthmus.models")
            .description("Models by state: 1 for the state in which a model is")
            .register(registry);
    private final MultiGauge queued = MultiGauge.builder("isthmus.queue.jobs")
            .description("Jobs that wait for a model")
            .register(registry);
    private volatile Supplier<List<ModelGauge>> present = List::of;
    private final AtomicInteger sessions = new AtomicInteger();
    private final Counter sessionsOpened = counter("isthmus.sessions.opened", "Sessions since the start");
    private final Counter framesSent = counter("isthmus.frames.sent", "Frames that a session has taken");
    private final Counter bytesSent = counter("isthmus.frames.sent.bytes", "Bytes of the frames that were taken");
    private final Counter framesDropped =
            counter("isthmus.frames.dropped", "Frames that were not sent, as a newer one or a cancellation came first");

    public Meters() {
        Gauge.builder("isthmus.sessions", sessions, AtomicInteger::get)
                .description("Sessions that are open")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
    }

    /**
     * How a model is at a moment.
     *
     * @param state such as open
     * @param queued jobs that wait for it
     */
    public record ModelGauge(String model, String state, int queued) {}

    /** Shows how the models are whenever somebody looks. */
    public void models(Supplier<List<ModelGauge>> present) {
        this.present = present;
    }

    /**
     * A model ran a batch.
     *
     * @param operation encode, decode, score or gradient
     * @param jobs that were joined
     * @param rows of all of them
     */
    public void ran(String model, String operation, int jobs, int rows, long nanoseconds) {
        Tags tags = Tags.of("model", model, "operation", operation);
        batchJobs.withTags(tags).record(jobs);
        batchRows.withTags(tags).record(rows);
        batchTime.withTags(tags).record(Duration.ofNanos(nanoseconds));
    }

    public void sessionOpened() {
        sessionsOpened.increment();
        sessions.incrementAndGet();
    }

    public void sessionClosed() {
        sessions.decrementAndGet();
    }

    /** A session took a frame. */
    public void frameSent(long bytes) {
        framesSent.increment();
        bytesSent.increment((double) bytes);
    }

    /** A requested frame is not sent. */
    public void frameDropped() {
        framesDropped.increment();
    }

    /**
     * A request over HTTP was answered.
     *
     * @param path as it is registered, such as /api/models/{id}, so that there are few
     */
    public void answered(String path, String method, int status, long nanoseconds) {
        requests.withTags("path", path, "method", method, "status", Integer.toString(status))
                .record(Duration.ofNanos(nanoseconds));
    }

    /** All metrics in the text format of Prometheus. */
    public String text() {
        List<ModelGauge> models = present.get();
        states.register(
                models.stream()
                        .map(model -> Row.of(Tags.of("model", model.model, "state", model.state), 1))
                        .toList(),
                true);
        queued.register(
                models.stream()
                        .map(model -> Row.of(Tags.of("model", model.model), model.queued))
                        .toList(),
                true);
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
