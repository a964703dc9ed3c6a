package isthmus.live;

import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.wire.AnswerFrame;
import isthmus.wire.Printable;
import isthmus.wire.Request;
import isthmus.wire.TextFrames;
import isthmus.wire.TextFrames.End;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A request that runs. Whatever happens to it, from whichever thread, it ends once: by its last frame, by an ending or by
 * an error. The outbox's monitor guards the state.
 */
final class ActiveRequest {

    private enum State {
        RUNS,
        /** The last frame is made, but may wait in the outbox. */
        ANSWERED,
        OVER
    }

    private final Request request;
    private final LiveSession session;
    private final SendQueue outbox;
    private final Slot slot;
    private final List<CompletableFuture<?>> jobs = new ArrayList<>(2);
    private State state = State.RUNS;
    private long promised; // bytes
    private long number; // on its lane; set before anything is computed
    private volatile Object placedOn; // the engine in whose queue its job has the slot's place

    /** One lane of a session; also the place of its jobs in a model's queue. Its monitor guards the newest. */
    static final class Slot {
        private ActiveRequest newest;
        private long count; // of requests that came
        private long answered; // the number of the newest that was answered; the outbox's monitor guards it
    }

    /**
     * @param slot of its lane, or null
     */
    ActiveRequest(Request request, LiveSession session, SendQueue outbox, Slot slot) {
        this.request = request;
        this.session = session;
        this.outbox = outbox;
        this.slot = slot;
    }

    Request request() {
        return request;
    }

    /** Makes it the newest of its lane; gives the one before, or null. */
    ActiveRequest takeLane() {
        if (slot == null) {
            return null;
        }
        synchronized (slot) {
            ActiveRequest before = slot.newest;
            slot.newest = this;
            number = ++slot.count;
            return before;
        }
    }

    /**
     * Makes room for a newer request of its lane. Where both are single batches of one model, the model's queue has
     * done so: the newer has taken the place of this one, unless this one is being computed; then it is answered.
     */
    void giveWay(ActiveRequest newer) {
        synchronized (outbox) {
            boolean computed = state == State.RUNS && placedOn != null && placedOn == newer.placedOn;
            if (computed || (state == State.ANSWERED && !outbox.holdsLastOf(this))) {
                return;
            }
        }
        drop(End.REPLACED);
    }

    /** Whether anybody still waits for the answer. */
    boolean isWanted() {
        synchronized (outbox) {
            return state == State.RUNS;
        }
    }

    ClientAddress client() {
        return session.client();
    }

    /** Runs the action when the session has room for a frame with arrays of so many bytes. */
    void whenRoom(long bytes, Runnable action) {
        outbox.whenRoom(this, bytes, () -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                fail(e);
            }
        });
    }

    /** Called by the outbox, under its monitor. */
    void promise(long bytes) {
        promised += bytes;
    }

    /** Called by the outbox, under its monitor; gives what there was to release. */
    long release(long bytes) {
        long released = Math.min(bytes, promised);
        promised -= released;
        return released;
    }

    /** Starts a job that is cancelled when the request is. */
    <T> CompletableFuture<T> track(CompletableFuture<T> job) {
        boolean wanted;
        synchronized (outbox) {
            wanted = state == State.RUNS;
            if (wanted && !job.isDone()) {
                jobs.add(job);
            }
        }
        if (!wanted) {
            job.cancel(false);
        } else if (!job.isDone()) {
            CompletableFuture<T> unused = job.whenComplete((value, error) -> {
                synchronized (outbox) {
                    jobs.removeIf(other -> other == job);
                }
            });
        }
        return job;
    }

    /**
     * Starts the one job of which the answer is made, at the lane's place in the model's queue.
     *
     * @param job is given the place
     */
    <T> CompletableFuture<T> place(Object engine, Function<Object, CompletableFuture<T>> job) {
        if (slot == null) {
            return track(job.apply(new Object()));
        }
        synchronized (slot) {
            if (slot.newest != this) {
                return CompletableFuture.failedFuture(new CancellationException());
            }
            placedOn = engine;
            return track(job.apply(slot));
        }
    }

    /** Sends a frame for which so many bytes were promised. */
    void send(AnswerFrame frame, boolean last, long released) {
        if (last && slot != null && isOvertaken()) {
            drop(End.REPLACED);
            return;
        }
        synchronized (outbox) {
            if (state != State.RUNS) {
                return;
            }
            state = last ? State.ANSWERED : state;
            outbox.put(this, frame.bytes(), last, last ? Long.MAX_VALUE : released);
        }
        if (last) {
            session.over(this); // before the client can know, who may use the id again at once
        }
        outbox.pump();
    }

    /** Whether a newer request of the lane was answered already, by another thread; then nobody wants this answer. */
    private boolean isOvertaken() {
        synchronized (outbox) {
            boolean overtaken = slot.answered > number;
            slot.answered = Math.max(slot.answered, number);
            return overtaken;
        }
    }

    void done() {
        end(State.RUNS, TextFrames.end(request.id(), End.DONE));
    }

    /** Ends it from outside. */
    void drop(End how) {
        end(State.ANSWERED, TextFrames.end(request.id(), how));
    }

    void fail(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof CancellationException) {
            // The model's queue gave its place to a newer request; one that was cancelled has ended already.
            end(State.RUNS, TextFrames.end(request.id(), End.REPLACED));
        } else if (end(State.RUNS, TextFrames.error(request.id(), failure(cause)))) {
            ClientLog.failed(
                    session.client(), request.op() + " " + Printable.shown(String.valueOf(request.model())), cause);
        }
    }

    /** What a client is told of anything that was thrown. */
    static Failure failure(Throwable error) {
        return error instanceof Failure failure
                ? failure
                : new Failure(
                        Kind.MODEL_FAILED, "expected an answer, found a defect of the server, which is in its log");
    }

    /** Ends it if it has not got beyond a state; tells whether it did. */
    private boolean end(State from, String text) {
        List<CompletableFuture<?>> running;
        synchronized (outbox) {
            if (state.compareTo(from) > 0 || (state == State.ANSWERED && !outbox.holdsLastOf(this))) {
                return false;
            }
            state = State.OVER;
            running = new ArrayList<>(jobs);
            jobs.clear();
            outbox.forget(this);
            outbox.put(text);
        }
        session.over(this);
        outbox.pump();
        running.forEach(job -> job.cancel(false));
        return true;
    }

    /** Whoever asked is gone: nothing is sent any more. */
    void abandon() {
        List<CompletableFuture<?>> running;
        synchronized (outbox) {
            state = State.OVER;
            running = new ArrayList<>(jobs);
            jobs.clear();
        }
        running.forEach(job -> job.cancel(false));
    }
}
