package isthmus.inference;

import isthmus.Failure;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.Prior;
import isthmus.model.ModelCard;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A model that any thread may use. One thread opens it, runs it and closes it; the others put jobs into a bounded queue,
 * and are refused as BUSY when it is full. Jobs that do the same run as one batch. Calls that wait for the answer are in
 * the interactive lane.
 */
public final class Engine implements AutoCloseable {
    /** Rows of the largest batch that jobs are joined to; a larger job runs alone. */
    public static final int ROWS = 256;

    private final OpenedModel model;
    private final JobQueue queue;
    private final ModelThread thread;

    /** Cancels a job whose place a newer one takes: some thousand a second, so without a stack trace. */
    private static final class Replaced extends CancellationException {
        Replaced() {
            super("a newer job took its place");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /**
     * Begins to open a model on a thread of its own, where it stays. What is chained to the answer runs on that thread.
     *
     * @param name of the thread
     * @param opener called on that thread; the answer fails with what it throws, as a Failure
     * @param observer told of each batch on that thread; quick, and the model dies of what it throws
     */
    public static CompletableFuture<Engine> start(
            String name, Supplier<? extends Model> opener, QueueLimits limits, Consumer<BatchRun> observer) {
        JobQueue queue = new JobQueue(limits, ROWS);
        ModelThread thread = new ModelThread(name, opener, queue, observer);
        return thread.start().thenApply(model -> new Engine(model, queue, thread));
    }

    private Engine(OpenedModel model, JobQueue queue, ModelThread thread) {
        this.model = model;
        this.queue = queue;
        this.thread = thread;
    }

    /** Completed once the model is closed; with a Failure that says why, where it died. */
    public CompletableFuture<Void> ended() {
        return thread.ended().copy();
    }

    public ModelCard card() {
        return model.card();
    }

    public Prior prior() {
        return model.prior();
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
     * Decodes without waiting, at a place: a newer hover replaces the queued one, which is cancelled, and keeps its queue
     * position.
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

    /** Scores images under codes of their own without waiting; as {@link #encode(float[], int, Lane)}. */
    public CompletableFuture<float[]> logLikelihood(float[] codes, int perImage, float[] images, int count, Lane lane) {
        return submit(new Operation.ScoreImages(perImage), List.of(codes, images), count, lane, new Object());
    }

    /** Scores one observation without waiting; as {@link #encode(float[], int, Lane)}. */
    public CompletableFuture<float[]> logLikelihood(float[] codes, int count, Observation seen, Lane lane) {
        return submit(new Operation.ScoreSeen(checked(seen)), List.of(codes), count, lane, new Object());
    }

    /** Tells without waiting whether there are gradients; as {@link #encode(float[], int, Lane)}. */
    public CompletableFuture<Boolean> hasGradients(Lane lane) {
        return submit(new Operation.HasGradients(), List.of(), 1, lane, new Object());
    }

    /** Scores one observation with gradients without waiting; as {@link #encode(float[], int, Lane)}. */
    public CompletableFuture<ScoresAndGradients> scoresAndGradients(
            float[] codes, int count, Observation seen, Lane lane) {
        return submit(new Operation.ScoreWithGradients(checked(seen)), List.of(codes), count, lane, new Object());
    }

    private Observation checked(Observation seen) {
        Batch.check("images", seen.values(), 1, card().input().shape().size());
        return seen;
    }

    /** The same model to whoever waits for its answers in a lane; closing it leaves this one open. */
    public Model in(Lane lane) {
        return new InLane(lane);
    }

    private final class InLane implements Model {
        private final Lane lane;

        InLane(Lane lane) {
            this.lane = lane;
        }

        @Override
        public ModelCard card() {
            return model.card();
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
        public boolean hasGradients() {
            return await(Engine.this.hasGradients(lane));
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
        List<Operation.Input> expected = operation.inputs(card());
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
            before.answer().completeExceptionally(new Replaced());
        }
        CompletableFuture<Object> unused = job.answer().handle((answer, error) -> {
            if (error instanceof CancellationException && !(error instanceof Replaced)) {
                queue.remove(job);
            }
            return null; // an error passed on would be wrapped in another, with a stack trace of its own
        });
        return job.answer();
    }

    private <T> T await(CompletableFuture<T> answer) {
        if (thread.isCurrent()) {
            throw new IllegalStateException("the model's own thread would wait for itself");
        }
        return join(answer);
    }

    /** Waits for an answer, or throws the Failure with which it fails. */
    static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Begins to close: the batch that runs is finished, jobs that wait fail as BUSY; {@link #ended} tells when it is done. */
    void shutdown() {
        queue.close(Failure.busy("", "an open model", "that it is closing"));
    }

    /** Finishes the batch that runs, fails the jobs that wait, and returns when the model is closed. */
    @Override
    public void close() {
        shutdown();
        if (!thread.isCurrent()) {
            thread.ended().exceptionally(death -> null).join();
        }
    }
}
