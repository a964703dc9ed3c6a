package isthmus.paper;

import isthmus.Failure;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.train.Recipe;
import isthmus.train.TrainedModel;
import isthmus.train.TrainingMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Trains what a figure asks for. Where time runs out it stops after an epoch and leaves a checkpoint, from which the next
 * call goes on. On the training thread.
 *
 * @param folder of this run alone
 * @param outOfTime asked after each epoch
 */
record RunTraining(FigureRun run, String text, Path folder, int threads, BooleanSupplier outOfTime) {
    private static final class OutOfTime extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Nothing where time ran out. */
    Optional<FinishedRun> train(ImageSource images) {
        Recipe recipe = recipe();
        DataSet chosen = chosen(recipe, images.part(run.data(), DataPart.TRAIN));
        Progress progress = new Progress(recipe.epochs());
        try {
            TrainedModel model = TrainingMethod.of(recipe, text, chosen, folder, threads)
                    .train(Files.exists(folder.resolve("checkpoint.bin")), progress);
            return Optional.of(
                    new FinishedRun(run, model, progress.bound, progress.heldOut, progress.allSeconds(), folder));
        } catch (OutOfTime e) {
            return Optional.empty();
        }
    }

    /** As it is written into the folder, which loses what another recipe left there. */
    private Recipe recipe() {
        Path file = folder.resolve("recipe.json");
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                Files.deleteIfExists(folder.resolve("checkpoint.bin"));
                Files.writeString(file, text);
            }
        } catch (IOException e) {
            throw Failure.badInput(folder.toString(), "a folder that can be written", e)
                    .causedBy(e);
        }
        return Recipe.read(file);
    }

    /** The first so many images, and the last ones, which the recipe holds out. */
    private DataSet chosen(Recipe recipe, DataSet all) {
        int heldOut = recipe.validation().count();
        if (run.images() + heldOut > all.count()) {
            throw Failure.badInput(
                    run.id(), "%d and %d images of %s".formatted(run.images(), heldOut, all.name()), all.count());
        }
        int[] rows = IntStream.concat(
                        IntStream.range(0, run.images()), IntStream.range(all.count() - heldOut, all.count()))
                .toArray();
        return all.rows(rows, 0, rows.length);
    }

    private final class Progress implements TrainingMethod.Listener {
        private final int epochs;
        private int seen;
        private double seconds;
        private double bound;
        private double heldOut;

        private Progress(int epochs) {
            this.epochs = epochs;
        }

        @Override
        public void step(int epoch, int step, int steps, double reconstruction, double kl) {}

        @Override
        public void epoch(int epoch, double took, double reconstruction, double kl, double heldOutBound, int best) {
            seen++;
            seconds += took;
            bound = reconstruction - kl;
            heldOut = heldOutBound;
            if (epoch + 1 < epochs && outOfTime.getAsBoolean()) {
                throw new OutOfTime();
            }
        }

        /** Of epochs before an interruption the time is that of the others. */
        private double allSeconds() {
            return seconds / seen * epochs;
        }
    }
}
