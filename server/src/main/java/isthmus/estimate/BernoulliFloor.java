package isthmus.estimate;

/**
 * What grey pixels cost whatever the model: of an image x in [0,1] the greatest log p(x|z) that a Bernoulli p(x|z) can
 * give, Σ x log x + (1 − x) log (1 − x) in nats, which is that of means equal to x. It is 0 for an image of zeros and
 * ones, and below 0 for others, by the entropy of their grey levels. Any thread.
 */
public final class BernoulliFloor {
    private BernoulliFloor() {}

    /** @param image values in [0,1] */
    public static double of(float[] image) {
        double sum = 0;
        for (float value : image) {
            sum += xLogX(value) + xLogX(1.0 - value);
        }
        return sum;
    }

    private static double xLogX(double x) {
        return x > 0 ? x * Math.log(x) : 0;
    }
}
