package isthmus.page;

import java.util.Arrays;
import java.util.function.Function;

/** Numbers that the page's experiments make of the server's answers, made of them once more. */
final class LessonExperiments {
    private static final int SIDE = 25; // places along each axis of a q
    private static final double REACH = 4; // of its deviations

    private LessonExperiments() {}

    /** log of the mean of what these are the logs of. */
    static double logMean(double[] logs) {
        double most = Arrays.stream(logs).max().orElseThrow();
        return most
                + Math.log(Arrays.stream(logs)
                        .map(log -> Math.exp(log - most))
                        .average()
                        .orElseThrow());
    }

    /** Of a disc about the middle of a standard normal of two dimensions. */
    static double region(double radius, String figure) {
        double probability = 1 - Math.exp(-radius * radius / 2);
        return switch (figure) {
            case "probability" -> probability;
            case "height" -> probability / (Math.PI * radius * radius);
            default -> 1 / (2 * Math.PI);
        };
    }

    /** A normal q of two dimensions, with its deviations along its own axes and the first one's angle in degrees. */
    record Hand(double x, double y, double wide, double narrow, double turn) {
        private static double place(int i) {
            return REACH * ((2.0 * i + 1) / SIDE - 1);
        }

        /** Places all over it, one after another. */
        double[] codes() {
            double cos = Math.cos(Math.toRadians(turn));
            double sin = Math.sin(Math.toRadians(turn));
            double[] codes = new double[2 * SIDE * SIDE];
            for (int i = 0; i < SIDE * SIDE; i++) {
                double along = wide * place(i % SIDE);
                double across = narrow * place(i / SIDE);
                codes[2 * i] = x + along * cos - across * sin;
                codes[2 * i + 1] = y + along * sin + across * cos;
            }
            return codes;
        }

        /** E log p(x, z) and the entropy, from what is known at those places. */
        double bound(double[] likelihood, double[] prior) {
            double sum = 0;
            double whole = 0;
            for (int i = 0; i < likelihood.length; i++) {
                double weight = Math.exp(-(Math.pow(place(i % SIDE), 2) + Math.pow(place(i / SIDE), 2)) / 2);
                sum += weight * (likelihood[i] + prior[i]);
                whole += weight;
            }
            return sum / whole + 1 + Math.log(2 * Math.PI * wide * narrow);
        }
    }

    /**
     * Of the gradient by the mean of q: the variances of one draw, by the path or by the score function, their ratio, and the
     * path's standard error in the first dimension.
     */
    static double gradient(Function<String, double[]> known, int draws, boolean baseline, String figure) {
        double[] mu = known.apply("mu");
        double[] sigma = Arrays.stream(known.apply("logvar"))
                .map(log -> Math.exp(log / 2))
                .toArray();
        double[] codes = known.apply("codes");
        double[] likelihood = Arrays.copyOf(known.apply("likelihood"), draws);
        double[] slope = known.apply("gradient");
        double sum = Arrays.stream(likelihood).sum();
        double[] path = new double[mu.length];
        double[] score = new double[mu.length];
        for (int d = 0; d < mu.length; d++) {
            double[] byPath = new double[draws];
            double[] byScore = new double[draws];
            for (int i = 0; i < draws; i++) {
                int at = i * mu.length + d;
                double weight = likelihood[i] - (baseline ? (sum - likelihood[i]) / (draws - 1) : 0);
                byPath[i] = slope[at] - mu[d];
                byScore[i] = weight * (codes[at] - mu[d]) / (sigma[d] * sigma[d]) - mu[d];
            }
            path[d] = variance(byPath);
            score[d] = variance(byScore);
        }
        double spread = Arrays.stream(path).sum();
        return switch (figure) {
            case "path" -> spread;
            case "score" -> Arrays.stream(score).sum();
            case "ratio" -> Arrays.stream(score).sum() / spread;
            default -> Math.sqrt(path[0] / draws);
        };
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1);
    }
}
