package isthmus.bench;

import isthmus.client.LiveSocket;
import isthmus.client.PendingRequest;
import isthmus.client.ReceivedFrame;
import isthmus.client.RequestEnd;
import isthmus.latent.Noise;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Sessions that hover: each asks for one decode {@link Scale#HOVERS} times a second in a lane, whether the last one was
 * answered or not. A latency runs from handing the request to the client until its pixels have arrived. One thread sends
 * the requests of all sessions.
 */
final class Hovers {
    private static final long TICK = 500_000; // nanoseconds; requests due within one are sent together
    private static final double LAST = 10; // seconds to wait for the last answers

    private final Times times = new Times();
    private final LongAdder replaced = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private long asked;
    private long unanswered; // sessions whose newest request got no pixels
    private double seconds;

    private Hovers() {}

    /** Lets sessions hover for some seconds, then waits for the newest request of each. */
    static Hovers run(List<LiveSocket> sockets, DecodeRequests requests, double seconds) {
        Hovers hovers = new Hovers();
        hovers.ask(sockets, requests, seconds);
        return hovers;
    }

    private void ask(List<LiveSocket> sockets, DecodeRequests requests, double forSeconds) {
        int sessions = sockets.size();
        PendingRequest[] newest = new PendingRequest[sessions];
        double period = 1e9 / Scale.HOVERS;
        double[] phases = phases(sessions, period);
        long start = System.nanoTime();
        long end = start + (long) (forSeconds * 1e9);
        long now = start;
        while (now < end) {
            long due = start + (long) ((double) (asked / sessions) * period + phases[(int) (asked % sessions)]);
            if (due > now) {
                LockSupport.parkNanos(Math.min(end, Math.max(due, now + TICK)) - now);
            } else {
                int session = (int) (asked % sessions);
                newest[session] = askOne(sockets.get(session), requests.at(asked));
                asked++;
            }
            now = System.nanoTime();
        }
        seconds = (now - start) / 1e9;
        for (PendingRequest one : newest) {
            unanswered += one == null || answered(one, now + (long) (LAST * 1e9)) ? 0 : 1;
        }
    }

    private PendingRequest askOne(LiveSocket socket, String question) {
        long sent = System.nanoTime();
        PendingRequest one = socket.ask(question, Hovers::drop);
        one.ending()
                .thenAccept(ending -> ended(ending, System.nanoTime() - sent))
                .isDone();
        return one;
    }

    private static void drop(ReceivedFrame frame) {}

    private void ended(RequestEnd ending, long nanoseconds) {
        switch (ending.kind()) {
            case ANSWERED -> times.add(nanoseconds);
            case REPLACED -> replaced.increment();
            case DONE, CANCELLED, REFUSED, LOST -> failed.increment();
        }
    }

    /** When in the period each session asks, ascending: at random, because real users are not in step. */
    private static double[] phases(int sessions, double period) {
        Noise noise = new Noise(2, sessions);
        double[] phases = new double[sessions];
        Arrays.setAll(phases, i -> noise.uniform() * period);
        Arrays.sort(phases);
        return phases;
    }

    private static boolean answered(PendingRequest asked, long deadline) {
        try {
            return asked.ending()
                            .get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
                            .kind()
                    == RequestEnd.Kind.ANSWERED;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Times times() {
        return times;
    }

    /** Newest requests without pixels, and any request that was refused or lost. */
    long unanswered() {
        return unanswered + failed.sum();
    }

    /** The fraction of the requests that a newer one replaced. */
    double replaced() {
        return (double) replaced.sum() / asked;
    }

    double askedPerSecond() {
        return asked / seconds;
    }
}
