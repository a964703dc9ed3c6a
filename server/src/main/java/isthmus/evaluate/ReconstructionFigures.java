package isthmus.evaluate;

import static isthmus.evaluate.ComparedFigure.CLASS_KEPT;
import static isthmus.evaluate.ComparedFigure.DECODE_TIME;
import static isthmus.evaluate.ComparedFigure.ENCODE_TIME;
import static isthmus.evaluate.ComparedFigure.ERROR_AT_BEST;
import static isthmus.evaluate.ComparedFigure.ERROR_AT_MEAN;
import static isthmus.evaluate.ComparedFigure.SCORE_AT_BEST;
import static isthmus.evaluate.ComparedFigure.SCORE_AT_MEAN;

import isthmus.estimate.MeanEstimate;
import isthmus.estimate.RunningMean;
import isthmus.inference.Model;
import isthmus.report.BestCodes;
import java.util.Arrays;

/**
 * How well images come back: from the mean of their posterior, and from the code that gives them best. And how long the
 * two networks take. One thread, that of the model.
 *
 * @param classifier null where there is none
 */
record ReconstructionFigures(
        Model model, Evaluator evaluator, EvaluationImages images, float[] candidates, ImageClassifier classifier) {
    private static final int BATCH = 64;
    private static final double SECONDS = 0.25; // of each timing

    void measure(FigureSheet sheet, Stages stages) {
        float[] means = evaluator.posteriors().means();
        float[] decoded = model.decode(means, images.count());
        if (model.card().hasLikelihood()) {
            sheet.put(SCORE_AT_MEAN, scores(means));
        }
        error(sheet, ERROR_AT_MEAN, decoded);
        if (classifier == null || images.data().labels() == null) {
            sheet.lack("there is no classifier of these data", CLASS_KEPT);
        } else {
            sheet.put(
                    CLASS_KEPT,
                    classifier
                            .judge(decoded, images.count())
                            .accuracy(images.data().labels()),
                    100);
        }
        if (model.hasGradients()) {
            BestCodes best = stages.run(
                    "best codes",
                    images.count(),
                    bar -> BestCodes.of(model, means, candidates, images.all(), images.count(), bar));
            sheet.put(SCORE_AT_BEST, images.blocks(images.count()).mean(best.nats()));
            error(sheet, ERROR_AT_BEST, model.decode(best.codes(), images.count()));
        } else {
            sheet.lack(
                    model.card().hasLikelihood()
                            ? "the decoder cannot be differentiated"
                            : "no likelihood says which code is best",
                    SCORE_AT_BEST,
                    ERROR_AT_BEST);
        }
        int some = Math.min(BATCH, images.count());
        float[] pixels = images.floats(0, some);
        float[] codes = Arrays.copyOf(means, some * evaluator.posteriors().dim());
        sheet.put(ENCODE_TIME, milliseconds(() -> model.encode(pixels, some), some));
        sheet.put(DECODE_TIME, milliseconds(() -> model.decode(codes, some), some));
    }

    private MeanEstimate scores(float[] codes) {
        float[] scores = model.logLikelihood(codes, 1, images.all(), images.count());
        double[] nats = new double[scores.length];
        Arrays.setAll(nats, i -> scores[i]);
        return images.blocks(nats.length).mean(nats);
    }

    /** The root of the mean square over values and images. */
    private void error(FigureSheet sheet, ComparedFigure figure, float[] decoded) {
        float[] pixels = images.all();
        int size = pixels.length / images.count();
        double[] squares = new double[images.count()];
        for (int i = 0; i < pixels.length; i++) {
            double off = 255.0 * (pixels[i] - decoded[i]);
            squares[i / size] += off * off / size;
        }
        MeanEstimate mean = images.blocks(squares.length).mean(squares);
        double root = Math.sqrt(mean.mean());
        sheet.put(figure, root, mean.error() / (2 * root));
    }

    private static MeanEstimate milliseconds(Runnable batch, int rows) {
        batch.run();
        RunningMean mean = new RunningMean();
        double start = System.nanoTime();
        for (double last = start; last < start + SECONDS * 1e9 || mean.count() < 3; ) {
            batch.run();
            double now = System.nanoTime();
            mean.add((now - last) / 1e6 / rows);
            last = now;
        }
        return mean.estimate();
    }
}
