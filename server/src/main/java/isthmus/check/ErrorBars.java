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
    private static final double SHARE = 0.93; // at least

    private static final double ROUNDING = 1e-3; // nats, of scores that are float32

    private ErrorBars() {}

    static Finding check(Subject subject) {
        if (!subject.card().posterior().hasDensity()) {
            return Finding.notChecked("a point posterior has no importance-weighted bound");
        }
        ChunkedModel model = subject.chunked();
        CheckedImages images = subject.images();
        Noise noise = Noise.named(subject.options().seed(), "error bars");
        long began = System.nanoTime();
        int most = Math.min(subject.options().fewImages(), images.all().size());
        int count = 0;
        int within = 0;
        while (count < most && !subject.options().isLate(began)) {
            within += within(model, images.all().get(count), noise.stream(count));
            count++;
        }
        int all = count * SEEDS;
        double share = within / (double) all;
        double slack = ERRORS * Math.sqrt(SHARE * (1 - SHARE) / all); // of a share of so few
        return Finding.of(
                share >= SHARE - slack,
                "%.2f of %d bounds by %d draws lie within 2 stated errors of their mean, 0.93 ± %.2f or more expected, on %d images %s",
                share,
                all,
                DRAWS,
                slack,
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
