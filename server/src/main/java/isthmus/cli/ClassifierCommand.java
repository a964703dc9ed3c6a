package isthmus.cli;

import isthmus.Failure;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.estimate.MeanEstimate;
import isthmus.evaluate.ImageClassifier;
import isthmus.model.Catalogue;
import isthmus.train.ClassifierTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains the classifier by which {@code compare} judges what models draw. One thread. */
@Command(
        name = "classifier",
        description = "Trains the small classifier by which 'compare' judges what models of a data set draw.")
public final class ClassifierCommand extends ModelsCommand {
    @Parameters(paramLabel = "DATA", description = "Name of a known data set with labels, such as mnist.")
    private String name;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where known data sets are looked for first; 'data list' says which there are.")
    private Path data;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "12",
            description = "Times that it sees each training image: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--seed", defaultValue = "1", description = "Of every random draw: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--threads", defaultValue = "0", description = "Compute threads; 0, the default, for one a core.")
    private int threads;

    @Override
    public Integer call() throws IOException {
        if (epochs < 1 || threads < 0) {
            throw Failure.badInput("", "--epochs of 1 or more and --threads of 0 or more", epochs + " and " + threads);
        }
        if (!DataSets.isKnown(name)) {
            throw Failure.notFound(name, "the name of a known data set, which 'data list' lists", "another");
        }
        DataFolders folders = DataFolders.of(data, models);
        DataSet train = DataSets.known(name, DataPart.TRAIN, folders);
        Path work = Files.createTempDirectory("classifier");
        Path file = models.resolve(Catalogue.DATA).resolve(name).resolve(ImageClassifier.FILE);
        try {
            new ClassifierTrainer(train, seed)
                    .train(
                            epochs,
                            work,
                            threads,
                            (epoch, loss) -> print("epoch %2d of %d  %.4f nats", epoch, epochs, loss))
                    .write(file);
        } finally {
            for (String module : ClassifierTrainer.FILES) {
                Files.deleteIfExists(work.resolve(module));
            }
            Files.deleteIfExists(work);
        }
        DataSet test = DataSets.known(name, DataPart.TEST, folders);
        try (ImageClassifier classifier = new ImageClassifier(file, test.shape())) {
            MeanEstimate accuracy = classifier.accuracy(test);
            print(
                    "%.2f +- %.2f %% of %d test images. Wrote %s.",
                    100 * accuracy.mean(), 100 * accuracy.error(), test.count(), file);
        }
        return 0;
    }
}
