package isthmus.cli;

import isthmus.Failure;
import isthmus.bench.Bench;
import isthmus.bench.Benchmark;
import isthmus.bench.Scale;
import isthmus.bench.Threshold;
import isthmus.inference.torch.TorchRuntime;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a server under load and holds the figures to thresholds. One thread. */
@Command(
        name = "bench",
        description = "Measures a server of its own under load, held against the bare network on the same machine.")
public final class BenchCommand extends ModelsCommand {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "digits",
            description = "Id of the model: ${DEFAULT-VALUE}.")
    private String model;

    @Option(
            names = "--web",
            paramLabel = "DIR",
            defaultValue = INSTALLED + "web",
            description = "Folder with the page.")
    private Path web;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds of each round of a benchmark: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--quick", description = "Runs everything for a moment only; the figures mean nothing.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "BENCHMARK",
            split = ",",
            description = "Runs only some of ${COMPLETION-CANDIDATES}, separated by commas.")
    private Set<Benchmark> benchmarks = EnumSet.allOf(Benchmark.class);

    @Option(
            names = "--threshold",
            paramLabel = "THRESHOLD=N",
            description = "Sets one of ${COMPLETION-CANDIDATES}; may be repeated.")
    private Map<Threshold, Double> thresholds = new EnumMap<>(Threshold.class);

    @Override
    public Integer call() {
        if (!(seconds > 0 && seconds <= 600)) {
            throw Failure.badInput("--seconds", "a number above 0 and up to 600", seconds);
        }
        TorchRuntime.serve(null); // so that the bare network runs as in the server
        PrintWriter out = out();
        ThresholdTable table = new ThresholdTable(out, thresholds);
        List<String> failures = new ArrayList<>();
        try (Bench bench = Bench.open(models, web, model, quick ? Scale.quick() : Scale.whole(seconds))) {
            out.printf(
                    "%s on %d processors, shared by the server (a process of its own), its clients and the bare network"
                            + " (both in this process); compute threads: %s.%n%n",
                    model, Runtime.getRuntime().availableProcessors(), System.getProperty(TorchRuntime.THREADS));
            table.head();
            bench.measure(benchmarks, table::row, failure -> {
                failures.add(failure);
                out.println(failure);
                out.flush();
            });
        }
        out.flush();
        return table.allMet() && failures.isEmpty() ? 0 : 1;
    }
}
