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
 * Sessions that hover: each asks for one decode so many times a second, on a lane, whether it was answered or not. A time
 * runs from when the request is handed to the client to when its pixels are there. One thread asks for all of them.
 */
final class Hovers {
    private static final long TICK = 500_000; // nanoseconds, within which requests go out together
    private static final double LAST = 10; // seconds that the last of them may take to be answered

    private final Times times = new Times();
    private final LongAdder replaced = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private long asked;
    private long left; // newest requests that got no pixels
    private double seconds;

    private Hovers() {}

    /** Lets sessions hover for so long, and waits until the newest request of each has ended. */
    static Hovers run(List<LiveSocket> sockets, Questions questions, double seconds) {
        Hovers hovers = new Hovers();
        hovers.ask(sockets, questions, seconds);
        return hovers;
    }

    private void ask(List<LiveSocket> sockets, Questions questions, double forSeconds) {
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
                newest[session] = askOne(sockets.get(session), questions.at(asked));
                asked++;
            }
            now = System.nanoTime();
        }
        seconds = (now - start) / 1e9;
        for (PendingRequest one : newest) {
            left += one == null || answered(one, now + (long) (LAST * 1e9)) ? 0 : 1;
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

    /** When each session asks within the period, in order: at random, as hands do not move in step. */
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

    /** Newest requests that got no pixels, and any that was refused or lost. */
    long left() {
        return left + failed.sum();
    }

    /** The part of the requests in whose place a newer one was answered. */
    double replaced() {
        return (double) replaced.sum() / asked;
    }

    double askedPerSecond() {
        return asked / seconds;
    }
}
