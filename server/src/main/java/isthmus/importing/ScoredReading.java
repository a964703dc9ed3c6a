package isthmus.importing;

import java.util.Arrays;

/**
 * A reading and how well it gives the images back. Immutable by agreement; any thread.
 *
 * @param squares (images) sum of squared differences between an image and its reconstruction from the mean code
 * @param values of one image
 */
record ScoredReading(Reading reading, double[] squares, int values) {
    /** Log density of each image about its reconstruction in nats, under the deviation that fits all of them best. */
    double[] nats() {
        double variance = Math.max(1e-12, Arrays.stream(squares).sum() / squares.length / values);
        return Arrays.stream(squares)
                .map(square -> -values / 2.0 * Math.log(2 * Math.PI * variance) - square / (2 * variance))
                .toArray();
    }

    /** How much better this one is than another, in nats an image. */
    Margin over(double[] other) {
        return Margin.of(nats(), other);
    }
}
