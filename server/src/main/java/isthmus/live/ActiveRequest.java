package isthmus.live;

import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.live.SendQueue.Reservation;
import isthmus.wire.AnswerFrame;
import isthmus.wire.Printable;
import isthmus.wire.Request;
import isthmus.wire.TextFrames;
import isthmus.wire.TextFrames.End;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A request that is being answered. Whatever happens to it, it ends once: with its last frame, an ending or an error. Any
 * thread; the send queue's monitor guards the state.
 */
final class ActiveRequest {

    private enum State {
        RUNS,
        /** The last frame is queued, and may not be sent yet. */
        ANSWERED,
        OVER
    }

    private final Request request;
    private final LiveSession session;
    private final SendQueue sendQueue;
    private final Slot slot;
    private final List<CompletableFuture<?>> jobs = new ArrayList<>(2);
    private State state = State.RUNS;
    private long number; // on its lane; set before anything is computed
    private LeasedModel model; // null until it is lent, and when the request is over
    private volatile Object placedOn; // the model in whose queue its job has the lane's place

    /** One lane of a session; also the place of its jobs in a model's queue. Its monitor guards the newest. */
    static final class Slot {
        private ActiveRequest newest;
        private long count; // requests so far
        private long answered; // the number of the newest that was answered; guarded by the send queue's monitor
    }

    /**
     * @param slot of its lane, or null
     */
    ActiveRequest(Request request, LiveSession session, SendQueue sendQueue, Slot slot) {
        this.request = request;
        this.session = session;
        this.sendQueue = sendQueue;
        this.slot = slot;
    }

    Request request() {
        return request;
    }

    /** Who shares a fair part of the queues with others. */
    Object client() {
        return session;
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
     * Makes room for a newer request of its lane. Where both are single jobs of one model, the model's queue has done so
     * already, unless this one is being computed; then it is answered.
     */
    void giveWay(ActiveRequest newer) {
        synchronized (sendQueue) {
            boolean computed = state == State.RUNS && placedOn != null && placedOn == newer.placedOn;
            if (computed || (state == State.ANSWERED && !sendQueue.holdsLastOf(this))) {
                return;
            }
        }
        drop(End.REPLACED);
    }

    /** Whether anybody still waits for the answer. */
    boolean isWanted() {
        synchronized (sendQueue) {
            return state == State.RUNS;
        }
    }

    ClientAddress address() {
        return session.address();
    }

    /** Keeps a model open until the request ends. */
    void keep(LeasedModel lent) {
        synchronized (sendQueue) {
            if (state == State.RUNS) {
                model = lent;
                return;
            }
        }
        lent.close();
    }

    private void giveBack() {
        LeasedModel lent;
        synchronized (sendQueue) {
            lent = model;
            model = null;
        }
        if (lent != null) {
            lent.close();
        }
    }

    /** Runs the action when the session has room for so many bytes, which stay reserved until the request ends. */
    void whenRoom(long bytes, Runnable action) {
        reserve(bytes, reservation -> action.run());
    }

    /** Runs the action when the session has room for so many bytes, which are the action's to give back. */
    void reserve(long bytes, Consumer<Reservation> action) {
        sendQueue.whenRoom(this, bytes, reservation -> {
            try {
                action.accept(reservation);
            } catch (Throwable e) {
                fail(e);
            }
        });
    }

    /** Cancels a job when the request ends before it. */
    <T> CompletableFuture<T> track(CompletableFuture<T> job) {
        boolean wanted;
        synchronized (sendQueue) {
            wanted = state == State.RUNS;
            if (wanted && !job.isDone()) {
                jobs.add(job);
            }
        }
        if (!wanted) {
            job.cancel(false);
        } else if (!job.isDone()) {
            CompletableFuture<Object> unused = job.handle((value, error) -> {
                synchronized (sendQueue) {
                    jobs.removeIf(other -> other == job);
                }
                return null;
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

    /** Sends a frame for whose bytes there was room. */
    void send(AnswerFrame frame, boolean last) {
        if (last && slot != null && isOvertaken()) {
            drop(End.REPLACED);
            return;
        }
        synchronized (sendQueue) {
            if (state != State.RUNS) {
                return;
            }
            state = last ? State.ANSWERED : state;
            sendQueue.put(this, frame.bytes(), last);
        }
        if (last) {
            session.ended(this); // before the client has the frame and may use the id again
            giveBack();
        }
        sendQueue.pump();
    }

    /** Whether another thread has already answered a newer request of the lane; then nobody wants this answer. */
    private boolean isOvertaken() {
        synchronized (sendQueue) {
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
        Throwable cause = Failure.unwrapped(error);
        if (cause instanceof CancellationException) {
            // A newer request took its place in the model's queue; one that was cancelled has ended already.
            end(State.RUNS, TextFrames.end(request.id(), End.REPLACED));
        } else if (end(State.RUNS, TextFrames.error(request.id(), failure(cause)))) {
            ClientLog.failed(
                    session.address(), request.op() + " " + Printable.shown(String.valueOf(request.model())), cause);
        }
    }

    /** What a client is told of anything that was thrown. */
    static Failure failure(Throwable error) {
        if (error instanceof Failure failure) {
            return failure;
        }
        return error instanceof OutOfMemoryError
                ? Failure.busy("", "memory for this request", "none free").causedBy(error)
                : Failure.modelFailed("", "an answer", "a defect of the server, which is in its log")
                        .causedBy(error);
    }

    /** Ends it if it has not got beyond a state; tells whether it did. */
    private boolean end(State from, String text) {
        List<CompletableFuture<?>> unfinished;
        synchronized (sendQueue) {
            if (state.compareTo(from) > 0 || (state == State.ANSWERED && !sendQueue.holdsLastOf(this))) {
                return false;
            }
            state = State.OVER;
            unfinished = new ArrayList<>(jobs);
            jobs.clear();
            sendQueue.forget(this);
            sendQueue.put(text);
        }
        session.ended(this);
        sendQueue.pump();
        unfinished.forEach(job -> job.cancel(false));
        giveBack();
        return true;
    }

    /** Ends it without a word: the client is gone. */
    void abandon() {
        List<CompletableFuture<?>> unfinished;
        synchronized (sendQueue) {
            state = State.OVER;
            unfinished = new ArrayList<>(jobs);
            jobs.clear();
        }
        unfinished.forEach(job -> job.cancel(false));
        giveBack();
    }
}
