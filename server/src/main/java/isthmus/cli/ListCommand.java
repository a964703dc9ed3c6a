package isthmus.cli;

import isthmus.Failure;
import isthmus.model.Catalogue;
import isthmus.model.Catalogue.Refusal;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the models of a folder, and those it would not serve with their reasons. One thread. */
@Command(name = "list", description = "Lists the models of a folder, without running them.")
public final class ListCommand extends ModelsCommand {
    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.read(models);
        List<Refusal> refusals = new ArrayList<>(catalogue.refusals());
        for (ModelFolder folder : catalogue.models()) {
            ModelCard card = folder.card();
            try {
                card.files().keySet().forEach(folder::checked);
            } catch (Failure e) {
                refusals.add(new Refusal(card.id(), e.getMessage()));
                continue;
            }
            print(
                    "%-12s %s, images of %s, %d latent dimensions",
                    card.id(), card.title(), card.input().shape(), card.latent().dim());
        }
        refusals.forEach(refusal -> print("Not served: %s: %s", refusal.id(), refusal.sentence()));
        return refusals.isEmpty() ? 0 : 1;
    }
}
