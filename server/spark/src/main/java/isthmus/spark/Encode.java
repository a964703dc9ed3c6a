package isthmus.spark;

import static org.apache.spark.sql.functions.col;

import isthmus.Failure;
import isthmus.data.ImageSource;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Encodes a corpus of any size and writes the codes as Parquet. The driver of a Spark application; one thread. */
@Command(
        name = "isthmus.spark.Encode",
        mixinStandardHelpOptions = true,
        description = "Encodes a corpus of images on Spark and writes their codes as Parquet.")
public final class Encode implements Callable<Integer> {
    private static final int REASONS = 3; // shown

    @Mixin
    private CorpusOptions options;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "URI",
            description = "Folder of the Parquet that is written.")
    private String out;

    public static void main(String[] arguments) {
        exit(run(new Encode(), arguments));
    }

    /** Runs a job; a Failure is a sentence on the error stream, and 1. */
    static int run(Callable<Integer> job, String[] arguments) {
        return new CommandLine(job)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    if (!(e instanceof Failure)) {
                        throw e;
                    }
                    line.getErr().println(e.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    /** Ends the process where something failed; otherwise whoever started it may have more to do. */
    static void exit(int code) {
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        try (SparkSession spark = options.session("encode")) {
            CorpusOptions.Job job = options.open(spark, 0);
            if (job.files().exists(out)) {
                throw Failure.badInput(out, "a place where nothing is yet", "a file or a folder");
            }
            print("Encoding %s by %s.", job.corpus().line(), job.folder().id());
            spark.createDataFrame(
                            job.corpus()
                                    .rows()
                                    .mapPartitions(new BlockEncoder(job.encoding()))
                                    .map(EncodedSchema::row),
                            EncodedSchema.of(job.corpus()))
                    .write()
                    .parquet(out);
            job.files().write(out, ImageSource.FILE, job.source().text());
            report(spark.read().parquet(out), (System.nanoTime() - start) / 1e9);
        }
        return 0;
    }

    /** Counted in what was written: a task that ran twice was written once. */
    private void report(Dataset<Row> written, double seconds) {
        Dataset<Row> failed = written.where(col("error").isNotNull());
        long all = written.count();
        long errors = failed.count();
        print(
                "Wrote %s: %,d images in %.1f s, %,.0f a second%s.",
                out,
                all,
                seconds,
                all / seconds,
                errors == 0 ? "" : String.format(Locale.ROOT, "; %,d of them could not be encoded", errors));
        List<Row> some = failed.select("error").limit(REASONS).collectAsList();
        some.forEach(row -> print("Left out: %s", row.getString(0)));
    }

    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
