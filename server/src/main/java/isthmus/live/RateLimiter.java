package isthmus.live;

import java.util.concurrent.TimeUnit;

/** So many a second on average, with a second's worth at once. One thread at a time. */
final class RateLimiter {
    private final double perNano;
    private final double most;
    private double left;
    private long at;

    RateLimiter(int perSecond, long now) {
        perNano = perSecond / (double) TimeUnit.SECONDS.toNanos(1);
        most = perSecond;
        left = perSecond;
        at = now;
    }

    /** Takes one, if there is one to take. */
    boolean take(long now) {
        left = Math.min(most, left + (now - at) * perNano);
        at = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
