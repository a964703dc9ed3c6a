package isthmus.inference;

import isthmus.Failure;
import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A model that any thread may use. One worker thread opens it, runs it and closes it; the others put jobs into a bounded
 * queue, and are refused as BUSY when it is full. Jobs that do the same run as one batch. Calls that wait for the answer
 * are in the interactive lane.
 */
public final class Engine implements AutoCloseable {
    /** Jobs that may wait in each lane of one model, where nothing else is said. */
    public static final int QUEUE = 1024;

    /** Rows of the largest batch that jobs are joined to; a larger job runs alone. */
    public static final int ROWS = 256;

    private final JobQueue queue;
    private final ModelCard card;
    private final Capabilities capabilities;
    private final Thread worker;

    /**
     * Opens a model on a thread of its own, and returns when it is ready; throws what the opener throws.
     *
     * @param name of the thread
     * @param opener called on that thread, on which the model stays
     */
    public static Engine open(String name, Supplier<? extends Model> opener) {
        return open(name, opener, QUEUE);
    }

    static Engine open(String name, Supplier<? extends Model> opener, int capacity) {
        return open(name, opener, capacity, ran -> {});
    }

    /**
     * As {@link #open(String, Supplier)}.
     *
     * @param capacity jobs that may wait in each lane
     * @param observer told of each batch on the model's thread; it is quick and throws nothing
     */
    public static Engine open(
            String name, Supplier<? extends Model> opener, int capacity, Consumer<BatchRun> observer) {
        return new Engine(name, opener, new JobQueue(capacity, ROWS), observer);
    }

    private Engine(String name, Supplier<? extends Model> opener, JobQueue queue, Consumer<BatchRun> observer) {
        this.queue = queue;
        CompletableFuture<Capabilities> opened = new CompletableFuture<>();
        worker = new Thread(() -> work(opener, opened, queue, observer), "model " + name);
        worker.setDaemon(true);
        worker.start();
        capabilities = await(opened);
        card = capabilities.card();
    }

    public ModelCard card() {
        return card;
    }

    /**
     * Encodes without waiting. What is chained to the answer runs on the model's thread unless it is chained as async.
     * Cancelling takes the job back as long as it waits, and gives its room to others. Nobody writes into the array
     * before the answer is there.
     */
    public CompletableFuture<PosteriorBatch> encode(float[] images, int count, Lane lane) {
        return submit(new Operation.Encode(), List.of(images), count, lane, new Object());
    }

    /** Decodes without waiting; as {@link #encode(float[], int, Lane)}. */
    public CompletableFuture<float[]> decode(float[] codes, int count, Lane lane) {
        return decode(codes, count, lane, new Object());
    }

    /**
     * Decodes without waiting, at a place: where a job of the lane waits at the same place, this one takes over its
     * position and the other is cancelled. So a hand that moves on neither waits behind its own past nor loses its turn.
     *
     * @param place compared by equals
     */
    public CompletableFuture<float[]> decode(float[] codes, int count, Lane lane, Object place) {
        return submit(new Operation.Decode(true), List.of(codes), count, lane, place);
    }

    /**
     * Decodes without waiting, as a batch that no other job joins; as {@link #encode(float[], int, Lane)}. The same codes
     * give the same bytes each time: a network's sums come in another order in a batch of another size.
     */
    public CompletableFuture<float[]> decodeAlone(float[] codes, int count, Lane lane) {
        return submit(new Operation.Decode(false), List.of(codes), count, lane, new Object());
    }

    /** Decodes into bytes without waiting, at a place; as {@link #decode(float[], int, Lane, Object)}. */
    public CompletableFuture<byte[]> decodeBytes(float[] codes, int count, Lane lane, Object place) {
        return submit(new Operation.DecodeBytes(), List.of(codes), count, lane, place);
    }

    /** Scores images under codes of their own without waiting; as {@link Scorer} and {@link #encode(float[], int, Lane)}. */
    public CompletableFuture<float[]> logLikelihood(float[] codes, int perImage, float[] images, int count, Lane lane) {
        return submit(new Operation.ScoreImages(perImage), List.of(codes, images), count, lane, new Object());
    }

    /** Scores one observation without waiting; as {@link #encode(float[], int, Lane)}. */
    public CompletableFuture<float[]> logLikelihood(float[] codes, int count, Observation seen, Lane lane) {
        return submit(new Operation.ScoreSeen(checked(seen)), List.of(codes), count, lane, new Object());
    }

    /** Scores one observation with gradients without waiting; as {@link #encode(float[], int, Lane)}. */
    public CompletableFuture<ScoresAndGradients> scoresAndGradients(
            float[] codes, int count, Observation seen, Lane lane) {
        return submit(new Operation.ScoreWithGradients(checked(seen)), List.of(codes), count, lane, new Object());
    }

    /** What the opened model can do, for those who ask on other threads. */
    private record Capabilities(ModelCard card, boolean encoder, boolean scorer, boolean gradients) {
        static Capabilities of(Model model) {
            return new Capabilities(
                    model.card(),
                    model.encoder().isPresent(),
                    model.scorer().isPresent(),
                    model.gradients().isPresent());
        }
    }

    private Observation checked(Observation seen) {
        Batch.check("images", seen.values(), 1, card.input().shape().size());
        return seen;
    }

    /** The same model to whoever waits for its answers in a lane; closing it leaves this one open. */
    public Model in(Lane lane) {
        return new InLane(lane);
    }

    private final class InLane implements Model, Decoder, Encoder, Scorer, Gradients {
        private final Lane lane;

        InLane(Lane lane) {
            this.lane = lane;
        }

        @Override
        public ModelCard card() {
            return card;
        }

        @Override
        public Decoder decoder() {
            return this;
        }

        @Override
        public Optional<Encoder> encoder() {
            return capabilities.encoder() ? Optional.of(this) : Optional.empty();
        }

        @Override
        public Optional<Scorer> scorer() {
            return capabilities.scorer() ? Optional.of(this) : Optional.empty();
        }

        @Override
        public Optional<Gradients> gradients() {
            return capabilities.gradients() ? Optional.of(this) : Optional.empty();
        }

        @Override
        public PosteriorBatch encode(float[] images, int count) {
            return await(Engine.this.encode(images, count, lane));
        }

        @Override
        public float[] decode(float[] codes, int count) {
            return await(Engine.this.decode(codes, count, lane));
        }

        @Override
        public float[] logLikelihood(float[] codes, int perImage, float[] images, int count) {
            return await(Engine.this.logLikelihood(codes, perImage, images, count, lane));
        }

        @Override
        public float[] logLikelihood(float[] codes, int count, Observation seen) {
            return await(Engine.this.logLikelihood(codes, count, seen, lane));
        }

        @Override
        public ScoresAndGradients scoresAndGradients(float[] codes, int count, Observation seen) {
            return await(Engine.this.scoresAndGradients(codes, count, seen, lane));
        }

        @Override
        public void close() {}
    }

    /** How many jobs wait. */
    public int waiting() {
        return queue.size();
    }

    private <T> CompletableFuture<T> submit(
            Operation<T> operation, List<float[]> inputs, int count, Lane lane, Object place) {
        List<Operation.Input> expected = operation.inputs(card);
        for (int i = 0; i < inputs.size(); i++) {
            Batch.check(
                    expected.get(i).name(),
                    inputs.get(i),
                    count,
                    expected.get(i).width());
        }
        Job<T> job = new Job<>(operation, inputs, count, lane, place);
        Job<?> before = queue.add(job);
        if (before != null) {
            before.answer().cancel(false);
        }
        CompletableFuture<T> unused = job.answer().whenComplete((answer, error) -> {
            if (job.answer().isCancelled()) {
                queue.remove(job);
            }
        });
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
    private static void work(
            Supplier<? extends Model> opener,
            CompletableFuture<Capabilities> opened,
            JobQueue queue,
            Consumer<BatchRun> observer) {
        try (Model model = opener.get()) {
            opened.complete(Capabilities.of(model));
            for (List<Job<?>> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                long start = System.nanoTime();
                run(model, batch);
                observer.accept(BatchRun.of(batch, System.nanoTime() - start));
            }
        } catch (Throwable e) {
            // Whoever opens is told; where the model was open already, nobody must wait for a thread that is gone.
            if (!opened.completeExceptionally(failure(e))) {
                queue.close().forEach(job -> job.answer().completeExceptionally(failure(e)));
            }
        }
    }

    /** Runs a batch as one; where that fails, one by one, so that a job fails for its own fault alone. */
    private static void run(Model model, List<Job<?>> batch) {
        List<Job<?>> wanted = new ArrayList<>(batch);
        wanted.removeIf(job -> job.answer().isDone());
        if (wanted.size() > 1) {
            try {
                runJoined(model, wanted);
                return;
            } catch (Throwable e) {
                // Each of them says below what is wrong with it.
                wanted.removeIf(job -> job.answer().isDone());
            }
        }
        for (Job<?> job : wanted) {
            try {
                job.run(model);
            } catch (Throwable e) {
                job.answer().completeExceptionally(failure(e));
            }
        }
    }

    @SuppressWarnings("unchecked") // the queue joins jobs of one operation only, which all have its type of answer
    private static <T> void runJoined(Model model, List<Job<?>> jobs) {
        List<Job<T>> same = new ArrayList<>();
        jobs.forEach(job -> same.add((Job<T>) job));
        Job.runJoined(model, same);
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
