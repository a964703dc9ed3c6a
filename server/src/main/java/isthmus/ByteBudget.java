package isthmus;

import java.util.HashMap;
import java.util.Map;

/**
 * Limits the bytes held for a purpose at a time, by all clients together and by one. A holder owns a {@link Reservation};
 * closing it releases the bytes. Any thread.
 */
public final class ByteBudget {
    private final String purpose;
    private final long total;
    private final long perClient;
    private final Map<ClientAddress, Long> held = new HashMap<>(); // guarded by this
    private long sum; // guarded by this

    /**
     * @param purpose of the bytes, as refusals name it: "uploads"
     * @param total bytes of all clients
     * @param perClient bytes of one client
     */
    public ByteBudget(String purpose, long total, long perClient) {
        this.purpose = purpose;
        this.total = total;
        this.perClient = perClient;
    }

    /** Reserves bytes, or fails: BUSY where others hold too many, TOO_LARGE where it could never be. */
    public Reservation reserve(ClientAddress client, long bytes) {
        Reservation reservation = new Reservation(client);
        reservation.grow(bytes);
        return reservation;
    }

    private synchronized void take(ClientAddress client, long already, long more) {
        long most = Math.min(total, perClient);
        if (already + more > most) {
            throw Failure.tooLarge(purpose, "at most " + most + " bytes for one request", already + more);
        }
        long own = held.getOrDefault(client, 0L);
        if (own + more > perClient) {
            throw Failure.busy(purpose, "at most " + perClient + " bytes at a time for one client", own + more);
        }
        if (sum + more > total) {
            throw Failure.busy(purpose, "at most " + total + " bytes at a time for all clients", sum + more);
        }
        sum += more;
        held.put(client, own + more);
    }

    private synchronized void release(ClientAddress client, long bytes) {
        sum -= bytes;
        held.computeIfPresent(client, (key, own) -> own == bytes ? null : own - bytes);
    }

    /** Bytes held now, by all clients. */
    public synchronized long held() {
        return sum;
    }

    /** Bytes that one request holds. Any thread. */
    public final class Reservation implements AutoCloseable {
        private final ClientAddress client;
        private long bytes; // guarded by this
        private boolean closed; // guarded by this

        private Reservation(ClientAddress client) {
            this.client = client;
        }

        /** Reserves more for the same request, or fails and keeps what it has. */
        public synchronized void grow(long more) {
            if (closed) {
                throw new IllegalStateException("closed already");
            }
            take(client, bytes, more);
            bytes += more;
        }

        /** Releases everything; idempotent. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                release(client, bytes);
            }
        }
    }
}
