package isthmus.importing.jobs;

import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.data.DataSet;
import isthmus.evaluate.EvaluationImages;
import isthmus.evaluate.Evaluator;
import isthmus.image.Pixels;
import isthmus.inference.torch.TorchModel;
import isthmus.model.CardFile;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Makes the map of an imported model: the images that proved it, as it encodes them. Any thread. */
final class PictureMap {
    private static final String NAME = "pictures"; // of the data in the card
    private static final String ALL = "all";
    private static final int DRAWS = 8; // of each posterior, for the reconstruction

    private PictureMap() {}

    /**
     * Writes the atlas and then the card that names it.
     *
     * @param path of the model's folder
     * @param progress called again and again; what it throws ends the work before anything is written
     */
    static void write(Path path, ProofImages images, IntConsumer progress) throws IOException {
        ModelFolder folder = ModelFolder.read(path);
        int[] index = IntStream.range(0, images.count()).toArray();
        DataSet data = new DataSet(
                NAME, images.shape(), Pixels.bytes(images.values()), null, List.of(), null, index, List.of());
        Atlas atlas;
        try (TorchModel model = new TorchModel(folder)) {
            var chosen = new EvaluationImages(data, data.count(), folder.card().scoresDraws(), 0);
            atlas = new Evaluator(model, chosen, 0, progress).atlas(DRAWS, progress);
        }
        Path file = path.resolve(ModelCard.ATLAS);
        AtlasFile.write(file, atlas);
        Map<String, String> files = new TreeMap<>(folder.card().files());
        files.put(ModelCard.ATLAS, Sha256.of(file));
        CardFile.write(
                path.resolve(ModelFolder.CARD),
                folder.card().withAtlas(new ModelCard.Atlas(NAME, ALL, atlas.count(), List.of()), List.of(), files));
    }
}
