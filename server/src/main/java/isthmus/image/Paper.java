package isthmus.image;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.simple.SimpleMatrix;

/**
 * The background of a picture under uneven light: a quadratic surface in the coordinates, fitted to the border and then to
 * all that lies near the surface, so that neither grain nor a figure that reaches the border bends it. Any thread.
 */
final class Paper {
    private static final int TERMS = 6;
    private static final int ROUNDS = 5;
    private static final int SAMPLED = 3000; // pixels to which it is fitted, about
    private static final int RING = 12; // part of the shorter side that the border is wide
    private static final double NEAR = 3; // standard deviations of the grain
    private static final double LEAST_GRAIN = 0.004; // a grey level
    private static final double FROM_MIDDLE = 0.15; // of the border's median that the light may differ at first

    private final int height;
    private final int width;
    private double[] coefficients; // of 1, x, y, x², xy, y²
    private double grain;

    private Paper(int height, int width) {
        this.height = height;
        this.width = width;
    }

    /** @param plane (height × width) in [0,1] */
    static Paper of(float[] plane, int height, int width) {
        var paper = new Paper(height, width);
        int step = Math.max(1, (int) Math.sqrt((double) height * width / SAMPLED));
        int[] sample = IntStream.range(0, plane.length)
                .filter(p -> p / width % step == 0 && p % width % step == 0)
                .toArray();
        int[] used = paper.border(plane, sample);
        for (int round = 0; round < ROUNDS && used.length > 0; round++) {
            paper.fit(plane, used);
            double[] apart = Arrays.stream(used)
                    .mapToDouble(p -> Math.abs(plane[p] - paper.at(p)))
                    .toArray();
            paper.grain = Math.max(LEAST_GRAIN, 1.4826 * median(apart)); // the standard deviation, were it normal
            used = Arrays.stream(sample)
                    .filter(p -> Math.abs(plane[p] - paper.at(p)) < NEAR * paper.grain)
                    .toArray();
        }
        return paper;
    }

    /** The surface at a pixel. */
    double at(int p) {
        double x = across(p);
        double y = down(p);
        double[] c = coefficients;
        return c[0] + c[1] * x + c[2] * y + c[3] * x * x + c[4] * x * y + c[5] * y * y;
    }

    /** Standard deviation of what is left of the background once the surface is taken away. */
    double grain() {
        return grain;
    }

    /** Pixels of the border, without those that differ much from most of them. */
    private int[] border(float[] plane, int[] sample) {
        int wide = Math.max(1, Math.min(height, width) / RING);
        int[] ring = Arrays.stream(sample)
                .filter(p -> Math.min(
                                Math.min(p / width, height - 1 - p / width), Math.min(p % width, width - 1 - p % width))
                        < wide)
                .toArray();
        double middle = median(Arrays.stream(ring).mapToDouble(p -> plane[p]).toArray());
        double spread = median(Arrays.stream(ring)
                .mapToDouble(p -> Math.abs(plane[p] - middle))
                .toArray());
        double most = Math.max(FROM_MIDDLE, NEAR * spread);
        return Arrays.stream(ring)
                .filter(p -> Math.abs(plane[p] - middle) <= most)
                .toArray();
    }

    private void fit(float[] plane, int[] used) {
        double[][] products = new double[TERMS][TERMS];
        double[] sums = new double[TERMS];
        for (int p : used) {
            double x = across(p);
            double y = down(p);
            double[] terms = {1, x, y, x * x, x * y, y * y};
            for (int i = 0; i < TERMS; i++) {
                for (int j = 0; j < TERMS; j++) {
                    products[i][j] += terms[i] * terms[j];
                }
                sums[i] += terms[i] * plane[p];
            }
        }
        for (int i = 1; i < TERMS; i++) {
            products[i][i] += 1e-3; // a picture of a few pixels does not settle all terms
        }
        coefficients = new SimpleMatrix(products)
                .solve(new SimpleMatrix(TERMS, 1, true, sums))
                .getDDRM()
                .data;
    }

    private double across(int p) {
        return 2.0 * (p % width) / width - 1;
    }

    private double down(int p) {
        return 2.0 * (p / width) / height - 1;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values.length == 0 ? 0 : values[values.length / 2];
    }
}
