package isthmus.http;

import isthmus.Limit;
import isthmus.Limits;
import java.util.concurrent.TimeUnit;

/**
 * How fast a body comes or an answer goes: a transfer may take {@code transferGraceSeconds} and one second more for each
 * {@code minBytesPerSecond} that it has moved. Any thread.
 */
final class TransferRate {
    private final long bytesPerSecond;
    private final long grace; // nanoseconds
    private final long start = System.nanoTime();

    TransferRate(Limits limits) {
        bytesPerSecond = limits.get(Limit.MIN_BYTES_PER_SECOND);
        grace = TimeUnit.SECONDS.toNanos(limits.get(Limit.TRANSFER_GRACE_SECONDS));
    }

    /** @param moved bytes until now */
    boolean isTooSlow(long moved) {
        double seconds = (System.nanoTime() - start - grace) / 1e9;
        return seconds > 0 && moved < seconds * bytesPerSecond;
    }
}
