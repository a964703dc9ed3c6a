package isthmus.spark;

import isthmus.Failure;
import isthmus.inference.Engine;
import isthmus.inference.Lane;
import isthmus.inference.Model;
import isthmus.inference.QueueLimits;
import isthmus.inference.torch.TorchModel;
import isthmus.inference.torch.TorchRuntime;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A model in one executor: unpacked once, opened once for each task that runs at the same time, and lent to tasks until the
 * process ends. Each network computes with one thread, for with several its sums come in an order that depends on their
 * number. Any thread.
 */
final class ExecutorModel {
    private static final Map<String, ExecutorModel> MODELS = new HashMap<>();

    private final ModelFolder folder;
    private final Deque<Engine> idle = new ArrayDeque<>();

    private ExecutorModel(ModelFolder folder) {
        this.folder = folder;
    }

    /** Unpacks the model where this process has not yet. */
    static ExecutorModel of(ModelArchive archive) {
        synchronized (MODELS) {
            ExecutorModel model = MODELS.get(archive.key());
            if (model == null) {
                System.setProperty(TorchRuntime.THREADS, "1");
                try {
                    model = new ExecutorModel(archive.unpacked());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                MODELS.put(archive.key(), model);
            }
            return model;
        }
    }

    /** Lends the model for some work that waits for its answers. */
    <T> T lend(Function<Model, T> work) {
        Engine engine = borrowed();
        try {
            return work.apply(engine.in(Lane.BULK));
        } finally {
            synchronized (idle) {
                idle.push(engine);
            }
        }
    }

    private Engine borrowed() {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        try {
            return Engine.start(
                            folder.id(), () -> TorchModel.withEqualBatches(folder), QueueLimits.DEFAULT, batch -> {})
                    .join();
        } catch (CompletionException e) {
            if (Failure.unwrapped(e) instanceof Failure failure) {
                throw failure;
            }
            throw e;
        }
    }
}
