package isthmus.cli;

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
}
