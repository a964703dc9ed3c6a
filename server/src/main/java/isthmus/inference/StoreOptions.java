package isthmus.inference;

import isthmus.Limit;
import isthmus.Limits;
import isthmus.Meters;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * How a {@link ModelStore} works.
 *
 * @param queue what may wait for each model
 * @param maxOpenBytes estimated bytes of the models that are open at once; two may be open whatever they weigh
 * @param scanInterval between two looks at the folder
 * @param observer told of each batch of a model, by its id, on the model's thread; quick, and the model dies of what it
 *     throws
 */
public record StoreOptions(
        QueueLimits queue, long maxOpenBytes, Duration scanInterval, BiConsumer<String, BatchRun> observer) {
    public static final StoreOptions DEFAULT =
            new StoreOptions(QueueLimits.DEFAULT, 1L << 30, Duration.ofSeconds(1), (id, ran) -> {});

    /** As a server is set, and counting each batch. */
    public static StoreOptions of(Limits limits, Meters meters) {
        return new StoreOptions(
                new QueueLimits(limits.get(Limit.QUEUE_JOBS), limits.getLong(Limit.MODEL_QUEUE_BYTES)),
                limits.getLong(Limit.OPEN_MODEL_BYTES),
                DEFAULT.scanInterval,
                (id, ran) -> meters.ran(id, ran.operation(), ran.jobs(), ran.rows(), ran.nanoseconds()));
    }
}
