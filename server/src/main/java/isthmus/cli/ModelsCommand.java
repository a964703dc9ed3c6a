package isthmus.cli;

import isthmus.Failure;
import isthmus.model.ModelCard;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands over a folder of models have in common. One thread. */
@Command(mixinStandardHelpOptions = true)
abstract class ModelsCommand implements Callable<Integer> {
    /** Before the name of a folder that is installed with the program; in a checkout it is where the program is started. */
    static final String INSTALLED = "${sys:isthmus.home:-.}/";

    @Option(
            names = "--models",
            paramLabel = "DIR",
            defaultValue = INSTALLED + "models",
            description = "Folder with models, one folder each: ${DEFAULT-VALUE}.")
    Path models;

    @Spec
    CommandSpec spec;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Prints a line, or several. */
    void print(String format, Object... values) {
        out().println(String.format(Locale.ROOT, format, values));
        out().flush();
    }

    /**
     * Refuses a card whose networks are not those that were used for a while.
     *
     * @param now as it was read after that while
     * @param verb what was done with them, such as "measured"
     */
    static void checkSameNetworks(Path where, ModelCard now, ModelCard before, String verb) {
        for (String network : List.of(ModelCard.ENCODER, ModelCard.DECODER)) {
            if (!now.files().get(network).equals(before.files().get(network))) {
                throw Failure.badInput(
                        where.toString(), "the " + network + " that was " + verb, "another one written meanwhile");
            }
        }
    }
}
