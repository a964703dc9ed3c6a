package isthmus.cli;

import isthmus.estimate.ActiveUnits;
import isthmus.estimate.ElboEstimate;
import isthmus.estimate.ImportanceEstimate;
import isthmus.estimate.MeanEstimate;
import isthmus.evaluate.ModelMeasurement;
import java.util.Locale;
import java.util.Map;

/** A measurement as text, in plain ASCII for any console. Any thread. */
final class MeasurementTable {
    private static final String ROW = "%-36s %12s %12s %12s%n";

    private final StringBuilder text = new StringBuilder();

    private MeasurementTable() {}

    static String of(ModelMeasurement measured) {
        MeasurementTable table = new MeasurementTable();
        table.add(ROW, "nats an image, higher is better", "mean", "+- images", "+- draws");
        if (measured.hasLikelihood()) {
            table.bound(measured.elbo());
        }
        if (measured.importance() != null) {
            table.importance(measured.importance());
        }
        for (Map.Entry<String, Double> figure : measured.extra().entrySet()) {
            table.add(ROW, figure.getKey(), number(figure.getValue()), "", "");
        }
        table.dimensions(measured.elbo());
        return table.text.toString();
    }

    private void bound(ElboEstimate estimate) {
        if (estimate.elbo() == null) {
            row("log p(x|z) at the point (no bound)", estimate.reconstruction(), 0);
            return;
        }
        row("bound on log p(x) (ELBO)", estimate.elbo(), estimate.drawError());
        row("  E log p(x|z), " + estimate.draws() + " draws", estimate.reconstruction(), estimate.drawError());
        row("  KL(q(z|x) || p(z))", estimate.kl(), 0);
    }

    private void importance(ImportanceEstimate estimate) {
        String images = estimate.images() + (estimate.images() == 1 ? " image" : " images");
        row("log p(x) >=, k = " + estimate.samples() + ", " + images, estimate.logLikelihood(), estimate.drawError());
        add(ROW, "  effective draws of k, median", number(estimate.effectiveSamples()), "", "");
    }

    private void dimensions(ElboEstimate estimate) {
        add("%n%-10s %12s %18s%n", "dimension", "KL", "variance of mean");
        for (int d = 0; d < estimate.active().variances().length; d++) {
            double variance = estimate.active().variances()[d];
            add(
                    "%-10d %12s %18s%s%n",
                    d,
                    estimate.klByDimension() == null ? "-" : number(estimate.klByDimension()[d]),
                    number(variance),
                    estimate.active().isActive(d) ? "  active" : "");
        }
        add(
                "%d of %d dimensions are active (variance over images of the mean above %s)%s%n",
                estimate.active().count(),
                estimate.active().variances().length,
                ActiveUnits.THRESHOLD,
                estimate.active().margin());
    }

    private void row(String name, MeanEstimate average, double drawError) {
        add(ROW, name, number(average.mean()), number(average.error()), drawError == 0 ? "" : number(drawError));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
