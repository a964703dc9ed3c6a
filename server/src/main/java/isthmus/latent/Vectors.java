package isthmus.latent;

/** Linear algebra; every result is a new array. Any thread. */
public final class Vectors {
    private Vectors() {}

    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    static double length(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    /** The vector times a number. */
    public static double[] scaled(double[] vector, double factor) {
        double[] out = new double[vector.length];
        for (int d = 0; d < out.length; d++) {
            out[d] = factor * vector[d];
        }
        return out;
    }

    static double[] unit(double[] vector) {
        return scaled(vector, 1 / length(vector));
    }

    /** a + factor · b. */
    public static double[] sum(double[] a, double factor, double[] b) {
        double[] out = a.clone();
        for (int d = 0; d < out.length; d++) {
            out[d] += factor * b[d];
        }
        return out;
    }

    /** The component of a vector orthogonal to a unit vector. */
    static double[] rejection(double[] vector, double[] unit) {
        return sum(vector, -dot(vector, unit), unit);
    }

    /** The numbers of values[from..from + dim). */
    static double[] doubles(float[] values, int from, int dim) {
        double[] out = new double[dim];
        for (int d = 0; d < dim; d++) {
            out[d] = values[from + d];
        }
        return out;
    }

    /** The logarithms, rounded. */
    static float[] logs(double[] values) {
        float[] out = new float[values.length];
        for (int d = 0; d < out.length; d++) {
            out[d] = (float) Math.log(values[d]);
        }
        return out;
    }

    /** The same numbers, rounded. */
    public static float[] floats(double[] values) {
        float[] out = new float[values.length];
        for (int d = 0; d < out.length; d++) {
            out[d] = (float) values[d];
        }
        return out;
    }
}
