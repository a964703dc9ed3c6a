package isthmus.evaluate;

import isthmus.estimate.MeanEstimate;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The figures of a model as they are measured, and why others are not there. One thread at a time. */
final class FigureSheet {
    final Map<ComparedFigure, ComparedModel.Value> figures = new EnumMap<>(ComparedFigure.class);
    final Map<ComparedFigure, String> estimators = new EnumMap<>(ComparedFigure.class);
    final Map<ComparedFigure, String> lacking = new EnumMap<>(ComparedFigure.class);

    void put(ComparedFigure figure, MeanEstimate estimate) {
        put(figure, estimate.mean(), estimate.error());
    }

    /** @param factor by which mean and error are multiplied */
    void put(ComparedFigure figure, MeanEstimate estimate, double factor) {
        put(figure, factor * estimate.mean(), Math.abs(factor) * estimate.error());
    }

    /** @param error NaN where there is none */
    void put(ComparedFigure figure, double value, double error) {
        figures.put(figure, new ComparedModel.Value(value, Double.isFinite(error) ? error : null));
    }

    /** Says how a figure was made. */
    void by(ComparedFigure figure, String format, Object... values) {
        estimators.put(figure, String.format(Locale.ROOT, format, values));
    }

    void lack(String reason, ComparedFigure... all) {
        for (ComparedFigure figure : all) {
            lacking.put(figure, reason);
        }
    }
}
