package isthmus.cli;

import isthmus.WholeFile;
import isthmus.history.History;
import isthmus.history.HistoryFile;
import isthmus.train.Recipe;
import isthmus.train.TrainedModel;
import isthmus.train.TrainingMethod;
import isthmus.train.jobs.TrainingReport;
import isthmus.train.jobs.Trainings;
import isthmus.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * A training that a server's page watches: shows the networks a few times a second, publishes versions of the model, and
 * takes orders from its input, at whose end it ends. The training's thread, and one that hears the orders.
 */
final class WatchedTraining implements TrainingMethod.Listener {
    private static final long SHOWN = 400_000_000L; // nanoseconds from one look to the next
    private static final long PUBLISHED = 10_000_000_000L; // from one version of the model to the next

    /** Ends a training that is to stop, with what it has reached. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient TrainedModel reached;

        Stopped(TrainedModel reached) {
            super("stopped", null, false, false);
            this.reached = reached;
        }
    }

    private final Recipe recipe;
    private final String text;
    private final Path folder;
    private final Path work;
    private final Path data;
    private final PrintStream out = System.out;
    private long shown;
    private long publishedAt;
    private int published;
    private long step;
    private long steps;
    private int epoch;
    private boolean paused; // as was shown last
    private long watched = -1; // step that was shown last

    // Guarded by this.
    private boolean isPaused;
    private boolean isStopped;
    private int allowed; // steps while it pauses

    WatchedTraining(Recipe recipe, String text, Path folder, Path work, Path data) {
        this.recipe = recipe;
        this.text = text;
        this.folder = folder;
        this.work = work;
        this.data = data;
    }

    /** Trains, writes the model and its map, and removes what only a resumed training needs. */
    void train(TrainingMethod method, boolean resume) throws IOException {
        Thread listening = new Thread(this::listen, "orders");
        listening.setDaemon(true);
        listening.start();
        TrainedModel trained;
        try {
            trained = method.train(resume, this);
        } catch (Stopped e) {
            trained = e.reached;
        }
        publish(trained);
        report("encoding");
        encode();
        for (String file : List.of("checkpoint.bin", "history.npz")) {
            Files.deleteIfExists(work.resolve(file));
        }
        published++;
        report("done");
    }

    /** What fails here leaves a model without a map, which the page says. */
    private void encode() {
        List<String> arguments = new ArrayList<>(List.of(
                recipe.id(), recipe.data(), "--models", folder.getParent().toString()));
        if (data != null) {
            arguments.addAll(List.of("--data", data.toString()));
        }
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        int unused = new CommandLine(new EncodeCommand())
                .setOut(nobody)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    System.err.println(e.getMessage());
                    return 1;
                })
                .execute(arguments.toArray(String[]::new));
    }

    private void listen() {
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                obey(order);
            }
        } catch (IOException e) {
            // as at its end
        }
        Runtime.getRuntime().halt(1); // whoever watched is gone; the last epoch's checkpoint is whole
    }

    private synchronized void obey(String order) {
        switch (order) {
            case "pause" -> isPaused = true;
            case "step" -> {
                isPaused = true;
                allowed = 1;
            }
            case "run" -> isPaused = false;
            case "stop" -> isStopped = true;
            default -> {} // of a newer server
        }
        notifyAll();
    }

    @Override
    public void step(int ofEpoch, int stepOfEpoch, int stepsPerEpoch, double reconstruction, double kl) {
        epoch = ofEpoch;
        steps = (long) stepsPerEpoch * recipe.allEpochs();
    }

    @Override
    public void epoch(int ofEpoch, double seconds, double reconstruction, double kl, double heldOutBound, int best) {}

    @Override
    public synchronized boolean isWatching(long now) {
        step = now;
        // The end of an epoch is the beginning of the next, at which nobody waits again.
        return now != watched && (isPaused || isStopped || System.nanoTime() - shown >= SHOWN || published == 0);
    }

    @Override
    public void watched(History seen, Supplier<TrainedModel> now) {
        try {
            HistoryFile.write(work.resolve(Trainings.LIVE), seen, false);
            boolean pauses = isPausing();
            boolean isDue = !paused && (pauses || System.nanoTime() - publishedAt >= PUBLISHED);
            if (isDue || published == 0) {
                publish(now.get());
            }
            paused = pauses;
            watched = step;
            report(pauses ? "paused" : "running");
            shown = System.nanoTime();
            if (await()) {
                throw new Stopped(now.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean isPausing() {
        return isPaused && allowed == 0 && !isStopped;
    }

    /** Waits while it is to pause; whether it is to stop. */
    private synchronized boolean await() {
        try {
            while (isPaused && allowed == 0 && !isStopped) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
        allowed = Math.max(0, allowed - 1);
        return isStopped;
    }

    /** The first time aside, for a folder appears at once and whole. */
    private void publish(TrainedModel model) throws IOException {
        boolean isNew = !Files.isDirectory(folder);
        Path target = isNew ? Files.createDirectories(work.resolve("model")) : folder;
        WholeFile.write(
                target.resolve(Trainings.RECIPE), stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
        model.write(target);
        if (isNew) {
            WholeFile.rename(target, folder);
        }
        publishedAt = System.nanoTime();
        published++;
    }

    private void report(String state) {
        TrainingReport report = new TrainingReport(state, step, steps, epoch + 1, recipe.allEpochs(), published);
        out.print(new String(Json.of(report), StandardCharsets.UTF_8));
        out.flush();
    }
}
