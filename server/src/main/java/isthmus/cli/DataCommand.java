package isthmus.cli;

import isthmus.image.DataFit;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.model.ModelCard;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that run a model over a data set have in common. One thread. */
abstract class DataCommand extends NetworkCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Id of the model.")
    String model;

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "8",
            description = "Posterior draws an image: ${DEFAULT-VALUE}.")
    int draws;

    @Option(names = "--frame", defaultValue = "auto", description = "Pictures of a folder: auto, figure, crop or pad.")
    private Fitting.Framing frame;

    @Option(
            names = "--background",
            defaultValue = "auto",
            description = "... behind transparent and added parts: auto, clear, border, white, grey or black.")
    private Fitting.Background background;

    @Option(names = "--invert", defaultValue = "auto", description = "... exchange bright and dark: auto, yes or no.")
    private Fitting.Invert invert;

    /** The options by which pictures are fitted, as they were given. */
    List<String> fittingArguments() {
        return List.of("--frame", word(frame), "--background", word(background), "--invert", word(invert));
    }

    private static String word(Enum<?> option) {
        return option.name().toLowerCase(Locale.ROOT);
    }

    /**
     * What pictures of a folder are fitted to. A data set is prepared already, unless somebody says that its figures are to
     * be looked for.
     */
    FitTarget target(ModelCard card) {
        Fitting fitting = new Fitting(frame, Fitting.Centre.AUTO, background, invert);
        return frame == Fitting.Framing.FIGURE
                ? card.input().target(fitting)
                : new FitTarget(card.input().shape(), card.input().invert(), DataFit.UNKNOWN, fitting);
    }
}
