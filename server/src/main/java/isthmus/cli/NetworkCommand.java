package isthmus.cli;

import isthmus.inference.torch.TorchRuntime;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the commands that run networks over data sets have in common. One thread. */
abstract class NetworkCommand extends ModelsCommand {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where known data sets are looked for first; 'data list' says which there are.")
    Path data;

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
