package isthmus.live;

import java.util.concurrent.TimeUnit;

/** A token bucket: so many a second on average, and one second's worth at once. One thread at a time. */
final class RateLimiter {
    private final double perNano;
    private final double capacity;
    private double tokens;
    private long refilled; // nanoseconds, when the tokens were last counted

    RateLimiter(int perSecond, long now) {
        perNano = perSecond / (double) TimeUnit.SECONDS.toNanos(1);
        capacity = perSecond;
        tokens = perSecond;
        refilled = now;
    }

    /** Takes a token, if there is one. */
    boolean take(long now) {
        tokens = Math.min(capacity, tokens + (now - refilled) * perNano);
        refilled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
