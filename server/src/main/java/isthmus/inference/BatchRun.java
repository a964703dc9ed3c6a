package isthmus.inference;

import java.util.List;

/**
 * A batch that a model ran, for meters. Any thread.
 *
 * @param operation encode, decode or score
 * @param jobs that were joined
 * @param rows of all of them
 */
public record BatchRun(String operation, int jobs, int rows, long nanoseconds) {
    static BatchRun of(List<Job<?>> batch, long nanoseconds) {
        String operation = batch.get(0).operation().label();
        return new BatchRun(
                operation, batch.size(), batch.stream().mapToInt(Job::count).sum(), nanoseconds);
    }
}
