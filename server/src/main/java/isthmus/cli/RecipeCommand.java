package isthmus.cli;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.data.ImageFolder;
import isthmus.data.PictureSurvey;
import isthmus.image.DataFit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Shape;
import isthmus.model.ModelCard;
import isthmus.train.FirstRecipe;
import isthmus.train.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a first recipe for pictures of a person's own, by how many and how large they are. One thread. */
@Command(name = "recipe", description = "Writes a recipe to begin with for pictures of your own, which train takes.")
public final class RecipeCommand extends ModelsCommand {
    private static final int LOOKED_AT = 400; // pictures whose values are looked at

    @Parameters(
            paramLabel = "DATA",
            description = "A folder of PNG, JPEG, WebP, GIF and BMP pictures, or an idx file of images.")
    private String data;

    @Option(names = "--id", description = "Of the model; by default the folder's name.")
    private String id;

    @Option(names = "--out", paramLabel = "FILE", description = "Where it is written; by default ID.recipe.json.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Path place = Path.of(data).toAbsolutePath().normalize();
        String name = id == null ? idOf(place) : id;
        if (!ModelCard.isId(name)) {
            throw Failure.badInput("", "an id of " + ModelCard.ID_RULE, name).hint("state it with --id");
        }
        Path file = out == null ? Path.of(name + ".recipe.json") : out;
        if (Files.exists(file)) {
            throw Failure.badInput(file.toString(), "no file of this name", "one")
                    .hint("choose another with --out");
        }
        Optional<Path> folder = DataSets.folder(place.toString());
        FirstRecipe first = folder.isPresent() ? ofFolder(folder.get()) : ofFile(place);
        String text = first.text(
                name,
                place.getFileName().toString().replaceAll("\\..*", ""),
                place.toString().replace('\\', '/'),
                folder.isPresent());
        WholeFile.write(file.toAbsolutePath(), stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
        Recipe recipe = Recipe.read(file); // as train will
        print(
                "%,d images for training as %s, %s: %s to %d latent dimensions, a %s likelihood, %d epochs,"
                        + " some minutes on two cores.%nWrote %s; any line of it may be changed."
                        + " Train it with 'train %s'.",
                first.count(),
                first.shape(),
                first.shape().isColour() ? "in colour" : first.bright() ? "bright on dark" : "in grey",
                first.networks(),
                recipe.latent(),
                first.likelihood(),
                recipe.epochs(),
                file,
                file);
        return 0;
    }

    private static FirstRecipe ofFolder(Path folder) {
        PictureSurvey survey = PictureSurvey.of(folder);
        int count = survey.files() - survey.files() / 10; // every tenth is for tests
        Shape shape = FirstRecipe.shape(survey.shape(), survey.oneSize(), count);
        FitTarget target = new FitTarget(shape, false, DataFit.UNKNOWN, Fitting.AUTO);
        DataSet some = ImageFolder.read(folder, DataPart.TRAIN, LOOKED_AT, target, (done, all) -> {})
                .data();
        return FirstRecipe.of(count, some);
    }

    private FirstRecipe ofFile(Path file) {
        DataSet all = DataSets.load(file.toString(), DataPart.TRAIN, DataFolders.of(null, models));
        return FirstRecipe.of(all.count(), all);
    }

    private static String idOf(Path place) {
        Path last = place.getFileName();
        return last == null
                ? ""
                : last.toString()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
    }
}
