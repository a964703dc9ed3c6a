package isthmus.cli;

import isthmus.inference.torch.TorchRuntime;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that run a model over a data set have in common. One thread. */
abstract class DataCommand extends ModelsCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Id of the model.")
    String model;

    @Option(names = "--data", paramLabel = "DIR", description = "Where known data sets are looked for first.")
    Path data;

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "8",
            description = "Posterior draws an image: ${DEFAULT-VALUE}.")
    int draws;

    @Option(names = "--seed", defaultValue = "1", description = "Of every random draw: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Processor threads; by default one a core.")
    private Integer threads;

    void applyThreads() {
        if (threads != null) {
            System.setProperty(TorchRuntime.THREADS, threads.toString());
        }
    }
}
