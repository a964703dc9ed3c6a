package isthmus.cli;

import isthmus.bench.Figure;
import isthmus.bench.Threshold;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Prints figures as they come, each with its bar and whether it meets it. One thread. */
final class ThresholdTable {
    private static final String ROW = "%-76s %9s  %-10s %-4s %s%n";

    private final PrintWriter out;
    private final Map<Threshold, Double> bars;
    private boolean allMet = true;

    /** @param bars limits in place of the usual ones */
    ThresholdTable(PrintWriter out, Map<Threshold, Double> bars) {
        this.out = out;
        this.bars = bars;
    }

    void head() {
        out.printf(ROW, "measure", "figure", "bar", "met", "");
        out.flush();
    }

    void row(Figure figure) {
        String bar = "";
        String met = "";
        if (figure.bar() != null) {
            double limit = bars.getOrDefault(figure.bar(), figure.bar().usual());
            boolean isMet = figure.bar().met(figure.value(), limit);
            allMet &= isMet;
            bar = figure.bar().shown(limit);
            met = isMet ? "yes" : "NO";
        }
        out.printf(ROW, figure.what(), String.format(Locale.ROOT, "%.2f", figure.value()), bar, met, figure.more());
        out.flush();
    }

    boolean allMet() {
        return allMet;
    }
}
