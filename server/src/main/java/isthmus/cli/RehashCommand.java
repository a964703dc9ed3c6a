package isthmus.cli;

import isthmus.Failure;
import isthmus.inference.torch.TorchModel;
import isthmus.model.CardFile;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the card of a model that of its files again, after somebody changed them. One thread. */
@Command(
        name = "rehash",
        description =
                "Takes over files of a model that were changed by hand: tries the networks, and writes their hashes.")
public final class RehashCommand extends ModelsCommand {
    @Parameters(paramLabel = "MODEL", description = "Id of the model.")
    private String model;

    @Override
    public Integer call() throws IOException {
        Path path = models.resolve(model);
        if (!ModelCard.isId(model) || !Files.isDirectory(path)) {
            throw Failure.notFound(path.toString(), "a model's folder", "none");
        }
        ModelCard card = ModelFolder.readNetworks(path).card();
        Map<String, String> files = new TreeMap<>();
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, String> file : card.files().entrySet()) {
            Path found = path.resolve(file.getKey());
            String hash = Files.isRegularFile(found) ? Sha256.of(found) : null;
            if (!file.getValue().equals(hash)) {
                changed.add(file.getKey());
            }
            if (hash != null) {
                files.put(file.getKey(), hash);
            }
        }
        if (changed.isEmpty()) {
            print("Nothing has changed in %s.", path);
            return 0;
        }
        files.remove(ModelCard.ATLAS);
        files.remove(ModelCard.HISTORY);
        // They were of the networks before.
        ModelCard now = card.withAtlas(null, card.labels(), files).withFigures(null);
        new TorchModel(path.resolve(ModelCard.ENCODER), path.resolve(ModelCard.DECODER), now).close();
        CardFile.write(path.resolve(ModelFolder.CARD), now);
        print(
                "Took over %s. 'encode %s DATA' makes its map and 'evaluate %s --write' its figures anew.",
                String.join(", ", changed), model, model);
        return 0;
    }
}
