package isthmus.cli;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.data.ImageFolder;
import isthmus.evaluate.EvaluationImages;
import isthmus.evaluate.Evaluator;
import isthmus.image.DataFit;
import isthmus.image.FitMeasurement;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.inference.Model;
import isthmus.inference.torch.BareNetwork;
import isthmus.inference.torch.TorchModel;
import isthmus.model.CardFile;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Encodes a data set or a folder of pictures and writes the codes as the model's atlas. One thread, and one that reads. */
@Command(
        name = "encode",
        description = "Encodes a data set or a folder of pictures, and keeps the codes as the model's atlas.")
public final class EncodeCommand extends DataCommand {
    @Parameters(
            index = "1",
            paramLabel = "DATA",
            description = "mnist, fashion-mnist, frey, dsprites, emoji, or the path of an idx file or of a folder of"
                    + " PNG, JPEG, WebP, GIF and BMP pictures, whose subfolders are labels.")
    private String name;

    @Option(names = "--part", defaultValue = "test", description = "train, test or all; by default ${DEFAULT-VALUE}.")
    private DataPart part;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Only N images: the first of the part, or of all, where test images are known, those and others"
                            + " at equal distances.")
    private Integer limit;

    @Option(names = "--frame", defaultValue = "auto", description = "Pictures of a folder: auto, figure, crop or pad.")
    private Fitting.Framing frame;

    @Option(
            names = "--background",
            defaultValue = "auto",
            description = "... behind transparent and added parts: auto, clear, border, white, grey or black.")
    private Fitting.Background background;

    @Option(names = "--invert", defaultValue = "auto", description = "... exchange bright and dark: auto, yes or no.")
    private Fitting.Invert invert;

    @Override
    public Integer call() throws IOException {
        applyThreads();
        if (limit != null && limit < 1) {
            throw Failure.badInput("", "--limit of 1 or more", limit);
        }
        ModelFolder folder = folder();
        ModelCard card = folder.card();
        Fitting fitting = new Fitting(frame, Fitting.Centre.AUTO, background, invert);
        // A data set is prepared already, unless somebody says that its figures are to be looked for.
        FitTarget target = frame == Fitting.Framing.FIGURE
                ? card.input().target(fitting)
                : new FitTarget(card.input().shape(), card.input().invert(), DataFit.UNKNOWN, fitting);
        // Read while the network is opened and warmed up, so that its time does not count as encoding.
        var reading = new FutureTask<>(() -> read(target, card.likelihood().onDraws()));
        Thread reader = new Thread(reading, "reading");
        reader.setDaemon(true);
        reader.start();
        try (Model network = new TorchModel(folder);
                BareNetwork bare = BareNetwork.encoder(folder.encoder(), target.shape())) {
            ReadImages read;
            Evaluator evaluator;
            EncodingSpeed speed;
            try (ProgressBar bar = new ProgressBar("encoding", -1)) {
                read = result(reading);
                bar.maxHint(read.images().count());
                speed = new EncodingSpeed(bare);
                evaluator = new Evaluator(network, read.images(), seed, done -> {
                    speed.encoded(done);
                    bar.stepTo(done);
                });
            }
            read.skipped().forEach(skipped -> print("Left out: %s", skipped.sentence()));
            print("%s", read.line());
            print(
                    "Encoded %,d images at %,.0f a second, %.2f of the %,.0f of the bare encoder in turn with it.",
                    read.images().count(),
                    speed.perSecond(),
                    speed.perSecond() / speed.barePerSecond(),
                    speed.barePerSecond());
            Atlas atlas;
            try (ProgressBar bar =
                    new ProgressBar("reconstructing", read.images().count())) {
                atlas = evaluator.atlas(draws, bar::stepTo);
            }
            print(
                    "On average, in nats an image: kl %.4f, reconstruction %.4f by %d draws, seed %d.",
                    mean(atlas.kl()), mean(atlas.reconstruction()), draws, seed);
            write(folder, atlas, read.images().data());
        }
        return 0;
    }

    /**
     * The images read.
     *
     * @param line that reports them
     */
    private record ReadImages(EvaluationImages images, List<ImageFolder.Skipped> skipped, String line) {}

    private static <T> T result(FutureTask<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException("the reading failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.busy("", "to read the data", "that the thread was interrupted")
                    .causedBy(e);
        }
    }

    /** The model's folder, whose atlas may be missing or broken: it is about to be written. */
    private ModelFolder folder() throws IOException {
        Path path = models.resolve(model);
        if (!ModelCard.isId(model) || !Files.isDirectory(path)) {
            return Catalogue.read(models).model(model);
        }
        return ModelFolder.readNetworks(path);
    }

    private ReadImages read(FitTarget target, boolean binarised) {
        long start = System.nanoTime();
        var pictures = DataSets.folder(name);
        if (pictures.isEmpty()) {
            DataSet set = DataSets.load(name, part, DataFolders.of(data, models));
            return new ReadImages(
                    images(set, binarised),
                    List.of(),
                    text("Read %,d images in %.2f s while the model was opened.", set.count(), since(start)));
        }
        ImageFolder read;
        int most = limit == null ? Integer.MAX_VALUE : limit;
        try (ProgressBar bar = new ProgressBar("reading", -1)) {
            read = ImageFolder.read(pictures.get(), part, most, target, (done, all) -> {
                bar.maxHint(all);
                bar.step();
            });
        }
        return new ReadImages(
                images(read.data(), binarised),
                read.skipped(),
                text(
                        "Read %,d pictures in %.2f s while the model was opened, %,d corrupt;"
                                + " frame %s, background %s, invert %s.",
                        read.data().count(),
                        since(start),
                        read.skipped().size(),
                        word(read.fitting().frame()),
                        word(read.fitting().background()),
                        word(read.fitting().invert())));
    }

    private EvaluationImages images(DataSet set, boolean binarised) {
        DataSet some = limit == null || limit >= set.count() ? set : limited(set, part, limit);
        return new EvaluationImages(some, some.count(), binarised, seed);
    }

    /** The first images; but of a whole data set whose test images are known, all of those, and others at equal distances. */
    static DataSet limited(DataSet set, DataPart part, int limit) {
        boolean[] test = DataSets.testRows(set.name(), part.toString(), set.index());
        int[] tests = IntStream.range(0, set.count()).filter(row -> test[row]).toArray();
        int[] others = IntStream.range(0, set.count()).filter(row -> !test[row]).toArray();
        if (part != DataPart.ALL || tests.length > limit) {
            return set.rows(IntStream.range(0, limit).toArray(), 0, limit);
        }
        int rest = limit - tests.length;
        IntStream spaced = IntStream.range(0, rest).map(i -> others[(int) ((long) i * others.length / rest)]);
        int[] rows = IntStream.concat(Arrays.stream(tests), spaced).sorted().toArray();
        return set.rows(rows, 0, limit);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /**
     * Writes the atlas and then the card, which is read again because encoding may take long. If the process dies between the
     * two, the model is refused for its atlas until it is encoded again.
     */
    private void write(ModelFolder encoded, Atlas atlas, DataSet set) throws IOException {
        ModelFolder now = ModelFolder.readNetworks(encoded.path());
        now.checked(ModelCard.ENCODER);
        now.checked(ModelCard.DECODER);
        checkSameNetworks(encoded.path(), now.card(), encoded.card(), "used");
        Path path = now.path().resolve(ModelCard.ATLAS);
        AtlasFile.write(path, atlas);
        Map<String, String> files = new TreeMap<>(now.card().files());
        files.put(ModelCard.ATLAS, Sha256.of(path));
        var described = new ModelCard.Atlas(set.name(), part.toString(), atlas.count(), DataSets.factorNames(set));
        ModelCard card = now.card().withAtlas(described, set.labelNames(), files);
        if (card.input().fit().equals(DataFit.UNKNOWN)) {
            card = card.withFit(FitMeasurement.of(set.shape(), set.pixels()));
        }
        CardFile.write(now.path().resolve(ModelFolder.CARD), card);
        print("Wrote %s, %,d KiB.", path, (Files.size(path) + 1023) / 1024);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
