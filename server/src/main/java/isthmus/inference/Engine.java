package isthmus.inference;

import isthmus.Failure;
import isthmus.model.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A model that any thread may use. One worker thread opens it, runs it and closes it; the others put jobs into a bounded
 * queue, and are refused as BUSY when it is full. Jobs that do the same run as one batch.
 */
public final class Engine implements Vae {
    /** Jobs that may wait for one model. */
    public static final int QUEUE = 256;

    /** Rows of the largest batch that jobs are joined to; a larger job runs alone. */
    public static final int ROWS = 256;

    private final JobQueue queue;
    private final ModelCard card;
    private final Thread worker;

    /**
     * Opens a model on a thread of its own, and returns when it is ready; throws what the opener throws.
     *
     * @param name of the thread
     * @param opener called on that thread, on which the model stays
     */
    public static Engine open(String name, Supplier<? extends Vae> opener) {
        return open(name, opener, QUEUE);
    }

    static Engine open(String name, Supplier<? extends Vae> opener, int capacity) {
        return new Engine(name, opener, new JobQueue(capacity, ROWS));
    }

    private Engine(String name, Supplier<? extends Vae> opener, JobQueue queue) {
        this.queue = queue;
        CompletableFuture<ModelCard> opened = new CompletableFuture<>();
        worker = new Thread(() -> work(opener, opened, queue), "model " + name);
        worker.setDaemon(true);
        worker.start();
        card = await(opened);
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public Codes encode(float[] images, int count) {
        return await(encodeLater(images, count));
    }

    @Override
    public float[] decode(float[] codes, int count) {
        return await(decodeLater(codes, count));
    }

    @Override
    public float[] logLikelihood(float[] codes, float[] images, int count) {
        return await(submit(Operation.SCORE, List.of(codes, images), count));
    }

    /**
     * Encodes without waiting. What is chained to the answer runs on the model's thread unless it is chained as async.
     * Cancelling takes the job back as long as it waits. Nobody writes into the array before the answer is there.
     */
    public CompletableFuture<Codes> encodeLater(float[] images, int count) {
        return submit(Operation.ENCODE, List.of(images), count);
    }

    /** Decodes without waiting; as {@link #encodeLater}. */
    public CompletableFuture<float[]> decodeLater(float[] codes, int count) {
        return submit(Operation.DECODE, List.of(codes), count);
    }

    private <T> CompletableFuture<T> submit(Operation<T> operation, List<float[]> inputs, int count) {
        List<Operation.Input> expected = operation.inputs(card);
        for (int i = 0; i < inputs.size(); i++) {
            Batch.check(
                    expected.get(i).name(),
                    inputs.get(i),
                    count,
                    expected.get(i).width());
        }
        Job<T> job = new Job<>(operation, inputs, count);
        queue.add(job);
        return job.answer();
    }

    private <T> T await(CompletableFuture<T> answer) {
        if (Thread.currentThread() == worker) {
            throw new IllegalStateException("the model's own thread would wait for itself");
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** The worker's life. */
    private static void work(Supplier<? extends Vae> opener, CompletableFuture<ModelCard> opened, JobQueue queue) {
        try (Vae vae = opener.get()) {
            opened.complete(vae.card());
            for (List<Job<?>> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                run(vae, batch);
            }
        } catch (Throwable e) {
            // Whoever opens is told; where the model was open already, nobody must wait for a thread that is gone.
            if (!opened.completeExceptionally(failure(e))) {
                queue.close().forEach(job -> job.answer().completeExceptionally(failure(e)));
            }
        }
    }

    /** Runs a batch as one; where that fails, one by one, so that a job fails for its own fault alone. */
    private static void run(Vae vae, List<Job<?>> batch) {
        List<Job<?>> wanted = new ArrayList<>(batch);
        wanted.removeIf(job -> job.answer().isDone());
        if (wanted.size() > 1) {
            try {
                runJoined(vae, wanted);
                return;
            } catch (Throwable e) {
                // Each of them says below what is wrong with it.
                wanted.removeIf(job -> job.answer().isDone());
            }
        }
        for (Job<?> job : wanted) {
            try {
                job.run(vae);
            } catch (Throwable e) {
                job.answer().completeExceptionally(failure(e));
            }
        }
    }

    @SuppressWarnings("unchecked") // the queue joins jobs of one operation only, which all have its type of answer
    private static <T> void runJoined(Vae vae, List<Job<?>> jobs) {
        List<Job<T>> same = new ArrayList<>();
        jobs.forEach(job -> same.add((Job<T>) job));
        Job.runJoined(vae, same);
    }

    private static Failure failure(Throwable e) {
        return e instanceof Failure failure
                ? failure
                : new Failure(Failure.Kind.MODEL_FAILED, "expected the model to run, found: " + e, e);
    }

    /** Finishes the batch that runs, fails the jobs that wait, and returns when the model is closed. */
    @Override
    public void close() {
        queue.close().forEach(job -> job.answer().completeExceptionally(JobQueue.closing()));
        boolean interrupted = false;
        while (worker.isAlive() && Thread.currentThread() != worker) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
