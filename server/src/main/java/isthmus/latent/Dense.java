package isthmus.latent;

/**
 * A layer y = W x + b of a small network that is worked out in plain arrays. Immutable by agreement: nobody writes into the
 * arrays. Any thread.
 *
 * @param weight (out, in)
 * @param bias (out)
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Dense(float[] weight, float[] bias) {
    int outputs() {
        return bias.length;
    }

    int inputs() {
        return weight.length / bias.length;
    }

    boolean isFinite() {
        return finite(weight) && finite(bias);
    }

    private static boolean finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    double[] apply(double[] x) {
        double[] y = new double[bias.length];
        for (int o = 0; o < y.length; o++) {
            y[o] = bias[o];
            for (int i = 0; i < x.length; i++) {
                y[o] += weight[o * x.length + i] * x[i];
            }
        }
        return y;
    }
}
