package isthmus.cli;

import isthmus.Failure;
import isthmus.model.Catalogue;
import isthmus.model.Catalogue.Refusal;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the models of a folder, and those it would not serve with their reasons. One thread. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the models of a folder, without running them.")
public final class ListCommand implements Callable<Integer> {
    @Option(
            names = "--models",
            paramLabel = "DIR",
            defaultValue = "models",
            description = "Where models lie: ${DEFAULT-VALUE}.")
    private Path models;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.read(models);
        PrintWriter out = spec.commandLine().getOut();
        List<Refusal> refusals = new ArrayList<>(catalogue.refusals());
        for (ModelFolder folder : catalogue.models()) {
            ModelCard card = folder.card();
            try {
                card.files().keySet().forEach(folder::checked);
            } catch (Failure e) {
                refusals.add(new Refusal(card.id(), e.getMessage()));
                continue;
            }
            out.printf(
                    Locale.ROOT,
                    "%-12s %s, images of %s, %d latent dimensions%n",
                    card.id(),
                    card.title(),
                    card.input().shape(),
                    card.latent().dim());
        }
        refusals.forEach(refusal -> out.printf("Not served: %s: %s%n", refusal.id(), refusal.sentence()));
        out.flush();
        return refusals.isEmpty() ? 0 : 1;
    }
}
