package isthmus.cli;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.data.DataFolders;
import isthmus.data.DataSets;
import isthmus.image.DataFit;
import isthmus.importing.ImportSource;
import isthmus.importing.Importer;
import isthmus.importing.Layout;
import isthmus.importing.Scale;
import isthmus.importing.Spread;
import isthmus.importing.Stated;
import isthmus.inference.torch.TorchModel;
import isthmus.model.CardFile;
import isthmus.model.ImportRecord;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Input;
import isthmus.model.ModelCard.Kind;
import isthmus.model.ModelCard.Latent;
import isthmus.model.ModelCard.Likelihood;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelCard.Provenance;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.model.PriorCard;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model's folder from networks that somebody else exported. One thread. */
@Command(
        name = "import",
        description = "Makes a model of networks that were exported from PyTorch.",
        footer = {"", "What is not stated is measured on the images of --data. models/README.md shows how to export."})
public final class ImportCommand extends ModelsCommand {
    private static final List<String> FILES = List.of(ModelCard.ENCODER, ModelCard.DECODER);
    private static final List<String> OUTPUTS = List.of("logits", "mean", "signed", "normalised");
    private static final int MOST_ROWS = 10_000; // of the map

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "A folder or file with both networks, or the encoder's file and the decoder's.")
    private List<Path> from;

    @Option(
            names = "--data",
            paramLabel = "IMAGES",
            description = "Images like those that it was trained on: a data set's name, an idx file or a folder of"
                    + " pictures. They prove how the files are to be read, and become the model's map.")
    private String data;

    @Option(names = "--id", description = "Name of the model's folder, of a-z, 0-9 and -; by default that of FILE.")
    private String id;

    @Option(names = "--title", description = "Name for people; by default the id.")
    private String title;

    @Option(names = "--description", description = "One line for people.")
    private String description;

    @Option(names = "--kind", description = "vae, beta-vae, ae or ppca; by default vae.")
    private String kind;

    @Option(names = "--channels", paramLabel = "N", description = "Channels of an image.")
    private Integer channels;

    @Option(names = "--height", paramLabel = "N", description = "Height of an image in pixels.")
    private Integer height;

    @Option(names = "--width", paramLabel = "N", description = "Width of an image in pixels.")
    private Integer width;

    @Option(
            names = "--invert",
            description =
                    "Bright pixels are the figure, as in MNIST: invert dark-on-light pictures. Found out with --data.")
    private boolean invert;

    @Option(names = "--latent-dim", paramLabel = "N", description = "Latent dimensions.")
    private Integer latentDim;

    @Option(
            names = "--scale",
            description = "Of the encoder's images: unit, signed, bytes, imagenet, cifar10, mnist, fashion-mnist or"
                    + " MEAN/DEVIATION.")
    private String scale;

    @Option(
            names = "--layout",
            description = "Of the encoder's images: channels-first, channels-last,"
                    + " no-channels, flat or flat-channels-last.")
    private String layout;

    @Option(
            names = "--output",
            description =
                    "What the decoder gives: logits, a mean in [0, 1], signed ([-1, 1]) or normalised (as the encoder"
                            + " takes images).")
    private String output;

    @Option(
            names = "--spread",
            description = "What the encoder gives beside the mean: log-variance, log-deviation, deviation, variance,"
                    + " softplus-deviation or softplus-variance.")
    private String spread;

    @Option(names = "--likelihood", description = "bernoulli or gaussian.")
    private String likelihood;

    @Option(
            names = "--sigma",
            description = "Standard deviation of a pixel in [0,1], for a gaussian; by default that of the residuals.")
    private Double sigma;

    @Option(names = "--replace", description = "Replace the model of this name.")
    private boolean replace;

    @Override
    public Integer call() throws IOException {
        String name = id == null ? idOf(from.get(0)) : id;
        if (!ModelCard.isId(name)) {
            throw Failure.badInput("", "an id of " + ModelCard.ID_RULE, name).hint("state it with --id");
        }
        Path folder = models.resolve(name);
        if (Files.exists(folder) && !replace) {
            throw Failure.badInput(folder.toString(), "no folder of this name", "one")
                    .hint("choose another with --id, or say --replace");
        }
        Kind stated = kind == null ? Kind.VAE : CardFile.named(Kind.class, "--kind", kind);
        Stated known = stated(stated);
        ImportSource source = ImportSource.of(from);
        Files.createDirectories(models);
        Path aside = models.resolve("." + name + ".aside");
        Path copies = models.resolve("." + name + ".copies"); // needed while the networks are tried
        Path replaced = models.resolve("." + name + ".replaced");
        remove(aside);
        Files.createDirectory(aside);
        remove(copies);
        Files.createDirectory(copies);
        try {
            long start = System.nanoTime();
            ModelCard card;
            try (Importer importer = new Importer(source, known, copies)) {
                ImportImages images = data == null
                        ? null
                        : ImportImages.read(data, DataFolders.of(null, models), invert, importer::shape);
                Importer.Found found =
                        images == null ? importer.unproven() : importer.prove(images.shape(), images.values());
                importer.write(found, aside.resolve(ModelCard.ENCODER), aside.resolve(ModelCard.DECODER));
                card = card(name, stated, found, images, source, aside);
            }
            new TorchModel(aside.resolve(ModelCard.ENCODER), aside.resolve(ModelCard.DECODER), card).close();
            CardFile.write(aside.resolve(ModelFolder.CARD), card);
            if (Files.exists(folder)) {
                remove(replaced);
                WholeFile.rename(folder, replaced);
            }
            WholeFile.rename(aside, folder);
            report(folder, card, (System.nanoTime() - start) / 1e9);
        } finally {
            remove(aside);
            remove(copies);
            remove(replaced);
        }
        return data == null ? 0 : encode(name);
    }

    private Stated stated(Kind itsKind) {
        boolean sized = height != null || width != null;
        if (sized && (height == null || width == null)) {
            throw Failure.badInput("", "--height and --width together", "one of them");
        }
        for (Integer number : Arrays.asList(channels, height, width, latentDim)) {
            if (number != null && number < 1) {
                throw Failure.badInput("", "positive numbers for sizes", number);
            }
        }
        Family family = likelihood == null ? null : CardFile.named(Family.class, "--likelihood", likelihood);
        if (sigma != null) {
            new Likelihood(family == null ? Family.BERNOULLI : family, List.of(sigma), null);
        }
        if (output != null && !OUTPUTS.contains(output)) {
            throw Failure.badInput("--output", "one of " + String.join(", ", OUTPUTS), output);
        }
        return new Stated(
                channels,
                height,
                width,
                latentDim,
                scale == null ? null : Scale.named(scale),
                layout == null ? null : Layout.named(layout),
                output,
                spread == null ? null : Spread.named(spread),
                family,
                sigma,
                itsKind == Kind.AE);
    }

    private static String idOf(Path file) {
        String name = file.toAbsolutePath().normalize().getFileName().toString();
        String base = Files.isDirectory(file) ? name : name.replaceFirst("\\.[a-zA-Z0-9]+$", "");
        return base.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    private ModelCard card(
            String name, Kind itsKind, Importer.Found found, ImportImages images, ImportSource source, Path aside)
            throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (String file : FILES) {
            hashes.put(file, Sha256.of(aside.resolve(file)));
        }
        return new ModelCard(
                name,
                title == null ? name : title,
                description,
                itsKind,
                new Input(
                        found.shape().channels(),
                        found.shape().height(),
                        found.shape().width(),
                        invert || (images != null && images.isBrightFigure()),
                        images == null ? DataFit.UNKNOWN : images.fit()),
                new Latent(found.dim()),
                found.hasVariances() ? PosteriorFamily.DIAGONAL : PosteriorFamily.POINT,
                PriorCard.STANDARD,
                found.likelihood(),
                found.logits() ? Output.LOGITS : Output.MEAN,
                List.of(),
                hashes,
                null,
                new Provenance(
                        null,
                        null,
                        null,
                        null,
                        null,
                        new ImportRecord(source.names(), found.images(), found.decisions())),
                null);
    }

    private void report(Path folder, ModelCard card, double seconds) {
        print(
                "Imported %s in %.1f s: images of %s, %d latent dimensions, %s posterior, %s likelihood.",
                folder,
                seconds,
                card.input().shape(),
                card.latent().dim(),
                CardFile.word(card.posterior()),
                CardFile.word(card.likelihood().family()));
        ImportRecord record = card.provenance().imported();
        for (ImportRecord.Decision decision : record.decisions()) {
            print("  %s: %s", decision.what(), decision.chosen());
            if (decision.second() != null) {
                print(
                        "    %.2f ± %.2f nats an image better than %s",
                        decision.nats(), decision.error(), decision.second());
            }
        }
        if (!record.proven()) {
            print(
                    "This is unproven: nothing was measured. 'import --data IMAGES --replace' proves it by images like those"
                            + " it was trained on, and makes its map.");
        }
    }

    /** The images that proved the model become its map. */
    private int encode(String name) {
        List<String> arguments = new ArrayList<>(List.of(name, data, "--models", models.toString()));
        if (!DataSets.isKnown(data)) {
            arguments.addAll(List.of("--part", "all", "--limit", String.valueOf(MOST_ROWS)));
        }
        return new CommandLine(new EncodeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    throw e;
                })
                .execute(arguments.toArray(String[]::new));
    }

    private static void remove(Path folder) throws IOException {
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
