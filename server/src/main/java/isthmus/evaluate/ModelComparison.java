package isthmus.evaluate;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.data.DataSet;
import isthmus.inference.Model;
import isthmus.latent.Noise;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.model.Sha256;
import isthmus.model.SupportLevels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures one model by the figures by which models are compared. Draws depend on the seed alone. One thread, that of the
 * model.
 *
 * @param set the images of the part, of which the first are measured on and as many as there are draws are held against these
 * @param train the training part, where it is wanted: a Failure where it is not on this machine
 * @param classifier null where there is none
 */
public record ModelComparison(
        ModelFolder folder,
        DataSet set,
        ComparedModel.Setting setting,
        Atlas atlas,
        Supplier<DataSet> train,
        ImageClassifier classifier) {
    private static final int CANDIDATES = 1024; // of each kind, among which good codes of an image are looked for
    private static final int SUPPORT_CODES = 200; // of each kind, where the card does not say what is in a hole

    /** A hash of all that decides what is measured of a model. */
    public static String networks(ModelCard card) {
        StringBuilder all = new StringBuilder();
        Map<String, String> files = card.files();
        files.forEach((name, hash) -> all.append(
                name.equals(ModelCard.ATLAS) || name.equals(ModelCard.HISTORY) ? "" : name + " " + hash + "\n"));
        all.append(card.likelihood()).append(card.prior()).append(card.posterior());
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    public ComparedModel measure(Model model, Stages stages) {
        ModelCard card = folder.card();
        EvaluationImages images = new EvaluationImages(set, setting.images(), card.scoresDraws(), setting.seed());
        Evaluator evaluator =
                stages.run("encoding", images.count(), bar -> new Evaluator(model, images, setting.seed(), bar));
        float[] candidates = candidates(model, evaluator);
        FigureSheet sheet = new FigureSheet();
        if (card.hasLikelihood()) {
            new LikelihoodFigures(model, evaluator, images, candidates, setting.seed()).measure(sheet, stages);
        }
        new ReconstructionFigures(model, evaluator, images, candidates, classifier).measure(sheet, stages);
        DrawFigures draws = new DrawFigures(model, set, classifier, setting.seed());
        List<Double> classes = draws.measure(sheet);
        holes(model, draws, sheet, stages);
        return new ComparedModel(
                card.id(),
                networks(card),
                setting,
                likelihood(card),
                card.latent().dim(),
                word(card.posterior()),
                word(card.prior().family()),
                sheet.figures,
                sheet.estimators,
                sheet.lacking,
                classes);
    }

    /** Codes of images, and draws of the prior. */
    private float[] candidates(Model model, Evaluator evaluator) {
        float[] means = evaluator.posteriors().means();
        int dim = evaluator.posteriors().dim();
        int some = Math.min(CANDIDATES * dim, means.length);
        float[] draws = model.prior().draws(Noise.named(setting.seed(), "candidates"), CANDIDATES);
        float[] all = Arrays.copyOf(means, some + draws.length);
        System.arraycopy(draws, 0, all, some, draws.length);
        return all;
    }

    private void holes(Model model, DrawFigures draws, FigureSheet sheet, Stages stages) {
        if (atlas == null) {
            sheet.lack("the model has no atlas of what data support", ComparedFigure.HOLES);
            return;
        }
        SupportLevels levels = SupportLevels.of(folder.card());
        try {
            if (levels == null) {
                levels = stages.run(
                                "support",
                                5 * SUPPORT_CODES,
                                bar -> SupportEstimate.of(
                                        model, atlas, train.get(), SUPPORT_CODES, setting.seed(), bar))
                        .levels();
            }
        } catch (Failure e) {
            sheet.lack("what data support is not known: " + e.getMessage(), ComparedFigure.HOLES);
            return;
        }
        if (levels == null) {
            sheet.lack("no difference tells supported codes from others", ComparedFigure.HOLES);
        } else {
            draws.holes(sheet, atlas, levels.edge());
        }
    }

    private static String likelihood(ModelCard card) {
        return card.hasLikelihood()
                ? word(card.likelihood().family()) + (card.scoresDraws() ? " of draws of 0 or 1" : "")
                : ComparedModel.NO_LIKELIHOOD;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
