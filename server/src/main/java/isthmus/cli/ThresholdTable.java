package isthmus.cli;

import isthmus.bench.Figure;
import isthmus.bench.Threshold;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Prints figures, each with its threshold and whether that is met. One thread. */
final class ThresholdTable {
    private static final String ROW = "%-76s %9s  %-10s %-4s %s%n";

    private final PrintWriter out;
    private final Map<Threshold, Double> thresholds;
    private boolean allMet = true;

    /** @param thresholds in place of the defaults */
    ThresholdTable(PrintWriter out, Map<Threshold, Double> thresholds) {
        this.out = out;
        this.thresholds = thresholds;
    }

    void head() {
        out.printf(ROW, "benchmark", "figure", "threshold", "met", "");
        out.flush();
    }

    void row(Figure figure) {
        Threshold threshold = figure.threshold();
        String shown = "";
        String met = "";
        if (threshold != null) {
            double limit = thresholds.getOrDefault(threshold, threshold.usual());
            boolean isMet = threshold.met(figure.value(), limit);
            allMet &= isMet;
            shown = threshold.shown(limit);
            met = isMet ? "yes" : "NO";
        }
        out.printf(
                ROW, figure.name(), String.format(Locale.ROOT, "%.2f", figure.value()), shown, met, figure.details());
        out.flush();
    }

    boolean allMet() {
        return allMet;
    }
}
