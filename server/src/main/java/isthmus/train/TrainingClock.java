package isthmus.train;

import isthmus.Failure;
import isthmus.WholeFile;
import isthmus.model.TrainingTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Takes the time of a training. What each epoch had taken is kept beside the checkpoint, so that a training that is resumed
 * tells of its whole time, without what was computed after the last checkpoint and lost. The training's thread.
 */
public final class TrainingClock {
    private final Path file;
    private final int threads;
    private final long start = System.nanoTime();
    private final Duration processorStart = processor();
    private final TrainingTime before;

    /**
     * Begins to take it.
     *
     * @param folder of the checkpoint
     * @param resume whether the time until the checkpoint is counted too
     * @param threads compute threads, 0 for one a core
     */
    public TrainingClock(Path folder, boolean resume, int threads) {
        file = folder.resolve("time");
        this.threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        before = resume ? read() : new TrainingTime(0, 0.0, this.threads);
    }

    /** The whole time by now. */
    public TrainingTime time() {
        return new TrainingTime(
                rounded(before.seconds() + (System.nanoTime() - start) / 1e9),
                rounded(before.processorSeconds()
                        + processor().minus(processorStart).toMillis() / 1e3),
                threads);
    }

    /** Keeps it, after a checkpoint; a method that makes no folder has none. */
    public void keep() {
        if (!Files.isDirectory(file.getParent())) {
            return;
        }
        TrainingTime now = time();
        String line = String.format(Locale.ROOT, "%s %s", now.seconds(), now.processorSeconds());
        try {
            WholeFile.write(file, out -> out.write(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw Failure.badInput(file.toString(), "a file that can be written", e)
                    .causedBy(e);
        }
    }

    private TrainingTime read() {
        try {
            String[] parts = Files.readString(file).split(" ");
            return new TrainingTime(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), threads);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw Failure.badInput(file.toString(), "how long the training has taken up to the checkpoint", e)
                    .causedBy(e);
        }
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }

    /** Of all threads of this process. */
    private static Duration processor() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
