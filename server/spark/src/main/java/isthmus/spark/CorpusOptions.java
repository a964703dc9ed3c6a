package isthmus.spark;

import isthmus.Failure;
import isthmus.data.DataSets;
import isthmus.data.ImageSource;
import isthmus.image.FitTarget;
import isthmus.image.Fitting;
import isthmus.image.Shape;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import picocli.CommandLine.Option;

/** What both jobs are asked: the model, the images, and how they are read. The driver's thread. */
final class CorpusOptions {
    /** How images are kept. */
    enum Format {
        AUTO,
        FOLDER,
        PARQUET,
        IDX
    }

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Folder of the model, on the driver.")
    private Path model;

    @Option(
            names = "--images",
            required = true,
            split = ",",
            paramLabel = "URI",
            description = "A folder of pictures, Parquet, or idx files, of which several after commas.")
    private List<String> images;

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "URI",
            description = "Idx files of labels, as many as there are of images; by default those beside them.")
    private List<String> labels = List.of();

    @Option(names = "--format", defaultValue = "auto", description = "auto, folder, parquet or idx.")
    private Format format;

    @Option(names = "--column", paramLabel = "NAME", description = "Parquet: the column of images.")
    private String column;

    @Option(names = "--label-column", paramLabel = "NAME", description = "Parquet: ... of labels.")
    private String labelColumn;

    @Option(names = "--name-column", paramLabel = "NAME", description = "Parquet: ... of names.")
    private String nameColumn;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "By default three for each core, and of Parquet what its files give.")
    private Integer partitions;

    @Option(names = "--draws", defaultValue = "8", description = "Posterior draws an image: ${DEFAULT-VALUE}.")
    int draws;

    @Option(names = "--seed", defaultValue = "1", description = "Of every random draw: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--frame", defaultValue = "auto", description = "Pictures: auto, figure, crop or pad.")
    private Fitting.Framing frame;

    @Option(
            names = "--background",
            defaultValue = "auto",
            description = "... behind transparent and added parts: auto, clear, border, white, grey or black.")
    private Fitting.Background background;

    @Option(
            names = "--invert",
            defaultValue = "auto",
            description =
                    "... exchange bright and dark: auto, yes or no. Auto is a vote in a folder, and no in Parquet.")
    private Fitting.Invert invert;

    @Option(names = "--master", paramLabel = "URL", description = "Where spark-submit does not say.")
    private String master;

    /** A corpus, where its images lie, and what is to be done with them. */
    record Job(
            SparkSession spark,
            HadoopFiles files,
            ModelFolder folder,
            Corpus corpus,
            ImageSource source,
            Encoding encoding) {}

    SparkSession session(String name) {
        SparkSession.Builder builder = SparkSession.builder().appName("isthmus " + name);
        if (master != null) {
            builder.master(master);
            if (master.startsWith("local")) {
                builder.config("spark.ui.enabled", "false")
                        .config("spark.driver.host", "127.0.0.1")
                        .config("spark.driver.bindAddress", "127.0.0.1");
            }
        }
        SparkSession spark = builder.getOrCreate();
        if (master != null) {
            spark.sparkContext().setLogLevel("WARN"); // spark-submit has a configuration for that
        }
        return spark;
    }

    /** @param importance draws of the importance-weighted bound; 0 for none */
    Job open(SparkSession spark, int importance) throws IOException {
        if (draws < 1 || importance < 0 || (partitions != null && partitions < 1)) {
            throw Failure.badInput(
                    "", "1 or more draws and partitions", "--draws %d --partitions %s".formatted(draws, partitions));
        }
        ModelFolder folder = ModelFolder.readNetworks(model);
        folder.checked(ModelCard.ENCODER);
        folder.checked(ModelCard.DECODER);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        HadoopFiles files = new HadoopFiles(new SerializableConfiguration(context.hadoopConfiguration()));
        ModelArchive archive = ModelArchive.of(folder, context);
        Shape shape = folder.card().input().shape();
        int parts = partitions == null ? 3 * context.defaultParallelism() : partitions;
        Fitting.Invert decided = invert == Fitting.Invert.AUTO ? Fitting.Invert.NO : invert;
        Corpus corpus;
        List<String> places = images.stream().map(files::qualified).toList();
        ImageSource from;
        switch (format(files)) {
            case FOLDER -> {
                FolderSource source = FolderSource.of(files, images.get(0));
                FitTarget target = Encoding.target(folder.card(), frame, background, invert);
                decided = source.vote(files, target);
                corpus = source.corpus(context, files, parts);
                from = ImageSource.folder(places.get(0), Encoding.target(folder.card(), frame, background, decided));
            }
            case PARQUET -> {
                ParquetSource source = ParquetSource.of(spark, images.get(0), column, labelColumn, nameColumn);
                corpus = source.corpus(partitions == null ? 0 : partitions, shape);
                from = ImageSource.parquet(
                        places, source.images(), Encoding.target(folder.card(), frame, background, decided));
            }
            default -> {
                from = ImageSource.idx(places);
                corpus = IdxSource.of(files, images, labels(files), shape).corpus(context, files, parts);
            }
        }
        return new Job(
                spark,
                files,
                folder,
                corpus,
                from,
                new Encoding(archive, draws, importance, seed, frame, background, decided));
    }

    private Format format(HadoopFiles files) {
        if (format != Format.AUTO) {
            return format;
        }
        FileStatus status = files.status(images.get(0));
        String name = images.get(0).toLowerCase(Locale.ROOT);
        if (!status.isDirectory()) {
            return name.endsWith(".parquet") ? Format.PARQUET : Format.IDX;
        }
        return files.within(images.get(0)).stream().anyMatch(one -> one.endsWith(".parquet"))
                ? Format.PARQUET
                : Format.FOLDER;
    }

    /** Of each idx file of images; null where there are none. */
    private List<String> labels(HadoopFiles files) {
        if (!labels.isEmpty()) {
            if (labels.size() != images.size()) {
                throw Failure.badInput("--labels", images.size() + " files, as of images", labels.size());
            }
            return labels;
        }
        List<String> beside = new ArrayList<>();
        for (String uri : images) {
            String found = DataSets.labelsBeside(uri);
            beside.add(!found.equals(uri) && files.exists(found) ? found : null);
        }
        return beside;
    }
}
