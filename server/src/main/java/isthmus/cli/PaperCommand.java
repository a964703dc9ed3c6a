package isthmus.cli;

import isthmus.Failure;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.inference.torch.TorchRuntime;
import isthmus.paper.Experiment;
import isthmus.paper.FigureRun;
import isthmus.paper.Reproduction;
import isthmus.paper.ResultFile;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Redoes the figures of a paper, as far as time goes, and keeps what comes out as CSV. One thread. */
@Command(
        name = "paper",
        description = "Redoes the figures of a paper; what is done is kept and passed over the next time.")
public final class PaperCommand extends ModelsCommand {
    @Parameters(
            paramLabel = "PAPER",
            description = "aevb: figures 2 and 3 of Kingma and Welling (2013); iwae: the rows with one layer of"
                    + " table 1 of Burda, Grosse and Salakhutdinov (2015).")
    private String paper;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where known data sets are looked for first; 'data list' says which there are.")
    private Path data;

    @Option(names = "--only", paramLabel = "FIGURE", description = "figure2, figure3 or table1.")
    private String figure;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            split = ",",
            description = "Only these methods: aevb, wake-sleep, mcem; vae-1, vae-5, iwae-5, vae-50, iwae-50.")
    private List<String> methods;

    @Option(
            names = "--latent",
            paramLabel = "N",
            split = ",",
            description = "Only codes of these dimensions, such as 3,10.")
    private List<Integer> latents;

    @Option(
            names = "--images",
            paramLabel = "N",
            split = ",",
            description = "Only these numbers of training images, such as 1000.")
    private List<Integer> images;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trainings of each point: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Training images evaluated by the longest trainings: ${DEFAULT-VALUE}."
                    + " The papers went to some 100000000 and 200000000.")
    private long samples;

    @Option(
            names = "--budget",
            paramLabel = "MINUTES",
            description = "Stops after this time, at the end of an epoch; the same command goes on from there.")
    private Double budget;

    @Option(names = "--threads", defaultValue = "0", description = "Compute threads; 0, the default, for one a core.")
    private int threads;

    @Override
    public Integer call() {
        List<Experiment> experiments = experiments();
        check();
        if (threads > 0) {
            System.setProperty(TorchRuntime.THREADS, String.valueOf(threads));
        }
        long start = System.nanoTime();
        ResultFile results = new ResultFile(models.resolve("paper-" + paper + ".csv"));
        int left = new Reproduction(
                        experiments,
                        this::wants,
                        seeds,
                        samples,
                        results,
                        models.resolve(".paper-" + paper),
                        threads,
                        () -> budget != null && (System.nanoTime() - start) / 60e9 >= budget,
                        line -> print("%s", line))
                .run(this::part);
        print(
                "%d trainings are left of those asked for. %s has %d rows.",
                left, results.path(), results.rows().size());
        return 0;
    }

    private List<Experiment> experiments() {
        Map<String, List<Experiment>> papers = Reproduction.papers();
        List<Experiment> found = papers.get(paper);
        if (found == null) {
            throw Failure.notFound("", "the paper " + String.join(" or ", papers.keySet()), paper);
        }
        List<String> figures = found.stream().map(Experiment::figure).toList();
        if (figure != null && !figures.contains(figure)) {
            throw Failure.badInput("", "--only " + String.join(" or ", figures), figure);
        }
        return found;
    }

    private void check() {
        if (seeds < 1 || samples < 1 || threads < 0) {
            throw Failure.badInput(
                    "",
                    "--seeds and --samples of 1 or more and --threads of 0 or more",
                    "%d, %d and %d".formatted(seeds, samples, threads));
        }
        if (budget != null && !(budget > 0)) {
            throw Failure.badInput("", "--budget of more than 0 minutes", budget);
        }
    }

    private boolean wants(FigureRun run) {
        return (figure == null || run.figure().equals(figure))
                && (methods == null || methods.contains(run.method()))
                && (latents == null || latents.contains(run.latent()))
                && (images == null || images.contains(run.images()));
    }

    private final Map<String, Map<DataPart, DataSet>> parts = new HashMap<>(); // by data set

    private DataSet part(String name, DataPart part) {
        return parts.computeIfAbsent(name, key -> new EnumMap<>(DataPart.class))
                .computeIfAbsent(part, key -> DataSets.known(name, key, DataFolders.of(data, models)));
    }
}
