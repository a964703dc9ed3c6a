package isthmus.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bytes of messages that have begun and not ended, over all sessions. Where there are too many, the oldest messages
 * are refused, so that no client can hold the room by never ending its own. Any thread.
 */
final class UnfinishedMessages {
    private final long maxBytes; // of all clients
    private final long maxOfOne; // bytes of one client
    private final Map<IncomingMessage, Integer> unfinished = new LinkedHashMap<>(); // bytes, the oldest message first
    private final Map<Object, Long> ofClient = new HashMap<>(); // bytes
    private long bytes;

    /**
     * @param maxBytes of all clients together; one client may have half of them
     */
    UnfinishedMessages(long maxBytes) {
        this.maxBytes = maxBytes;
        maxOfOne = Math.max(1, maxBytes / 2);
    }

    /** Counts how many bytes a message takes by now, and refuses the oldest where that is too much. */
    void resized(IncomingMessage message, int size) {
        List<IncomingMessage> refused = new ArrayList<>();
        synchronized (this) {
            if (message.isRefused()) {
                return;
            }
            count(message, size);
            while (bytes > maxBytes) {
                refuse(unfinished.keySet().iterator().next(), refused);
            }
            while (ofClient.getOrDefault(message.client(), 0L) > maxOfOne) {
                refuse(oldestOf(message.client()), refused);
            }
        }
        refused.forEach(IncomingMessage::closeSession);
    }

    private void count(IncomingMessage message, int size) {
        int before = unfinished.getOrDefault(message, 0);
        unfinished.put(message, size);
        bytes += size - before;
        ofClient.merge(message.client(), (long) size - before, Long::sum);
    }

    private void refuse(IncomingMessage message, List<IncomingMessage> refused) {
        remove(message);
        message.refuse();
        refused.add(message);
    }

    private IncomingMessage oldestOf(Object client) {
        return unfinished.keySet().stream()
                .filter(message -> message.client().equals(client))
                .findFirst()
                .orElseThrow();
    }

    /** Counts a message no longer: it has ended, or its session has. */
    synchronized void remove(IncomingMessage message) {
        Integer size = unfinished.remove(message);
        if (size != null) {
            bytes -= size;
            ofClient.computeIfPresent(message.client(), (client, own) -> own == (long) size ? null : own - size);
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
