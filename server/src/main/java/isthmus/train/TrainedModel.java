package isthmus.train;

import ai.djl.engine.Engine;
import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.history.History;
import isthmus.history.HistoryFile;
import isthmus.image.FitMeasurement;
import isthmus.image.Shape;
import isthmus.inference.Model;
import isthmus.inference.torch.TorchModel;
import isthmus.model.CardFile;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.model.PriorFile;
import isthmus.model.Provenance;
import isthmus.model.Sha256;
import isthmus.model.TrainingTime;
import isthmus.torchscript.TorchScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The result of a training. Immutable; any thread.
 *
 * @param data name of the data set
 * @param epoch whose weights these are, from 1
 * @param input of both networks
 * @param labels names of the classes of their data set
 * @param distributions what the two networks give
 * @param history how it came to be; null where nobody looked
 * @param time that it took; null where nobody took it
 */
public record TrainedModel(
        Recipe recipe,
        String data,
        int epoch,
        ModelCard.Input input,
        List<String> labels,
        TorchScript encoder,
        TorchScript decoder,
        Distributions distributions,
        History history,
        TrainingTime time) {

    /** Of this training data. */
    static TrainedModel of(
            Recipe recipe,
            DataSet train,
            int epoch,
            TorchScript encoder,
            TorchScript decoder,
            Distributions distributions) {
        Shape shape = train.shape();
        ModelCard.Input input = new ModelCard.Input(
                shape.channels(),
                shape.height(),
                shape.width(),
                recipe.invert(),
                FitMeasurement.of(shape, train.pixels()));
        return new TrainedModel(
                recipe, train.name(), epoch, input, train.labelNames(), encoder, decoder, distributions, null, null);
    }

    /** The same with other distributions. */
    TrainedModel with(Distributions others) {
        return new TrainedModel(recipe, data, epoch, input, labels, encoder, decoder, others, history, time);
    }

    /** The same with its history. */
    TrainedModel with(History taken) {
        return new TrainedModel(recipe, data, epoch, input, labels, encoder, decoder, distributions, taken, time);
    }

    /** The same with the time that it took. */
    public TrainedModel with(TrainingTime taken) {
        return new TrainedModel(recipe, data, epoch, input, labels, encoder, decoder, distributions, history, taken);
    }

    /** Writes both networks and a card, and deletes the atlas, prior, history and figures of earlier weights. */
    public void write(Path folder) throws IOException {
        encoder.write(folder.resolve(ModelCard.ENCODER));
        decoder.write(folder.resolve(ModelCard.DECODER));
        List<String> written = new ArrayList<>(List.of(ModelCard.ENCODER, ModelCard.DECODER));
        if (distributions.learned() != null) {
            PriorFile.write(
                    folder.resolve(ModelCard.PRIOR),
                    distributions.learned(),
                    distributions.pseudoInputs(),
                    new Shape(input.channels(), input.height(), input.width()));
            written.add(ModelCard.PRIOR);
        } else {
            Files.deleteIfExists(folder.resolve(ModelCard.PRIOR));
        }
        if (history != null) {
            HistoryFile.write(folder.resolve(ModelCard.HISTORY), history, true);
            written.add(ModelCard.HISTORY);
        } else {
            Files.deleteIfExists(folder.resolve(ModelCard.HISTORY));
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : written) {
            files.put(file, Sha256.of(folder.resolve(file)));
        }
        CardFile.write(folder.resolve("card.json"), card(files));
        Files.deleteIfExists(folder.resolve(ModelCard.ATLAS));
    }

    /**
     * What the model is found to be where it is used: its networks are written beside the checkpoint and opened.
     *
     * @param training folder of the checkpoint
     */
    public <T> T measured(Path training, Function<Model, T> measure) {
        try {
            Path folder = Files.createDirectories(training.resolve("measured").resolve(recipe.id()));
            with((History) null).write(folder);
            try (TorchModel network = new TorchModel(ModelFolder.read(folder))) {
                return measure.apply(network);
            }
        } catch (IOException e) {
            throw Failure.modelFailed(training.toString(), "a folder that can be written", e)
                    .causedBy(e);
        }
    }

    private ModelCard card(Map<String, String> files) {
        return new ModelCard(
                recipe.id(),
                recipe.title(),
                recipe.description(),
                distributions.kind(),
                input,
                new ModelCard.Latent(recipe.latent(), recipe.latentShape(input.shape())),
                distributions.posterior(),
                distributions.prior(),
                distributions.likelihood(),
                distributions.output(),
                labels,
                files,
                null,
                new Provenance(data, "recipe.json", recipe.seed(), recipe.allEpochs(), epoch, time, libraries(), null),
                null);
    }

    private static Map<String, String> libraries() {
        return new TreeMap<>(Map.of(
                "djl", Engine.getDjlVersion(),
                "pytorch", Engine.getEngine("PyTorch").getVersion()));
    }
}
