package isthmus.spark;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import isthmus.Failure;
import isthmus.estimate.ActiveUnits;
import isthmus.estimate.MeanEstimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a model on a corpus of any size. The driver of a Spark application; one thread. */
@Command(
        name = "isthmus.spark.Evaluate",
        mixinStandardHelpOptions = true,
        description =
                "Measures a model on a corpus on Spark: the bound on log p(x), its parts, and active units. Errors are"
                        + " those of independent images.")
public final class Evaluate implements Callable<Integer> {
    @Mixin
    private CorpusOptions options;

    @Option(
            names = "--importance",
            paramLabel = "K",
            defaultValue = "0",
            description = "Measures the importance-weighted bound of K draws too.")
    private int importance;

    @Option(names = "--out", paramLabel = "FILE", description = "Writes the figures as JSON, on the driver.")
    private Path out;

    public static void main(String[] arguments) {
        Encode.exit(Encode.run(new Evaluate(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        try (SparkSession spark = options.session("evaluate")) {
            CorpusOptions.Job job = options.open(spark, importance);
            int dim = job.folder().card().latent().dim();
            Measurement all = job.corpus()
                    .rows()
                    .mapPartitions(new BlockEncoder(job.encoding()))
                    .mapPartitions(Measurement.ofPartition(dim))
                    .treeReduce(Measurement::add);
            Measurement.Figures figures =
                    all.figures(job.folder().id(), job.folder().version(), job.encoding());
            if (figures.images() == 0) {
                throw Failure.badInput(job.corpus().line(), "images that can be encoded", figures.reasons());
            }
            print(figures);
            if (out != null) {
                byte[] json = new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
                        .writeValueAsBytes(figures);
                Files.write(out, json);
            }
        }
        return 0;
    }

    private static void print(Measurement.Figures figures) {
        Encode.print(
                "%s on %,d images, %,d left out, seed %d, %d draws an image; nats an image",
                figures.model(), figures.images(), figures.failed(), figures.seed(), figures.draws());
        figures.reasons().forEach(reason -> Encode.print("Left out: %s", reason));
        line("bound", figures.elbo());
        line("reconstruction", figures.reconstruction());
        line("kl", figures.kl());
        if (figures.importance() != null) {
            line(
                    "log p(x) ≥, k = " + figures.importance().samples(),
                    figures.importance().logLikelihood());
        }
        Encode.print(
                "active units      %d of %d%s",
                figures.activeUnits(),
                figures.meanVariances().length,
                new ActiveUnits(figures.meanVariances()).margin());
    }

    private static void line(String name, MeanEstimate figure) {
        if (figure != null) {
            Encode.print("%-17s %.4f ± %.4f", name, figure.mean(), figure.error());
        }
    }
}
