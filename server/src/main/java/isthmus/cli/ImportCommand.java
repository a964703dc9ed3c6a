package isthmus.cli;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.image.DataFit;
import isthmus.image.FitMeasurement;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.inference.torch.TorchProbe;
import isthmus.model.CardFile;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Input;
import isthmus.model.ModelCard.Kind;
import isthmus.model.ModelCard.Latent;
import isthmus.model.ModelCard.Likelihood;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelFolder;
import isthmus.model.PriorCard;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model's folder from two TorchScript files exported from PyTorch. One thread. */
@Command(
        name = "import",
        description = "Takes encoder.pt and decoder.pt that were exported from PyTorch into a model's folder.",
        footer = {"", "What is not stated is found out by trying the files. models/README.md shows how to export them."
        })
public final class ImportCommand extends ModelsCommand {
    private static final List<String> FILES = List.of(ModelCard.ENCODER, ModelCard.DECODER);

    @Parameters(paramLabel = "DIR", description = "Folder that holds encoder.pt and decoder.pt.")
    private Path from;

    @Option(names = "--id", description = "Name of the model's folder, of a-z, 0-9 and -; by default that of DIR.")
    private String id;

    @Option(names = "--title", description = "Name for people; by default the id.")
    private String title;

    @Option(names = "--description", description = "One line for people.")
    private String description;

    @Option(names = "--kind", description = "vae, beta-vae, ae or ppca; by default vae, or ae without variances.")
    private String kind;

    @Option(names = "--channels", paramLabel = "N", description = "Channels of an image.")
    private Integer channels;

    @Option(names = "--height", paramLabel = "N", description = "Height of an image in pixels.")
    private Integer height;

    @Option(names = "--width", paramLabel = "N", description = "Width of an image in pixels.")
    private Integer width;

    @Option(
            names = "--invert",
            description = "Bright pixels are the figure, as in MNIST: invert dark-on-light pictures.")
    private boolean invert;

    @Option(
            names = "--images",
            paramLabel = "DATA",
            description =
                    "What it was trained on: a data set's name, an idx file or a folder of pictures. Its images tell how"
                            + " pictures are to be fitted.")
    private String images;

    @Option(names = "--data", paramLabel = "DIR", description = "Where known data sets are looked for first.")
    private Path data;

    @Option(names = "--latent-dim", paramLabel = "N", description = "Latent dimensions.")
    private Integer latentDim;

    @Option(names = "--output", description = "What the decoder gives: mean or logits.")
    private String output;

    @Option(
            names = "--likelihood",
            defaultValue = "bernoulli",
            description = "bernoulli or gaussian; default: ${DEFAULT-VALUE}.")
    private String likelihood;

    @Option(names = "--sigma", description = "Standard deviation of a pixel in [0,1], for a gaussian.")
    private Double sigma;

    @Override
    public Integer call() throws IOException {
        String name = id == null ? idOf(from) : id;
        if (!ModelCard.isId(name)) {
            throw Failure.badInput("", "an id of " + ModelCard.ID_RULE, name).hint("state it with --id");
        }
        Path folder = models.resolve(name);
        if (Files.exists(folder)) {
            throw Failure.badInput(folder.toString(), "no folder of this name", "one")
                    .hint("choose another with --id");
        }
        for (String file : FILES) {
            if (!Files.isRegularFile(from.resolve(file))) {
                throw Failure.notFound(from.resolve(file).toString(), "a TorchScript file", "none");
            }
        }
        Likelihood scored = likelihood();
        Kind stated = kind == null ? null : CardFile.named(Kind.class, "--kind", kind);
        TorchProbe.Found found =
                TorchProbe.find(from.resolve(ModelCard.ENCODER), from.resolve(ModelCard.DECODER), stated());
        Files.createDirectories(models);
        Path temporary = models.resolve("." + name + ".aside");
        remove(temporary);
        Files.createDirectory(temporary);
        try {
            ModelCard card = card(name, stated, scored, found, copy(temporary));
            new TorchModel(temporary.resolve(ModelCard.ENCODER), temporary.resolve(ModelCard.DECODER), card).close();
            CardFile.write(temporary.resolve(ModelFolder.CARD), card);
            WholeFile.rename(temporary, folder);
            report(folder, card, found);
        } finally {
            remove(temporary);
        }
        return 0;
    }

    private Likelihood likelihood() {
        Family family = CardFile.named(Family.class, "--likelihood", likelihood);
        if (family == Family.GAUSSIAN && sigma == null) {
            throw Failure.badInput("", "the standard deviation of a pixel with --likelihood gaussian", "none")
                    .hint("state it with --sigma");
        }
        return new Likelihood(family, sigma == null ? null : List.of(sigma), null);
    }

    private TorchProbe.Stated stated() {
        return new TorchProbe.Stated(
                positive("--channels", channels),
                positive("--height", height),
                positive("--width", width),
                positive("--latent-dim", latentDim),
                output == null ? null : CardFile.named(Output.class, "--output", output));
    }

    private static Integer positive(String option, Integer value) {
        if (value != null && value < 1) {
            throw Failure.badInput(option, "a positive number", value);
        }
        return value;
    }

    private static String idOf(Path folder) {
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /** Copies both files and returns their hashes. */
    private Map<String, String> copy(Path to) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (String file : FILES) {
            Files.copy(from.resolve(file), to.resolve(file));
            hashes.put(file, Sha256.of(to.resolve(file)));
        }
        return hashes;
    }

    private ModelCard card(
            String name, Kind stated, Likelihood scored, TorchProbe.Found found, Map<String, String> hashes) {
        Kind inferred = found.posterior().outputs().size() == 1 ? Kind.AE : Kind.VAE;
        return new ModelCard(
                name,
                title == null ? name : title,
                description,
                stated == null ? inferred : stated,
                new Input(
                        found.shape().channels(),
                        found.shape().height(),
                        found.shape().width(),
                        invert,
                        fit(found.shape())),
                new Latent(found.dim()),
                found.posterior(),
                PriorCard.STANDARD,
                scored,
                found.output(),
                List.of(),
                hashes,
                null,
                null,
                null);
    }

    /** How the data were prepared, as far as their images are at hand. */
    private DataFit fit(Shape shape) {
        if (images == null) {
            return DataFit.UNKNOWN;
        }
        DataSet set = DataSets.load(images, DataPart.TRAIN, DataFolders.of(data, models));
        if (!set.shape().equals(shape)) {
            throw Failure.badInput("--images", "images of " + shape, "ones of " + set.shape());
        }
        return FitMeasurement.of(shape, set.pixels());
    }

    private void report(Path folder, ModelCard card, TorchProbe.Found found) {
        print(
                "Imported %s: images of %s, %d latent dimensions, %s posterior; the decoder gives %s (from %.3f"
                        + " to %.3f on samples of the prior); %s likelihood.%n"
                        + "Correct with options, or in %s; 'encode %s DATA' makes its map.",
                folder,
                found.shape(),
                found.dim(),
                CardFile.word(card.posterior()),
                CardFile.word(card.output()),
                found.low(),
                found.high(),
                CardFile.word(card.likelihood().family()),
                folder.resolve(ModelFolder.CARD),
                card.id());
    }

    private static void remove(Path folder) throws IOException {
        for (String file : List.of(ModelCard.ENCODER, ModelCard.DECODER, ModelFolder.CARD)) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.deleteIfExists(folder);
    }
}
