package isthmus.train;

import isthmus.Failure;
import isthmus.data.DataSet;
import isthmus.history.History;
import isthmus.history.HistoryFile;
import isthmus.history.Snapshot;
import isthmus.latent.Noise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The history of a training while it goes on, and its file beside the checkpoint, from which a resumed training has what
 * went before. One thread.
 */
final class HistoryRecorder {
    private static final String FILE = "history.npz";

    private final HistoryPlan plan;
    private final DataSet images;
    private final Path file;
    private History history;
    private boolean isWritten; // whether the file holds that

    /**
     * @param data whose first images are looked at
     * @param folder of the checkpoint
     */
    HistoryRecorder(HistoryPlan plan, Recipe recipe, DataSet data, Path folder) {
        this.plan = plan;
        file = folder.resolve(FILE);
        int[] rows = IntStream.range(0, plan.images()).toArray();
        images = data.rows(rows, 0, rows.length);
        history = new History(
                recipe.latent(),
                data.shape(),
                images.index(),
                images.labels() == null ? new byte[rows.length] : images.labels(),
                noise(recipe).normals(plan.draws() * recipe.latent()),
                List.of());
    }

    /** Behind the codes that are decoded; its second stream is behind the draws of q(z|x). */
    static Noise noise(Recipe recipe) {
        return Noise.named(recipe.seed(), "history");
    }

    /** The images that are looked at. */
    DataSet images() {
        return images;
    }

    boolean variances() {
        return plan.variances();
    }

    /** The codes that are decoded. */
    float[] codes() {
        return history.codes();
    }

    History history() {
        return history;
    }

    /** Takes what a training recorded that is gone on with after so many steps; of one that begins nothing. */
    void resume(long step) {
        if (step > 0 && Files.exists(file)) {
            history = history.with(HistoryFile.read(file).until(step).snapshots());
        }
    }

    /** Takes a snapshot after so many steps, where one is due that was not taken. */
    void at(long step, Supplier<Snapshot> look) {
        List<Snapshot> taken = history.snapshots();
        boolean isNew = taken.isEmpty() || taken.get(taken.size() - 1).step() < step;
        if (plan.steps().contains(step) && isNew) {
            List<Snapshot> all = new ArrayList<>(taken);
            all.add(look.get());
            history = history.with(all);
            isWritten = false;
        }
    }

    /** Writes what a checkpoint needs beside it, and whoever comes to watch later. */
    void write() {
        if (isWritten) {
            return;
        }
        try {
            HistoryFile.write(file, history, false);
            isWritten = true;
        } catch (IOException e) {
            throw Failure.modelFailed(file.toString(), "a file that can be written", e)
                    .causedBy(e);
        }
    }
}
