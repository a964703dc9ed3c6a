package isthmus.check;

import isthmus.estimate.IwaeBounds;
import isthmus.estimate.RunningMean;
import isthmus.inference.Observation;
import isthmus.latent.Gaussian;
import isthmus.latent.Noise;
import isthmus.report.ChunkedModel;
import isthmus.report.ImportanceSampling;
import java.util.ArrayList;
import java.util.List;

/** The errors that importance-weighted bounds state are those by which other draws give other bounds. One thread. */
final class ErrorBars {
    private static final int DRAWS = 400;
    private static final int SEEDS = 20; // an image
    private static final double ERRORS = 2;
    private static final double SHARE = 0.9;
    private static final double ROUNDING = 1e-3; // nats, of scores that are float32

    private ErrorBars() {}

    static Finding check(Subject subject) {
        if (!subject.card().posterior().hasDensity()) {
            return Finding.notChecked("a point posterior has no importance-weighted bound");
        }
        ChunkedModel model = subject.chunked();
        CheckedImages images = subject.images();
        Noise noise = Noise.named(subject.options().seed(), "error bars");
        int count = Math.min(subject.options().fewImages(), images.all().size());
        int within = 0;
        for (int i = 0; i < count; i++) {
            within += within(model, images.all().get(i), noise.stream(i));
        }
        double share = within / (double) (count * SEEDS);
        return Finding.of(
                share >= SHARE,
                "%.2f of the bounds by %d draws under %d seeds lie within 2 stated errors of their mean, on %d images %s",
                share,
                DRAWS,
                SEEDS,
                count,
                images.source());
    }

    /** How many of one image's bounds are within their errors of the mean. */
    private static int within(ChunkedModel model, float[] image, Noise noise) {
        Gaussian q = model.encode(image);
        List<IwaeBounds> all = new ArrayList<>();
        RunningMean mean = new RunningMean();
        for (int seed = 0; seed < SEEDS; seed++) {
            IwaeBounds bounds =
                    ImportanceSampling.bounds(model, Observation.of(image), q, DRAWS, noise.stream(seed), told -> {});
            all.add(bounds);
            mean.add(bounds.best());
        }
        return (int) all.stream()
                .filter(one -> Math.abs(one.best() - mean.mean()) <= ERRORS * one.bestError() + ROUNDING)
                .count();
    }
}
