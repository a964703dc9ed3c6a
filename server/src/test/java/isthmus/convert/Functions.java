package isthmus.convert;

/** Functions that Java lacks. */
public final class Functions {
    private Functions() {}

    /** By its series, to double precision for small arguments. */
    public static double erf(double x) {
        double sum = x;
        double term = x;
        for (int n = 1; n < 60; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    public static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    public static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    public static double truth(boolean value) {
        return value ? 1 : 0;
    }
}
