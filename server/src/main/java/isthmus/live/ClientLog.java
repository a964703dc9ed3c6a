package isthmus.live;

import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.wire.Printable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What clients do wrong, in the log: short lines with the client's address, at most one a second for each, so that nobody
 * fills the disk by being refused. Any thread.
 */
public final class ClientLog {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLog.class);
    private static final int LONGEST = 300; // characters of a line
    private static final int CLIENTS = 4096; // that are remembered
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

    private static final Map<ClientAddress, Recent> RECENT = new LinkedHashMap<>(64, 0.75f, true) { // guarded by itself
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ClientAddress, Recent> eldest) {
                    return size() > CLIENTS;
                }
            };

    /** When a client last had a line, and how many it has not had since; guarded by the map. */
    private static final class Recent {
        private long written;
        private int unwritten;
    }

    private ClientLog() {}

    /** One line for what a client did wrong; a defect of the server is shown whole. */
    static void failed(ClientAddress client, String what, Throwable error) {
        if (!(error instanceof Failure failure)) {
            LOG.error("{} {} met a defect", client, what, error);
        } else if (failure.kind() == Kind.BUSY) {
            LOG.debug("{} {}: {}", client, what, failure.getMessage());
        } else {
            info(client, "%s: %s %s".formatted(what, failure.kind(), failure.getMessage()));
        }
    }

    public static void info(ClientAddress client, String text) {
        int more;
        synchronized (RECENT) {
            Recent recent = RECENT.get(client);
            long now = System.nanoTime();
            if (recent == null) {
                recent = new Recent();
                RECENT.put(client, recent);
            } else if (now - recent.written < PERIOD) {
                recent.unwritten++;
                return;
            }
            recent.written = now;
            more = recent.unwritten;
            recent.unwritten = 0;
        }
        String line = Printable.line(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
        if (more == 0) {
            LOG.info("{} {}", client, line);
        } else {
            LOG.info("{} {} ({} more like it)", client, line, more);
        }
    }
}
