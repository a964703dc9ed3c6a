package isthmus.report;

import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Clusters of weighted draws, each with a representative draw: k-means++ (Arthur and Vassilvitskii 2007) with distances in
 * units of the posterior's deviations. Immutable by agreement: nobody writes into the
 * arrays. Any thread.
 *
 * @param codes (clusters, dim) the draw nearest to each centre, heaviest cluster first
 * @param weights (clusters) the fraction of the posterior in each
 */
public record WeightedClusters(float[] codes, float[] weights) {
    private static final int ROUNDS = 12;
    private static final double NEGLIGIBLE = 1e-6; // of the mean weight, below which a draw is left out

    public int count() {
        return weights.length;
    }

    /** The code of one cluster, (dim). */
    public float[] code(int cluster) {
        int dim = codes.length / count();
        return Arrays.copyOfRange(codes, cluster * dim, (cluster + 1) * dim);
    }

    /**
     * @param z (n, dim)
     * @param weights (n), of sum 1
     * @param deviation (dim)
     * @param most clusters; fewer where fewer draws have weight
     */
    static WeightedClusters of(float[] z, double[] weights, double[] deviation, int most, Noise noise) {
        int dim = deviation.length;
        List<double[]> points = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > NEGLIGIBLE / weights.length) {
                double[] point = new double[dim];
                for (int d = 0; d < dim; d++) {
                    point[d] = deviation[d] > 0 ? z[i * dim + d] / deviation[d] : 0;
                }
                points.add(point);
                rows.add(i);
            }
        }
        double[] share = rows.stream().mapToDouble(row -> weights[row]).toArray();
        List<double[]> centres = seedCentres(points, share, most, noise);
        int[] nearest = new int[share.length];
        for (int round = 0; round < ROUNDS; round++) {
            assign(points, centres, nearest);
            move(points, share, centres, nearest);
        }
        assign(points, centres, nearest);
        return representatives(z, dim, rows, points, share, centres, nearest);
    }

    /** Centres at draws, each chosen with probability ∝ weight × squared distance from the nearest centre so far. */
    private static List<double[]> seedCentres(List<double[]> points, double[] share, int most, Noise noise) {
        List<double[]> centres = new ArrayList<>();
        double[] probability = share.clone();
        while (centres.size() < most) {
            double sum = 0;
            for (double one : probability) {
                sum += one;
            }
            if (!(sum > 0)) {
                break; // every draw is at a centre
            }
            double at = noise.uniform() * sum;
            int chosen = 0;
            for (double below = probability[0]; below <= at && chosen < probability.length - 1; ) {
                below += probability[++chosen];
            }
            centres.add(points.get(chosen).clone());
            for (int i = 0; i < probability.length; i++) {
                probability[i] = share[i] * nearest(points.get(i), centres).distance;
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

    private static WeightedClusters representatives(
            float[] z,
            int dim,
            List<Integer> rows,
            List<double[]> points,
            double[] share,
            List<double[]> centres,
            int[] nearest) {
        double[] weight = new double[centres.size()];
        int[] draw = new int[centres.size()];
        double[] least = new double[centres.size()];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int i = 0; i < nearest.length; i++) {
            int c = nearest[i];
            weight[c] += share[i];
            double distance = nearest(points.get(i), List.of(centres.get(c))).distance;
            if (distance < least[c]) {
                least[c] = distance;
                draw[c] = rows.get(i);
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
            System.arraycopy(z, draw[order.get(i)] * dim, codes, i * dim, dim);
            weights[i] = (float) weight[order.get(i)];
        }
        return new WeightedClusters(codes, weights);
    }
}
