package isthmus.latent;

/** The standard normal distribution. Any thread. */
public final class StandardNormal {
    private static final double[] NUMERATOR = {
        3.52624965998911e-2,
        0.700383064443688,
        6.37396220353165,
        33.912866078383,
        112.079291497871,
        221.213596169931,
        220.206867912376
    };
    private static final double[] DENOMINATOR = {
        8.83883476483184e-2,
        1.75566716318264,
        16.064177579207,
        86.7807322029461,
        296.564248779674,
        637.333633378831,
        793.826512519948,
        440.413735824752
    };

    private StandardNormal() {}

    /** Φ(x) by Hart's rational approximation: absolute error below 1e-14, relative error below 1e-7 in the tails. */
    public static double cdf(double x) {
        double magnitude = Math.abs(x);
        if (magnitude > 37) {
            return x > 0 ? 1 : 0;
        }
        double exponential = Math.exp(-magnitude * magnitude / 2);
        double tail;
        if (magnitude < 7.07106781186547) {
            tail = exponential * polynomial(NUMERATOR, magnitude) / polynomial(DENOMINATOR, magnitude);
        } else {
            double fraction = magnitude + 1 / (magnitude + 2 / (magnitude + 3 / (magnitude + 4 / (magnitude + 0.65))));
            tail = exponential / fraction / Math.sqrt(2 * Math.PI);
        }
        return x > 0 ? 1 - tail : tail;
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (double coefficient : coefficients) {
            sum = sum * x + coefficient;
        }
        return sum;
    }
}
