package isthmus.cli;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.data.OwnData;
import isthmus.estimate.Elbo;
import isthmus.estimate.ElboEstimate;
import isthmus.estimate.ImportanceEstimate;
import isthmus.estimate.MeanEstimate;
import isthmus.estimate.RowBlocks;
import isthmus.evaluate.BinnedInformationGap;
import isthmus.evaluate.ClusterAccuracy;
import isthmus.evaluate.CodebookFigures;
import isthmus.evaluate.CoverageEstimate;
import isthmus.evaluate.EvaluationImages;
import isthmus.evaluate.Evaluator;
import isthmus.evaluate.ModelMeasurement;
import isthmus.evaluate.MutualInformationGap;
import isthmus.evaluate.SupportEstimate;
import isthmus.inference.Model;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Codebook;
import isthmus.latent.FactorModel;
import isthmus.latent.Mixture;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.PrincipalComponents;
import isthmus.model.CardFile;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Figures;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.train.Recipe;
import isthmus.train.TrainingSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a model on a data set, prints the figures and writes them to its card on demand. One thread. */
@Command(
        name = "evaluate",
        description = "Measures a model: the bound on log p(x) and its split, and tighter bounds on demand.")
public final class EvaluateCommand extends DataCommand {
    @Option(names = "--on", paramLabel = "DATA", description = "Data set; by default the one the model was trained on.")
    private String on;

    @Option(
            names = "--part",
            defaultValue = "test",
            description = "train, validation (what the model's recipe holds out of train, for choices), test or all;"
                    + " by default ${DEFAULT-VALUE}.")
    private MeasuredPart part;

    @Option(names = "--images", paramLabel = "N", description = "Only the first N images of the part.")
    private Integer images;

    @Option(
            names = "--importance",
            paramLabel = "K",
            description = "Measures the importance-weighted bound of K draws too.")
    private Integer importance;

    @Option(names = "--importance-images", paramLabel = "N", description = "... on the first N images only.")
    private Integer importanceImages;

    @Option(
            names = "--coverage",
            paramLabel = "N",
            description = "Measures how much of p(z|x) lies within the ellipsoids that hold 39%% and 86%% of q(z|x),"
                    + " on N images.")
    private Integer coverage;

    @Option(
            names = "--support",
            paramLabel = "N",
            description =
                    "Measures how well the support of a code tells images that are like the training part from others,"
                            + " on N codes of each kind.")
    private Integer support;

    @Option(
            names = "--against-ppca",
            paramLabel = "Q",
            split = ",",
            description = "Also prints the exact log-likelihood of probabilistic PCA with Q components,"
                    + " fitted to the training part; several after commas.")
    private List<Integer> ppca = List.of();

    @Option(names = "--write", description = "Keeps the figures in the model's card, in place of the ones there.")
    private boolean write;

    @Override
    public Integer call() throws IOException {
        applyThreads();
        ModelFolder folder = Catalogue.read(models).model(model);
        ModelCard card = folder.card();
        String name = dataName(folder);
        checkPpca(card);
        DataSet set =
                part == MeasuredPart.VALIDATION ? split(folder, name).validation() : read(card, name, part.toString());
        EvaluationImages test =
                new EvaluationImages(set, images == null ? set.count() : images, card.scoresDraws(), seed);
        print("%s on %s %s, %d images, seed %d%n", card.id(), name, part, test.count(), seed);
        RowBlocks blocks = test.blocks(test.count());
        if (blocks.count() < test.count()) {
            print(
                    "Neighbours in %s are alike: errors are those of %d blocks of at most %d images in a row.%n",
                    name, blocks.count(), blocks.longest());
        }
        ModelMeasurement measured;
        try (Model network = new TorchModel(folder)) {
            measured = measure(network, test, folder, name);
        }
        print("%s", MeasurementTable.of(measured).stripTrailing());
        if (write) {
            Path path = folder.path().resolve(ModelFolder.CARD);
            writeFigures(path, card, measured.figures(set.name(), part.toString(), seed));
            print("Kept in %s.", path);
        }
        return 0;
    }

    /** Reads the card again, for it may have changed during an hour of measuring. */
    static void writeFigures(Path path, ModelCard measured, Figures figures) throws IOException {
        ModelCard now = CardFile.read(path);
        checkSameNetworks(path, now, measured, "measured");
        CardFile.write(path, now.withFigures(figures));
    }

    /** A part of a data set, of which pictures are fitted as {@code encode} fits them. */
    private DataSet read(ModelCard card, String name, String named) {
        ReadImages read = ReadImages.of(
                name, DataPart.named(named), Integer.MAX_VALUE, target(card), DataFolders.of(data, models));
        if (read.fitting() != null) {
            read.skipped().forEach(skipped -> print("Left out: %s", skipped.sentence()));
            print("%s.", read.line());
        }
        return read.set();
    }

    /** What the command says, or what the model was trained on, or encoded. */
    private String dataName(ModelFolder folder) {
        if (on != null) {
            return on;
        }
        ModelCard card = folder.card();
        Path recipe = folder.path().resolve("recipe.json");
        if (Files.isRegularFile(recipe)) {
            return Recipe.read(recipe).data();
        }
        OwnData own = card.atlas() == null
                ? null
                : OwnData.read(folder.path(), card.files().get(ModelCard.ATLAS));
        if (own != null) {
            return own.path();
        }
        if (card.provenance() != null && card.provenance().data() != null) {
            return card.provenance().data();
        }
        // Nobody said what an imported model was trained on, but its map is of images like those.
        if (card.atlas() == null || !DataSets.isKnown(card.atlas().data())) {
            throw Failure.badInput(card.id(), "a data set after --on, as the card names none", "none");
        }
        return card.atlas().data();
    }

    /** The training part as the model's recipe divides it. */
    private TrainingSplit split(ModelFolder folder, String name) {
        Path file = folder.path().resolve("recipe.json");
        if (!Files.isRegularFile(file)) {
            throw Failure.notFound(file.toString(), "the model's recipe, which says what is held out", "none");
        }
        Recipe recipe = Recipe.read(file);
        if (!recipe.data().equals(name)) {
            throw Failure.badInput(
                    file.toString(),
                    "a recipe of " + name + " to say what of it is held out",
                    "one of " + recipe.data());
        }
        return TrainingSplit.of(
                recipe, DataSets.load(name, DataPart.TRAIN, DataFolders.of(data, models), recipe.target()));
    }

    private void checkPpca(ModelCard card) {
        Family family = card.hasLikelihood() ? card.likelihood().family() : null;
        if (!ppca.isEmpty() && family != Family.GAUSSIAN) {
            throw Failure.badInput(
                    card.id(),
                    "a gaussian likelihood, whose densities compare with probabilistic PCA's",
                    family == null ? "none" : family.name().toLowerCase(Locale.ROOT));
        }
    }

    private ModelMeasurement measure(Model network, EvaluationImages test, ModelFolder folder, String name) {
        Evaluator evaluator = new Evaluator(network, test, seed);
        List<Elbo> bounds = withBar("bound", test.count(), bar -> evaluator.bounds(draws, bar));
        boolean density = network.card().posterior().hasDensity();
        ImportanceEstimate iwae = null;
        if (importance != null && density) {
            int count = importanceImages == null ? test.count() : importanceImages;
            iwae = withBar("k = " + importance, count, bar -> evaluator.importance(importance, count, bar));
        }
        ElboEstimate elbo = evaluator.elbo(bounds, draws);
        Map<String, Double> extra = new TreeMap<>();
        StretchFigures stretches = new StretchFigures(test, extra);
        boolean bound = elbo.elbo() != null;
        if (bound) {
            stretches.addParts("elbo", bounds.stream().mapToDouble(Elbo::bound).toArray());
        }
        byte[][] factors = test.factors();
        if (factors != null) {
            PosteriorBatch posteriors = evaluator.posteriors();
            if (network.card().posterior() == PosteriorFamily.DIAGONAL) {
                extra.put("mig", MutualInformationGap.of(posteriors, factors, seed));
            }
            extra.put("mig-binned", BinnedInformationGap.of(posteriors.means(), posteriors.dim(), factors));
        }
        byte[] labels = test.labels();
        if (labels != null
                && network.prior() instanceof Mixture mixture
                && mixture.weights().length <= ClusterAccuracy.MOST) {
            extra.put("cluster-accuracy", ClusterAccuracy.of(mixture, evaluator.posteriors(), labels));
        }
        if (network.prior() instanceof Codebook codebook) {
            extra.putAll(CodebookFigures.of(codebook, evaluator.posteriors(), bounds));
        }
        if (!bound) {
            extra.put("residual", withBar("residual", test.count(), evaluator::residual));
        }
        if (coverage != null && network.card().posterior() == PosteriorFamily.DIAGONAL && network.hasGradients()) {
            CoverageEstimate covered = withBar("coverage", coverage, bar -> evaluator.coverage(coverage, bar));
            print("coverage on %d of %d images, whose weights can be trusted", covered.counted(), covered.images());
            extra.putAll(covered.figures());
        }
        if (support != null) {
            extra.putAll(support(network, folder));
        }
        ppcaScores(test, folder, name).forEach((baseline, scores) -> {
            extra.put(baseline, MeanEstimate.of(scores).mean());
            stretches.addParts(baseline, scores);
            if (bound) {
                stretches.addGain(baseline, bounds, scores);
            }
        });
        if (!network.card().hasLikelihood()) {
            print("Not measured: log p(x|z), a bound on log p(x) and whatever needs them, for there is no likelihood.");
        } else if (!density) {
            print("Not measured: a bound on log p(x), its KL term and whatever needs them, for codes are points.");
        } else if (coverage != null && !network.hasGradients()) {
            print("Not measured: coverage, for the decoder cannot be differentiated.");
        }
        return new ModelMeasurement(elbo, iwae, network.card().hasLikelihood(), extra);
    }

    private Map<String, Double> support(Model network, ModelFolder folder) {
        Atlas atlas = AtlasFile.read(folder);
        if (atlas == null) {
            throw Failure.notFound(folder.id(), "an atlas, whose images support codes", "none");
        }
        OwnData own = OwnData.read(folder.path(), folder.card().files().get(ModelCard.ATLAS));
        String name = own == null ? folder.card().atlas().data() : own.path();
        DataSet train = read(folder.card(), name, DataPart.TRAIN.toString());
        return withBar("support", 5 * support, bar -> SupportEstimate.of(network, atlas, train, support, seed, bar))
                .figures();
    }

    /**
     * Exact log p(x) of the same images under probabilistic PCA of the training part, without what is held out: by the
     * name of the figure, (count).
     */
    private Map<String, double[]> ppcaScores(EvaluationImages test, ModelFolder folder, String name) {
        if (ppca.isEmpty()) {
            return Map.of();
        }
        DataSet train = part == MeasuredPart.VALIDATION
                ? split(folder, name).train()
                : read(folder.card(), name, DataPart.TRAIN.toString());
        int[] rows = IntStream.range(0, train.count()).toArray();
        float[] pixels = train.floats(rows, 0, rows.length);
        PrincipalComponents components =
                PrincipalComponents.of(pixels, train.count(), train.shape().size());
        Map<String, double[]> out = new TreeMap<>();
        for (int q : ppca) {
            out.put("ppca-" + q, FactorModel.principal(components, q).logLikelihood(test.all(), test.count()));
        }
        return out;
    }

    /** Runs work with a progress bar on the error stream. */
    private static <T> T withBar(String task, int steps, Function<IntConsumer, T> work) {
        try (ProgressBar bar = new ProgressBar(task, steps)) {
            return work.apply(bar::stepTo);
        }
    }
}
