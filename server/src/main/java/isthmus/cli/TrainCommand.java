package isthmus.cli;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.train.Recipe;
import isthmus.train.TrainedModel;
import isthmus.train.TrainingClock;
import isthmus.train.TrainingMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains the model that a recipe describes and writes its folder. One thread. */
@Command(name = "train", description = "Trains the model that a recipe describes.")
public final class TrainCommand extends ModelsCommand {
    @Parameters(paramLabel = "RECIPE", description = "A JSON recipe, such as models/digits/recipe.json.")
    private Path recipeFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where known data sets are looked for first; 'data list' says which there are.")
    private Path data;

    @Option(names = "--resume", description = "Go on from the last epoch's checkpoint.")
    private boolean resume;

    @Option(names = "--threads", defaultValue = "0", description = "Compute threads; 0, the default, for one a core.")
    private int threads;

    @Option(
            names = "--watched",
            hidden = true,
            description =
                    "Shows what it does in lines of JSON, and takes pause, run, step and stop: for a server's page.")
    private boolean watched;

    @Override
    public Integer call() throws IOException {
        if (threads < 0) {
            throw Failure.badInput("", "--threads of 0 or more", threads);
        }
        Recipe recipe = Recipe.read(recipeFile);
        String text = Files.readString(recipeFile);
        DataSet train = DataSets.load(recipe.data(), DataPart.TRAIN, DataFolders.of(data, models), recipe.target());
        Path folder = models.resolve(recipe.id());
        Path work = watched ? recipeFile.getParent() : folder.resolve(".training");
        TrainingMethod method = TrainingMethod.of(recipe, text, train, work, threads);
        if (watched) {
            new WatchedTraining(recipe, text, folder, work, data).train(method, resume);
            return 0;
        }
        TrainingClock clock = new TrainingClock(work, resume, threads);
        TrainedModel trained;
        try (TrainingProgress progress = new TrainingProgress(recipe, method, clock, out())) {
            trained = method.train(resume, progress).with(clock.time());
            print("%s", progress.result(trained.epoch()));
        }
        Files.createDirectories(folder);
        WholeFile.write(folder.resolve("recipe.json"), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        trained.write(folder);
        print(
                "It took %.0f s, and %.0f s of processor.",
                trained.time().seconds(), trained.time().processorSeconds());
        print(
                "Wrote %s. Now measure it with 'evaluate %s --write', and encode its map with 'encode %s %s'.",
                folder, recipe.id(), recipe.id(), recipe.data());
        return 0;
    }
}
