package isthmus.check;

import isthmus.data.DataSet;
import isthmus.estimate.MeanEstimate;
import isthmus.estimate.RunningMean;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.model.ModelCard.Figures;
import isthmus.report.ChunkedModel;
import isthmus.report.Coverage;
import java.util.Locale;
import java.util.Map;

/** How much of p(z|x) lies within q's ellipsoids, by the card and on some images again. One thread. */
final class CoverageFigures {
    private static final double ERRORS = 4;
    private static final double LEAST_ERROR = 0.01; // a share's, of some thousand draws an image
    private static final int LEAST_IMAGES = 4; // fewer tell no standard error

    private CoverageFigures() {}

    static Finding check(Subject subject) {
        Figures figures = subject.card().figures();
        Map<String, Double> extra = figures == null || figures.extra() == null ? Map.of() : figures.extra();
        if (!extra.containsKey("coverage-39") || !extra.containsKey("coverage-86")) {
            return Finding.notChecked("the card has no coverage-39 and coverage-86");
        }
        ChunkedModel model = subject.chunked();
        if (!model.hasGradients()) {
            return Finding.notChecked("the decoder cannot be differentiated, so coverage cannot be measured");
        }
        DataSet data = subject.data(figures.data(), figures.part());
        CheckedImages images = CheckedImages.of(subject, data, subject.options().images(), data.name());
        Coverage.Radii radii = Coverage.Radii.of(subject.card().latent().dim());
        RunningMean inner = new RunningMean();
        RunningMean outer = new RunningMean();
        long began = System.nanoTime();
        int tried = 0;
        for (float[] image : images.all()) {
            if (subject.options().isLate(began)) {
                break;
            }
            tried++;
            Gaussian q = model.encode(image);
            Coverage found = Coverage.of(
                    model,
                    Observation.of(image),
                    q,
                    subject.samples(),
                    radii,
                    subject.options().seed());
            if (found.evidence().trusted()) {
                inner.add(found.inner());
                outer.add(found.outer());
            }
        }
        if (inner.count() < LEAST_IMAGES) {
            return Finding.notChecked(
                    "of %d images %d have weights that can be trusted, too few", tried, inner.count());
        }
        double measured = Math.max(1, extra.getOrDefault("coverage-images", 1.0));
        double inside = extra.get("coverage-39");
        double within = extra.get("coverage-86");
        return Finding.of(
                agree(inside, inner, measured) && agree(within, outer, measured),
                "%.3f and %.3f by the card, %s and %s again, on %d of %d images %s",
                inside,
                within,
                text(inner.estimate()),
                text(outer.estimate()),
                inner.count(),
                tried,
                images.source());
    }

    private static boolean agree(double said, RunningMean found, double measured) {
        double error = found.error() * Math.sqrt(1 + found.count() / measured);
        return Math.abs(said - found.mean()) <= ERRORS * Math.hypot(error, LEAST_ERROR);
    }

    private static String text(MeanEstimate share) {
        return String.format(Locale.ROOT, "%.3f ± %.3f", share.mean(), share.error());
    }
}
