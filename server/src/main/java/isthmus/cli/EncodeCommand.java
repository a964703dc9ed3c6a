package isthmus.cli;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.data.OwnData;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    @Option(
            names = "--part",
            description = "train, test or all; by default test, and with --spark all of what is not known by name.")
    private DataPart part;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Only N images: the first of the part, or of all, where test images are known, those and others"
                            + " at equal distances.")
    private Integer limit;

    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description = "Runs on Apache Spark, within one process for 'local[*]', and writes the codes as Parquet.")
    private String spark;

    @Option(names = "--out", paramLabel = "URI", description = "... in this folder, which is not there yet.")
    private String out;

    @Override
    public Integer call() throws IOException {
        applyThreads();
        if (spark != null) {
            return SparkProcess.run("isthmus.spark.Encode", sparkArguments());
        }
        if (out != null) {
            throw Failure.badInput("--out", "--spark, for the codes are kept with the model otherwise", "none");
        }
        part = part == null ? DataPart.TEST : part;
        if (limit != null && limit < 1) {
            throw Failure.badInput("", "--limit of 1 or more", limit);
        }
        ModelFolder folder = folder();
        ModelCard card = folder.card();
        FitTarget target = target(card);
        // Read while the network is opened and warmed up, so that its time does not count as encoding.
        var reading = new FutureTask<>(() -> ReadImages.of(
                name, part, limit == null ? Integer.MAX_VALUE : limit, target, DataFolders.of(data, models)));
        Thread reader = new Thread(reading, "reading");
        reader.setDaemon(true);
        reader.start();
        try (Model network = TorchModel.withEqualBatches(folder);
                BareNetwork bare = BareNetwork.encoder(folder.encoder(), target.shape())) {
            ReadImages read;
            EvaluationImages images;
            Evaluator evaluator;
            EncodingSpeed speed;
            try (ProgressBar bar = new ProgressBar("encoding", -1)) {
                read = result(reading);
                images = images(read.set(), card.scoresDraws());
                bar.maxHint(images.count());
                speed = new EncodingSpeed(bare);
                evaluator = new Evaluator(network, images, seed, done -> {
                    speed.encoded(done);
                    bar.stepTo(done);
                });
            }
            read.skipped().forEach(skipped -> print("Left out: %s", skipped.sentence()));
            print("%s.", read.line());
            print(
                    "Encoded %,d images at %,.0f a second, %.2f of the %,.0f of the bare encoder in turn with it.",
                    images.count(),
                    speed.perSecond(),
                    speed.perSecond() / speed.barePerSecond(),
                    speed.barePerSecond());
            Atlas atlas;
            try (ProgressBar bar = new ProgressBar("reconstructing", images.count())) {
                atlas = evaluator.atlas(draws, bar::stepTo);
            }
            print(
                    "On average, in nats an image: kl %.4f, reconstruction %.4f by %d draws, seed %d.",
                    mean(atlas.kl()), mean(atlas.reconstruction()), draws, seed);
            write(folder, atlas, images.data(), read.fitting(), target.data());
        }
        return 0;
    }

    /** The same job as one of the Spark module is asked for it. */
    private List<String> sparkArguments() throws IOException {
        if (out == null || limit != null) {
            throw Failure.badInput("--spark", "--out and no --limit", out == null ? "no --out" : "--limit " + limit);
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--master",
                spark,
                "--out",
                out,
                "--model",
                folder().path().toString(),
                "--draws",
                Integer.toString(draws),
                "--seed",
                Long.toString(seed)));
        arguments.addAll(fittingArguments());
        if (!DataSets.isKnown(name)) {
            if (part != null && part != DataPart.ALL) {
                throw Failure.badInput("--part", "all, for a corpus is encoded whole", part);
            }
            arguments.addAll(List.of("--images", name));
            return arguments;
        }
        List<DataSets.ImageFile> files =
                DataSets.wholeFiles(name, part == null ? DataPart.TEST : part, DataFolders.of(data, models));
        arguments.addAll(List.of("--format", "idx", "--images", joined(files, DataSets.ImageFile::images)));
        if (files.stream().allMatch(file -> file.labels() != null)) {
            arguments.addAll(List.of("--labels", joined(files, DataSets.ImageFile::labels)));
        }
        return arguments;
    }

    private static String joined(List<DataSets.ImageFile> files, Function<DataSets.ImageFile, Path> which) {
        return files.stream().map(which).map(Path::toString).collect(Collectors.joining(","));
    }

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

    /**
     * Writes the atlas, where its images lie if they are a person's own, and then the card, which is read again because
     * encoding may take long. If the process dies between the
     * two, the model is refused for its atlas until it is encoded again.
     */
    private void write(ModelFolder encoded, Atlas atlas, DataSet set, Fitting fitting, DataFit fit) throws IOException {
        ModelFolder now = ModelFolder.readNetworks(encoded.path());
        now.checked(ModelCard.ENCODER);
        now.checked(ModelCard.DECODER);
        checkSameNetworks(encoded.path(), now.card(), encoded.card(), "used");
        Path path = now.path().resolve(ModelCard.ATLAS);
        AtlasFile.write(path, atlas);
        Map<String, String> files = new TreeMap<>(now.card().files());
        files.put(ModelCard.ATLAS, Sha256.of(path));
        Path place = now.path().resolve(OwnData.FILE);
        if (DataSets.isKnown(name)) {
            Files.deleteIfExists(place);
        } else {
            String where = Path.of(name).toAbsolutePath().normalize().toString();
            OwnData own = new OwnData(files.get(ModelCard.ATLAS), where, fitting, fitting == null ? null : fit);
            WholeFile.write(place, out -> out.write(own.text()));
        }
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
}
