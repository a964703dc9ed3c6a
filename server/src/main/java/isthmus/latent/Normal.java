package isthmus.latent;

/** The standard normal distribution's function Φ. Any thread. */
public final class Normal {
    private static final double[] ABOVE = {
        3.52624965998911e-2,
        0.700383064443688,
        6.37396220353165,
        33.912866078383,
        112.079291497871,
        221.213596169931,
        220.206867912376
    };
    private static final double[] BELOW = {
        8.83883476483184e-2,
        1.75566716318264,
        16.064177579207,
        86.7807322029461,
        296.564248779674,
        637.333633378831,
        793.826512519948,
        440.413735824752
    };

    private Normal() {}

    /** The share of draws below x: Hart's rational approximation, right to 1e-14, and to 1e-7 of itself far out. */
    public static double below(double x) {
        double size = Math.abs(x);
        if (size > 37) {
            return x > 0 ? 1 : 0;
        }
        double bell = Math.exp(-size * size / 2);
        double tail;
        if (size < 7.07106781186547) {
            tail = bell * polynomial(ABOVE, size) / polynomial(BELOW, size);
        } else {
            double fraction = size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))));
            tail = bell / fraction / Math.sqrt(2 * Math.PI);
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
