package isthmus.importing;

/**
 * By how much one reading is better than another. Immutable; any thread.
 *
 * @param nats an image, on average over the images
 * @param error its standard error, by the differences of single images
 */
public record Margin(double nats, double error) {
    /** Within so many errors two readings are not told apart. */
    static final double ERRORS = 5;

    static Margin of(double[] better, double[] other) {
        int count = better.length;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double difference = better[i] - other[i];
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / count;
        double variance = Math.max(0, squares / count - mean * mean) * count / Math.max(1, count - 1);
        return new Margin(mean, Math.sqrt(variance / count));
    }

    /** By how much the other is better. */
    Margin reversed() {
        return new Margin(-nats, error);
    }

    /** Whether the difference cannot be chance. */
    public boolean isClear() {
        return nats > ERRORS * error && nats > 0;
    }
}
