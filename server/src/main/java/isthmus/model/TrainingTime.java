package isthmus.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import isthmus.Failure;

/**
 * How long a training took, with its interruptions left out. Immutable; any thread.
 *
 * @param seconds by the clock, on whatever else the machine had to do
 * @param processorSeconds of all threads together; null where only the clock was looked at
 * @param threads that computed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingTime(double seconds, Double processorSeconds, int threads) {
    public TrainingTime {
        if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
            throw Failure.badInput("provenance.time.seconds", "0 or more", seconds);
        }
        if (processorSeconds != null && !(processorSeconds >= 0 && processorSeconds < Double.POSITIVE_INFINITY)) {
            throw Failure.badInput("provenance.time.processorSeconds", "0 or more", processorSeconds);
        }
        if (threads < 1) {
            throw Failure.badInput("provenance.time.threads", "1 or more", threads);
        }
    }
}
