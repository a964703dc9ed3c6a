package isthmus.report;

import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Weighted draws divided into groups around centres, each shown by one of its draws: k-means with the beginning of Arthur
 * and Vassilvitskii (2007), distances in the posterior's own deviations. Immutable by agreement: nobody writes into the
 * arrays. Any thread.
 *
 * @param codes (groups, dim) the draw nearest to each centre, heaviest group first
 * @param weights (groups) the share of the posterior in each
 */
public record WeightedClusters(float[] codes, float[] weights) {
    private static final int ROUNDS = 12;
    private static final double NOTHING = 1e-6; // a share of the whole, below which a draw has no say

    public int count() {
        return weights.length;
    }

    /** The code of one, (dim). */
    public float[] code(int group) {
        int dim = codes.length / count();
        return Arrays.copyOfRange(codes, group * dim, (group + 1) * dim);
    }

    /**
     * @param z (n, dim)
     * @param weights (n), of sum 1
     * @param deviation (dim)
     * @param most groups; fewer where fewer draws have weight
     */
    static WeightedClusters of(float[] z, double[] weights, double[] deviation, int most, Noise noise) {
        int dim = deviation.length;
        List<double[]> points = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > NOTHING / weights.length) {
                double[] point = new double[dim];
                for (int d = 0; d < dim; d++) {
                    point[d] = deviation[d] > 0 ? z[i * dim + d] / deviation[d] : 0;
                }
                points.add(point);
                rows.add(i);
            }
        }
        double[] share = rows.stream().mapToDouble(row -> weights[row]).toArray();
        List<double[]> centres = begin(points, share, most, noise);
        int[] nearest = new int[share.length];
        for (int round = 0; round < ROUNDS; round++) {
            assign(points, centres, nearest);
            move(points, share, centres, nearest);
        }
        assign(points, centres, nearest);
        return shown(z, dim, rows, points, share, centres, nearest);
    }

    /** Centres at draws, each chosen by its weight times its squared distance from those before. */
    private static List<double[]> begin(List<double[]> points, double[] share, int most, Noise noise) {
        List<double[]> centres = new ArrayList<>();
        double[] pull = share.clone();
        while (centres.size() < most) {
            double sum = 0;
            for (double one : pull) {
                sum += one;
            }
            if (!(sum > 0)) {
                break; // every draw is a centre's own
            }
            double at = noise.uniform() * sum;
            int chosen = 0;
            for (double below = pull[0]; below <= at && chosen < pull.length - 1; ) {
                below += pull[++chosen];
            }
            centres.add(points.get(chosen).clone());
            for (int i = 0; i < pull.length; i++) {
                pull[i] = share[i] * nearest(points.get(i), centres).distance;
            }
        }
        return centres;
    }

    /** @param distance squared */
    private record Nearest(int centre, double distance) {}

    private static Nearest nearest(double[] point, List<double[]> centres) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centres.size(); c++) {
            double sum = 0;
            for (int d = 0; d < point.length; d++) {
                double offset = point[d] - centres.get(c)[d];
                sum += offset * offset;
            }
            if (sum < least) {
                least = sum;
                best = c;
            }
        }
        return new Nearest(best, least);
    }

    private static void assign(List<double[]> points, List<double[]> centres, int[] nearest) {
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = nearest(points.get(i), centres).centre;
        }
    }

    private static void move(List<double[]> points, double[] share, List<double[]> centres, int[] nearest) {
        for (int c = 0; c < centres.size(); c++) {
            double[] middle = new double[centres.get(c).length];
            double weight = 0;
            for (int i = 0; i < nearest.length; i++) {
                if (nearest[i] == c) {
                    weight += share[i];
                    for (int d = 0; d < middle.length; d++) {
                        middle[d] += share[i] * points.get(i)[d];
                    }
                }
            }
            if (weight > 0) {
                for (int d = 0; d < middle.length; d++) {
                    middle[d] /= weight;
                }
                centres.set(c, middle);
            }
        }
    }

    private static WeightedClusters shown(
            float[] z,
            int dim,
            List<Integer> rows,
            List<double[]> points,
            double[] share,
            List<double[]> centres,
            int[] nearest) {
        double[] weight = new double[centres.size()];
        int[] shown = new int[centres.size()];
        double[] least = new double[centres.size()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int i = 0; i < nearest.length; i++) {
            int c = nearest[i];
            weight[c] += share[i];
            double distance = nearest(points.get(i), List.of(centres.get(c))).distance;
            if (distance < least[c]) {
                least[c] = distance;
                shown[c] = rows.get(i);
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int c = 0; c < weight.length; c++) {
            if (weight[c] > 0) {
                order.add(c);
            }
        }
        order.sort(Comparator.comparingDouble(c -> -weight[c]));
        float[] codes = new float[order.size() * dim];
        float[] weights = new float[order.size()];
        for (int i = 0; i < weights.length; i++) {
            System.arraycopy(z, shown[order.get(i)] * dim, codes, i * dim, dim);
            weights[i] = (float) weight[order.get(i)];
        }
        return new WeightedClusters(codes, weights);
    }
}
