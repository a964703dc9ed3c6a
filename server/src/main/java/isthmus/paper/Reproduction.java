package isthmus.paper;

import isthmus.Failure;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Redoes the figures of a paper, a training after the other, the shortest first, and keeps each result when it is there. What
 * is there already is passed over. One thread.
 *
 * @param wanted which of the trainings
 * @param seeds numbered from 1
 * @param longest training, in images evaluated
 * @param folder for trainings at work and interrupted ones
 * @param outOfTime asked after each epoch of a training
 * @param log takes a line for each training
 */
public record Reproduction(
        List<Experiment> experiments,
        Predicate<FigureRun> wanted,
        int seeds,
        long longest,
        ResultFile results,
        Path folder,
        int threads,
        BooleanSupplier outOfTime,
        Consumer<String> log) {
    /** Images evaluated by trainings of a curve: each point is a training of its own, whose rate falls to 0 at its end. */
    private static final List<Long> LENGTHS =
            List.of(100_000L, 300_000L, 1_000_000L, 3_000_000L, 10_000_000L, 30_000_000L, 100_000_000L);

    public Reproduction {
        experiments = List.copyOf(experiments);
    }

    /** By the word that the command takes, what is redone of a paper. */
    public static Map<String, List<Experiment>> papers() {
        Map<String, List<Experiment>> papers = new LinkedHashMap<>();
        papers.put("aevb", List.of(LowerBoundCurves.published(), MarginalLikelihoods.published()));
        papers.put("iwae", List.of(ImportanceWeightedBounds.published()));
        return papers;
    }

    private record Planned(Experiment experiment, FigureRun run) {}

    /** Goes on until all is done, or time is out; gives how many trainings are left. */
    public int run(ImageSource images) {
        Set<String> missing = new HashSet<>();
        int left = 0;
        for (Planned one : planned()) {
            left += results.has(one.run, one.experiment.splits()) || done(one, images, missing) ? 0 : 1;
        }
        deleteIfEmpty();
        return left;
    }

    private List<Planned> planned() {
        List<Planned> all = new ArrayList<>();
        for (long samples : lengths()) {
            for (long seed = 1; seed <= seeds; seed++) {
                for (Experiment experiment : experiments) {
                    experiment.runs(seed, samples).stream()
                            .filter(wanted)
                            .forEach(run -> all.add(new Planned(experiment, run)));
                }
            }
        }
        return all;
    }

    /** The lengths of trainings up to the longest, which may be below the first. */
    private List<Long> lengths() {
        List<Long> all = LENGTHS.stream().filter(one -> one <= longest).toList();
        return all.isEmpty() ? List.of(longest) : all;
    }

    private boolean done(Planned planned, ImageSource images, Set<String> missing) {
        FigureRun run = planned.run;
        if (outOfTime.getAsBoolean() || missing.contains(run.data())) {
            return false;
        }
        Path own = folder.resolve(run.id());
        try {
            Optional<FinishedRun> finished =
                    new RunTraining(run, planned.experiment.recipe(run), own, threads, outOfTime).train(images);
            if (finished.isEmpty()) {
                log.accept(run.id() + ": interrupted, and goes on from its checkpoint the next time");
                return false;
            }
            List<ResultRow> rows = planned.experiment.measure(finished.get(), images);
            results.add(rows);
            rows.forEach(row -> log.accept(String.format(
                    Locale.ROOT, "%s: %s %.2f, %.0f s", run.id(), row.split(), row.value(), row.seconds())));
        } catch (Failure e) {
            if (e.kind() != Failure.Kind.NOT_FOUND) {
                throw e.at(run.id());
            }
            missing.add(run.data());
            log.accept("Passed over what needs %s: %s".formatted(run.data(), e.getMessage()));
            return false;
        }
        delete(own);
        return true;
    }

    private void deleteIfEmpty() {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // An interrupted training goes on from there.
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static Failure unwritable(Path folder, IOException e) {
        return Failure.badInput(folder.toString(), "a folder that can be written", e)
                .causedBy(e);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }
}
