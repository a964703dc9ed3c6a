package isthmus.cli;

import isthmus.data.DataFolders;
import isthmus.data.DataSets;
import isthmus.image.DataFit;
import isthmus.importing.ImportSource;
import isthmus.importing.ImportedModel;
import isthmus.importing.Importer;
import isthmus.importing.Stated;
import isthmus.model.CardFile;
import isthmus.model.ImportRecord;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Kind;
import isthmus.model.ModelCard.Likelihood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            description =
                    "Of the encoder's images: channels-first, channels-last, no-channels, flat, flat-channels-last,"
                            + " blue-first, blue-first-channels-last, width-first or flat-width-first.")
    private String layout;

    @Option(
            names = "--output",
            description =
                    "What the decoder gives: logits, a mean in [0, 1], signed ([-1, 1]), normalised (as the encoder takes"
                            + " images) or MEAN/DEVIATION.")
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
        Kind stated = kind == null ? Kind.VAE : CardFile.named(Kind.class, "--kind", kind);
        Stated known = stated(stated);
        var model = new ImportedModel(
                name, title == null ? name : title, description, stated, invert, DataFit.UNKNOWN, List.of());
        Path folder = model.folder(models, replace);
        Files.createDirectories(models);
        Path copies = models.resolve("." + name + ".copies"); // needed while the networks are tried
        ImportedModel.remove(copies);
        Files.createDirectory(copies);
        long start = System.nanoTime();
        try {
            ImportSource source = ImportSource.of(from, copies);
            source.remarks().forEach(remark -> print("%s", remark));
            try (Importer importer = new Importer(source, known, copies)) {
                ImportImages images = data == null
                        ? null
                        : ImportImages.read(data, DataFolders.of(null, models), invert, importer::shape);
                Importer.Found found = images != null
                        ? importer.prove(images.shape(), images.values())
                        : source.images(known)
                                .filter(own -> own.count() >= Importer.FEWEST)
                                .map(own -> importer.prove(own.shape(), own.values()))
                                .orElseGet(importer::unproven);
                ModelCard card = new ImportedModel(
                                name,
                                model.title(),
                                description,
                                stated,
                                invert || (images != null && images.isBrightFigure()),
                                images == null ? DataFit.UNKNOWN : images.fit(),
                                source.names())
                        .write(models, importer, found, replace);
                report(folder, card, (System.nanoTime() - start) / 1e9);
            }
        } finally {
            ImportedModel.remove(copies);
        }
        return data == null ? 0 : encode(name);
    }

    private Stated stated(Kind itsKind) {
        Stated known = Stated.of(
                channels, height, width, latentDim, scale, layout, output, spread, likelihood, sigma, itsKind);
        if (sigma != null) { // refused with what the likelihood is, before any work
            new Likelihood(known.family() == null ? Family.BERNOULLI : known.family(), List.of(sigma), null);
        }
        return known;
    }

    private static String idOf(Path file) {
        String name = file.toAbsolutePath().normalize().getFileName().toString();
        String base = Files.isDirectory(file) ? name : name.replaceFirst("\\.[a-zA-Z0-9]+$", "");
        return base.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
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
        if (card.latent().shape() != null) {
            print(
                    "  code: %s, taken flat, in distances, paths and planes too",
                    card.latent().shape());
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
}
