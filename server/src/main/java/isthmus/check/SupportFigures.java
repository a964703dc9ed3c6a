package isthmus.check;

import isthmus.data.DataSet;
import isthmus.evaluate.RocArea;
import isthmus.evaluate.SupportEstimate;
import isthmus.model.ModelCard.Figures;
import isthmus.model.SupportLevels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How well the support of a code tells images like the data from others, by the card and on other codes again. One thread. */
final class SupportFigures {
    private static final double ERRORS = 4;
    private static final double LEAST_ERROR = 0.02; // an area's, beside that of Hanley and McNeil: the judge varies too

    private static final int LEAST_CODES = 100; // of each kind: fewer may not be near and far in each

    private SupportFigures() {}

    static Finding check(Subject subject) {
        Figures figures = subject.card().figures();
        Map<String, Double> extra = figures == null || figures.extra() == null ? Map.of() : figures.extra();
        if (!extra.keySet().containsAll(SupportLevels.AREAS)) {
            return Finding.notChecked("the card has no %s", String.join(", ", SupportLevels.AREAS));
        }
        if (subject.atlas() == null) {
            return Finding.notChecked("the card has no atlas");
        }
        DataSet train = subject.data(subject.card().atlas().data(), "train");
        return compared(
                extra,
                SupportEstimate.of(
                        subject.model(),
                        subject.atlas(),
                        train,
                        Math.max(LEAST_CODES, subject.options().images()),
                        subject.options().seed(),
                        done -> {}));
    }

    static Finding compared(Map<String, Double> extra, SupportEstimate again) {
        double measured = Math.max(1, extra.getOrDefault("support-codes", 1.0));
        boolean holds = true;
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < SupportLevels.AREAS.size(); i++) {
            RocArea area = again.areas().get(i);
            if (Double.isNaN(area.area())) {
                return Finding.notChecked("%d codes of each kind are too few", again.codes());
            }
            double said = extra.get(SupportLevels.AREAS.get(i));
            double error = area.error() * Math.sqrt(1 + again.codes() / measured);
            holds &= Math.abs(said - area.area()) <= ERRORS * Math.hypot(error, LEAST_ERROR);
            texts.add(
                    String.format(Locale.ROOT, "%.2f by the card, %.2f ± %.2f again", said, area.area(), area.error()));
        }
        return Finding.of(
                holds,
                "areas under the ROC curve, of all codes, midpoints, the prior and the box: %s; on %d codes of each kind",
                String.join("; ", texts),
                again.codes());
    }
}
