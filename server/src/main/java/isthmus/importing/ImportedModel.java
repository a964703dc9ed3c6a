package isthmus.importing;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.image.DataFit;
import isthmus.inference.torch.TorchModel;
import isthmus.model.CardFile;
import isthmus.model.ImportRecord;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Input;
import isthmus.model.ModelCard.Kind;
import isthmus.model.ModelCard.Latent;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.model.PriorCard;
import isthmus.model.Provenance;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a model is called and what is known of its data, and the folder that is made of it. Immutable; any thread.
 *
 * @param description one line for people, or null
 * @param invert whether bright pixels are the figure
 * @param fit how the data were prepared
 * @param files names of what was imported
 */
public record ImportedModel(
        String id, String title, String description, Kind kind, boolean invert, DataFit fit, List<String> files) {

    /** The folder of this model among others; a Failure where it is there and is not to be replaced. */
    public Path folder(Path models, boolean replace) {
        if (!ModelCard.isId(id)) {
            throw Failure.badInput("", "an id of " + ModelCard.ID_RULE, id).hint("state it with --id");
        }
        Path folder = models.resolve(id);
        if (Files.exists(folder) && !replace) {
            throw Failure.badInput(folder.toString(), "no folder of this name", "one")
                    .hint("choose another with --id, or say --replace");
        }
        return folder;
    }

    /**
     * Writes the folder whole, once the model has run: it appears in the place of one of the same id, or not at all.
     *
     * @param importer which found it, and is still open
     */
    public ModelCard write(Path models, Importer importer, Importer.Found found, boolean replace) throws IOException {
        Path folder = folder(models, replace);
        Path aside = models.resolve("." + id + ".aside");
        Path replaced = models.resolve("." + id + ".replaced");
        remove(aside);
        Files.createDirectories(aside);
        try {
            Path encoder = aside.resolve(ModelCard.ENCODER);
            Path decoder = aside.resolve(ModelCard.DECODER);
            importer.write(found, encoder, decoder);
            ModelCard card = card(
                    found,
                    Map.of(
                            ModelCard.ENCODER, Sha256.of(encoder),
                            ModelCard.DECODER, Sha256.of(decoder)));
            new TorchModel(encoder, decoder, card).close();
            CardFile.write(aside.resolve(ModelFolder.CARD), card);
            if (Files.exists(folder)) {
                remove(replaced);
                WholeFile.rename(folder, replaced);
            }
            WholeFile.rename(aside, folder);
            return card;
        } finally {
            remove(aside);
            remove(replaced);
        }
    }

    private ModelCard card(Importer.Found found, Map<String, String> hashes) {
        return new ModelCard(
                id,
                title,
                description,
                kind,
                new Input(
                        found.shape().channels(),
                        found.shape().height(),
                        found.shape().width(),
                        invert,
                        fit),
                new Latent(found.dim(), found.codeShape()),
                found.hasVariances() ? PosteriorFamily.DIAGONAL : PosteriorFamily.POINT,
                PriorCard.STANDARD,
                found.likelihood(),
                found.logits() ? Output.LOGITS : Output.MEAN,
                List.of(),
                new TreeMap<>(hashes),
                null,
                new Provenance(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new ImportRecord(files, found.images(), found.decisions())),
                null);
    }

    /** Removes a folder without folders in it, where it is there. */
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
