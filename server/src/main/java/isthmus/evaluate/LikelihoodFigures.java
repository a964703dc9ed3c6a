package isthmus.evaluate;

import static isthmus.evaluate.ComparedFigure.AMORTISATION;
import static isthmus.evaluate.ComparedFigure.APPROXIMATION;
import static isthmus.evaluate.ComparedFigure.BOUND;
import static isthmus.evaluate.ComparedFigure.DISTORTION;
import static isthmus.evaluate.ComparedFigure.GAP;
import static isthmus.evaluate.ComparedFigure.LOG_LIKELIHOOD;
import static isthmus.evaluate.ComparedFigure.RATE;

import isthmus.estimate.Elbo;
import isthmus.estimate.ElboEstimate;
import isthmus.estimate.MeanEstimate;
import isthmus.inference.Model;
import isthmus.latent.PosteriorBatch;
import isthmus.report.AnnealedImportance;
import isthmus.report.DiagonalBound;
import isthmus.report.GridEvidence;
import java.util.Arrays;
import java.util.List;

/**
 * The bound, log p(x) and the gap between them. log p(x) is a sum over a grid in two dimensions and annealed importance
 * sampling in others; some images have it by a second estimator too, by which the first is checked. One thread, that of
 * the model.
 */
record LikelihoodFigures(Model model, Evaluator evaluator, EvaluationImages images, float[] candidates, long seed) {
    private static final int BOUND_DRAWS = 64;
    private static final int SPLIT = 100; // images of which the gap is split
    private static final int CHECKED = 16; // images with a second estimate

    private static final String SLOW = "the density of p(z) is integrated, which takes too long where codes move";

    void measure(FigureSheet sheet, Stages stages) {
        double[] logs = logLikelihoods(sheet, stages);
        if (!posteriors().hasDensity()) {
            sheet.lack(
                    "codes are points, of which there is no bound",
                    BOUND,
                    GAP,
                    APPROXIMATION,
                    AMORTISATION,
                    RATE,
                    DISTORTION);
            return;
        }
        List<Elbo> bounds = stages.run("bound", images.count(), bar -> evaluator.bounds(BOUND_DRAWS, bar));
        ElboEstimate bound = evaluator.elbo(bounds, BOUND_DRAWS);
        sheet.put(BOUND, bound.elbo());
        sheet.put(RATE, bound.kl());
        sheet.put(DISTORTION, bound.reconstruction(), -1);
        if (logs == null) {
            sheet.lack("log p(x) is not known", GAP, APPROXIMATION, AMORTISATION);
            return;
        }
        double[] gaps = new double[logs.length];
        Arrays.setAll(gaps, i -> logs[i] - bounds.get(i).bound());
        sheet.put(GAP, mean(gaps));
        split(logs, sheet, stages);
    }

    private boolean isQuick() {
        return model.prior().hasQuickDensity();
    }

    private PosteriorBatch posteriors() {
        return evaluator.posteriors();
    }

    private MeanEstimate mean(double[] values) {
        return images.blocks(values.length).mean(values);
    }

    /** log p(x) of each image; null where it cannot be had. */
    private double[] logLikelihoods(FigureSheet sheet, Stages stages) {
        double[] logs;
        if (posteriors().dim() == 2) {
            logs = grid(sheet, stages);
        } else if (!model.hasGradients()) {
            sheet.lack("the decoder cannot be differentiated", LOG_LIKELIHOOD);
            return null;
        } else if (!posteriors().hasDensity()) {
            sheet.lack("codes are points in more than two dimensions", LOG_LIKELIHOOD);
            return null;
        } else if (!isQuick()) {
            sheet.lack(SLOW, LOG_LIKELIHOOD);
            return null;
        } else {
            logs = annealed(sheet, stages);
        }
        sheet.put(LOG_LIKELIHOOD, mean(logs));
        return logs;
    }

    private double[] grid(FigureSheet sheet, Stages stages) {
        float[] pixels = images.all();
        GridEvidence[] found = stages.run(
                "grid",
                images.count(),
                bar -> GridEvidence.of(model, posteriors().means(), pixels, images.count(), bar));
        double[] logs = Arrays.stream(found).mapToDouble(GridEvidence::log).toArray();
        String error = "grid, right to %.4f nats"
                .formatted(Arrays.stream(found)
                        .mapToDouble(GridEvidence::error)
                        .average()
                        .orElseThrow());
        if (!model.hasGradients() || !posteriors().hasDensity() || !isQuick()) {
            sheet.by(LOG_LIKELIHOOD, "%s", error);
            return logs;
        }
        int some = Math.min(CHECKED, images.count());
        List<AnnealedImportance> second = stages.run(
                "check",
                some,
                bar -> AnnealedImportance.of(
                        model, posteriors().rows(0, some), candidates, images.floats(0, some), seed, bar));
        MeanEstimate above = difference(second, logs, some);
        sheet.by(
                LOG_LIKELIHOOD,
                "%s; of %d images annealed importance sampling gives %.3f ± %.3f more",
                error,
                some,
                above.mean(),
                above.error());
        return logs;
    }

    private double[] annealed(FigureSheet sheet, Stages stages) {
        float[] pixels = images.all();
        List<AnnealedImportance> found = stages.run(
                "annealing",
                images.count(),
                bar -> AnnealedImportance.of(model, posteriors(), candidates, pixels, seed, bar));
        double[] logs = found.stream().mapToDouble(one -> one.evidence().log()).toArray();
        int some = Math.min(CHECKED, images.count());
        List<AnnealedImportance> second = stages.run(
                "check",
                some,
                bar -> AnnealedImportance.ofPrior(
                        model, posteriors().rows(0, some), images.floats(0, some), seed, bar));
        MeanEstimate above = difference(second, logs, some);
        sheet.by(
                LOG_LIKELIHOOD,
                "annealed importance sampling from modes, %d temperatures, %d of %d images settled;"
                        + " of %d images chains from the prior, %d temperatures, give %.3f ± %.3f more",
                found.get(0).temperatures(),
                found.stream().filter(AnnealedImportance::settled).count(),
                found.size(),
                some,
                second.get(0).temperatures(),
                above.mean(),
                above.error());
        return logs;
    }

    private static MeanEstimate difference(List<AnnealedImportance> second, double[] first, int count) {
        double[] above = new double[count];
        Arrays.setAll(above, i -> second.get(i).evidence().log() - first[i]);
        return MeanEstimate.of(above);
    }

    /** Into what no diagonal Gaussian could reach, and what the encoder falls short of the best one. */
    private void split(double[] logs, FigureSheet sheet, Stages stages) {
        String reason = posteriors().get(0).gaussian().isEmpty()
                ? "posteriors are of a wider family than the diagonal one"
                : !model.hasGradients() ? "the decoder cannot be differentiated" : isQuick() ? null : SLOW;
        if (reason != null) {
            sheet.lack(reason, APPROXIMATION, AMORTISATION);
            return;
        }
        int some = Math.min(SPLIT, images.count());
        List<DiagonalBound> best = stages.run(
                "best q",
                some,
                bar -> DiagonalBound.of(
                        model, posteriors().rows(0, some), candidates, images.floats(0, some), seed, bar));
        double[] approximation = new double[some];
        double[] amortisation = new double[some];
        for (int i = 0; i < some; i++) {
            approximation[i] = logs[i] - best.get(i).bound();
            amortisation[i] = best.get(i).gain();
        }
        sheet.put(APPROXIMATION, mean(approximation));
        sheet.put(AMORTISATION, mean(amortisation));
        sheet.by(APPROXIMATION, "of the first %d images", some);
        sheet.by(AMORTISATION, "of the first %d images", some);
    }
}
