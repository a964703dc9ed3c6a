package isthmus.cli;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.atlas.AtlasFile;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.estimate.MeanEstimate;
import isthmus.evaluate.ComparedModel;
import isthmus.evaluate.ComparisonFile;
import isthmus.evaluate.ImageClassifier;
import isthmus.evaluate.ModelComparison;
import isthmus.evaluate.Stages;
import isthmus.inference.Model;
import isthmus.inference.torch.TorchModel;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.train.Recipe;
import isthmus.train.TrainingSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures several models on the same images by the same estimators, and prints them in one table. One thread. */
@Command(
        name = "compare",
        description = "Measures models on the same images by the same estimators, and prints them side by side.")
public final class CompareCommand extends NetworkCommand {
    private static final String DOCUMENT = "COMPARE.md";

    @Parameters(paramLabel = "MODEL", arity = "1..*", description = "Ids of the models, in the order of the tables.")
    private List<String> ids;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "500",
            description = "The first N images of the part: ${DEFAULT-VALUE}, or all where there are fewer.")
    private int images;

    @Option(
            names = "--part",
            defaultValue = "test",
            description = "validation (what the model's recipe holds out of train, for choices) or test;"
                    + " by default ${DEFAULT-VALUE}.")
    private MeasuredPart part;

    @Option(
            names = "--write",
            description = "Keeps the figures in compare.json beside the models, in place of these models' there, and"
                    + " writes all that it holds as " + DOCUMENT + ".")
    private boolean write;

    @Option(names = "--again", description = "Measures also what compare.json has of the same networks and images.")
    private boolean again;

    private final Map<String, Optional<Judge>> judges = new HashMap<>(); // by data set

    /** A classifier and what it is worth. */
    private record Judge(ImageClassifier classifier, String line) {}

    @Override
    public Integer call() throws IOException {
        applyThreads();
        if (images < 1) {
            throw Failure.badInput("", "--images of 1 or more", images);
        }
        Catalogue catalogue = Catalogue.read(models);
        List<ModelFolder> folders =
                ids.stream().distinct().map(catalogue::model).toList();
        ComparisonFile file = ComparisonFile.of(models);
        List<ComparedModel> compared = new ArrayList<>();
        try {
            for (ModelFolder folder : folders) {
                compared.add(measured(folder, file));
                if (write) {
                    keep(file, merged(file.read(), compared));
                }
            }
            print("%n%s", ascii(ComparisonText.tables(compared, lines(compared))));
            if (write) {
                Path document = models.resolve(DOCUMENT);
                List<ComparedModel> all = file.read().stream()
                        .filter(one -> isThere(catalogue, one))
                        .toList();
                keep(file, all);
                byte[] text =
                        ComparisonText.document(all, command(all), lines(all)).getBytes(StandardCharsets.UTF_8);
                WholeFile.write(document, out -> out.write(text));
                print("Kept in %s and %s.", file.path(), document);
            }
        } finally {
            judges.values().forEach(judge -> judge.ifPresent(one -> one.classifier.close()));
        }
        return 0;
    }

    private static void keep(ComparisonFile file, List<ComparedModel> models) throws IOException {
        byte[] text = ComparisonFile.text(models);
        WholeFile.write(file.path(), out -> out.write(text));
    }

    /** What was measured before, with these models in place of what it had of them. */
    private static List<ComparedModel> merged(List<ComparedModel> before, List<ComparedModel> compared) {
        Map<String, ComparedModel> all = new TreeMap<>();
        before.forEach(one -> all.put(one.id(), one));
        compared.forEach(one -> all.put(one.id(), one));
        return List.copyOf(all.values());
    }

    /** Whether a model has the networks that were measured. */
    private static boolean isThere(Catalogue catalogue, ComparedModel one) {
        return catalogue.models().stream()
                .anyMatch(folder -> folder.id().equals(one.id())
                        && ModelComparison.networks(folder.card()).equals(one.networks()));
    }

    private ComparedModel measured(ModelFolder folder, ComparisonFile file) throws IOException {
        ModelCard card = folder.card();
        DataFolders data = DataFolders.of(this.data, models);
        Recipe recipe = recipe(folder);
        String name = recipe == null ? dataName(card) : recipe.data();
        DataSet set = part == MeasuredPart.VALIDATION
                ? split(folder, recipe, data).validation()
                : DataSets.load(name, DataPart.named(part.toString()), data, recipe == null ? null : recipe.target());
        ComparedModel.Setting setting =
                new ComparedModel.Setting(set.name(), part.toString(), Math.min(images, set.count()), seed);
        Optional<ComparedModel> before = file.read().stream()
                .filter(one -> one.id().equals(card.id())
                        && one.networks().equals(ModelComparison.networks(card))
                        && one.setting().equals(setting))
                .findFirst();
        if (before.isPresent() && !again) {
            print("%s: as %s has it.", card.id(), file.path());
            return before.get();
        }
        ImageClassifier classifier = judge(set, data).map(Judge::classifier).orElse(null);
        long start = System.nanoTime();
        try (Model network = new TorchModel(folder)) {
            ComparedModel measured = new ModelComparison(
                            folder,
                            set,
                            setting,
                            AtlasFile.read(folder),
                            () -> DataSets.load(name, DataPart.TRAIN, data, recipe == null ? null : recipe.target()),
                            classifier)
                    .measure(network, new Bars(card.id()));
            print("%s: measured in %.0f s.", card.id(), (System.nanoTime() - start) / 1e9);
            return measured;
        }
    }

    private static Recipe recipe(ModelFolder folder) {
        Path file = folder.path().resolve("recipe.json");
        return Files.isRegularFile(file) ? Recipe.read(file) : null;
    }

    private static String dataName(ModelCard card) {
        if (card.provenance() != null && card.provenance().data() != null) {
            return card.provenance().data();
        }
        if (card.atlas() == null) {
            throw Failure.badInput(card.id(), "a card that names the data of the model", "none");
        }
        return card.atlas().data();
    }

    private static TrainingSplit split(ModelFolder folder, Recipe recipe, DataFolders data) {
        if (recipe == null) {
            throw Failure.notFound(folder.path().toString(), "the model's recipe, which says what is held out", "none");
        }
        return TrainingSplit.of(recipe, DataSets.load(recipe.data(), DataPart.TRAIN, data, recipe.target()));
    }

    /** The classifier of a data set, which is opened once and measured on its test images. */
    private Optional<Judge> judge(DataSet set, DataFolders data) {
        return judges.computeIfAbsent(set.name(), name -> {
            Path file = models.resolve(Catalogue.DATA).resolve(name).resolve(ImageClassifier.FILE);
            if (!DataSets.isKnown(name) || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            ImageClassifier classifier = new ImageClassifier(file, set.shape());
            DataSet test = DataSets.known(name, DataPart.TEST, data);
            MeanEstimate accuracy = classifier.accuracy(test);
            String line = String.format(
                    Locale.ROOT,
                    "The classifier (`isthmus classifier %s`) tells the class of %.2f ± %.2f %% of the %d test images.",
                    name,
                    100 * accuracy.mean(),
                    100 * accuracy.error(),
                    test.count());
            return Optional.of(new Judge(classifier, line));
        });
    }

    /** What classifiers are worth, by data set. */
    private Map<String, String> lines(List<ComparedModel> compared) {
        Map<String, String> lines = new TreeMap<>();
        DataFolders folders = DataFolders.of(data, models);
        for (String name : compared.stream().map(one -> one.setting().data()).collect(Collectors.toSet())) {
            if (DataSets.isKnown(name)) {
                judge(DataSets.known(name, DataPart.TEST, folders), folders)
                        .ifPresent(judge -> lines.put(name, judge.line));
            }
        }
        return lines;
    }

    private static String command(List<ComparedModel> all) {
        ComparedModel.Setting setting = all.get(0).setting();
        return "isthmus compare %s --images %d --part %s --seed %d --write"
                .formatted(
                        all.stream().map(ComparedModel::id).collect(Collectors.joining(" ")),
                        all.stream()
                                .mapToInt(one -> one.setting().images())
                                .max()
                                .orElse(0),
                        setting.part(),
                        setting.seed());
    }

    /** For any console. */
    private static String ascii(String text) {
        return text.replace("±", "+-").replace('−', '-').replace('–', '-').replace("é", "e");
    }

    /** Progress bars on the error stream. */
    private record Bars(String model) implements Stages {
        @Override
        public <T> T run(String stage, int steps, Function<IntConsumer, T> work) {
            try (ProgressBar bar = new ProgressBar(model + " " + stage, steps)) {
                return work.apply(bar::stepTo);
            }
        }
    }
}
