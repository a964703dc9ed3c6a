package isthmus.http;

import io.javalin.http.Context;
import isthmus.ByteBudget;
import isthmus.ByteBudget.Reservation;
import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Limit;
import isthmus.Limits;
import isthmus.inference.Engine;
import isthmus.inference.ModelStore;
import isthmus.model.ModelFolder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;

/**
 * HTTP answers that are being made: what they hold counts in a budget until they are sent, and the work for them stops
 * when their clients leave. Any thread.
 */
final class ActiveAnswers {
    private final ConnectionWatch watch;
    private final ByteBudget budget;

    ActiveAnswers(Limits limits, ConnectionWatch watch) {
        this.watch = watch;
        budget = new ByteBudget(
                "answers", limits.getLong(Limit.MAX_ANSWER_BYTES), limits.getLong(Limit.MAX_ANSWER_BYTES_PER_ADDRESS));
    }

    /**
     * Begins the answer to a request, or fails where there is no room for it.
     *
     * @param bytes that it takes while it is made and until it is sent, by estimate
     */
    ActiveAnswer begin(Context context, long bytes) {
        Reservation reservation = budget.reserve(Guard.client(context), bytes);
        ActiveAnswer answer = new ActiveAnswer(Guard.client(context), reservation);
        ConnectionWatch.Watch left = Guard.connection(context) instanceof WatchedEndPoint connection
                ? watch.when(connection::hasLeft, answer::abandon)
                : null;
        Request.addCompletionListener(Guard.request(context), failure -> {
            if (left != null) {
                watch.forget(left);
            }
            answer.abandon();
            reservation.close();
        });
        return answer;
    }

    /** One of them. Any thread. */
    static final class ActiveAnswer {
        private final ClientAddress client;
        private final Reservation reservation;
        private final Map<Object, Future<?>> jobs = new HashMap<>(); // guarded by itself
        private boolean over; // guarded by jobs

        private ActiveAnswer(ClientAddress client, Reservation reservation) {
            this.client = client;
            this.reservation = reservation;
        }

        /** Whose jobs take turns with those of others. */
        ClientAddress client() {
            return client;
        }

        /** Cancels a job when the client leaves, and at once where it has left. */
        <T> CompletableFuture<T> track(CompletableFuture<T> job) {
            Object key = new Object();
            boolean late;
            synchronized (jobs) {
                late = over;
                if (!late) {
                    jobs.put(key, job);
                }
            }
            if (late) {
                job.cancel(false);
                return job;
            }
            CompletableFuture<T> unused = job.whenComplete((value, error) -> {
                synchronized (jobs) {
                    jobs.remove(key);
                }
            });
            return job;
        }

        /**
         * Lends a model until what it is used for is done.
         *
         * @param folder of the version that the request was checked against
         */
        <T> CompletableFuture<T> with(
                ModelStore models, ModelFolder folder, Function<Engine, CompletableFuture<T>> use) {
            return track(models.lease(folder.id()))
                    .thenCompose(lease -> CompletableFuture.completedFuture(lease)
                            .thenCompose(same -> {
                                if (!lease.version().equals(folder.version())) {
                                    throw Failure.of(
                                            Kind.MODEL_CHANGED,
                                            folder.id(),
                                            "version " + folder.version(),
                                            lease.version());
                                }
                                return use.apply(lease.engine());
                            })
                            .whenComplete((value, error) -> lease.close()));
        }

        /** Reserves more for the same answer, or fails. */
        void grow(long bytes) {
            reservation.grow(bytes);
        }

        private void abandon() {
            List<Future<?>> running;
            synchronized (jobs) {
                over = true;
                running = List.copyOf(jobs.values());
                jobs.clear();
            }
            running.forEach(job -> job.cancel(false));
        }
    }
}
