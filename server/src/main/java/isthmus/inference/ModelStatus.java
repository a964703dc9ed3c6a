package isthmus.inference;

import isthmus.model.BetaSeries;
import isthmus.model.ModelCard;

/**
 * How a model of the store is. Immutable; any thread.
 *
 * @param version null where the folder was refused
 * @param reason of a model that failed or was refused; null otherwise
 * @param card null where the folder was refused
 * @param series to which it belongs, or null
 * @param bytes that the model takes, or would take, when it is open: an estimate
 * @param leases of this version
 * @param queued jobs that wait for it
 */
public record ModelStatus(
        String id,
        String version,
        State state,
        String reason,
        ModelCard card,
        BetaSeries series,
        long bytes,
        int leases,
        int queued) {
    public enum State {
        /** Not open; a lease opens it. */
        RESTING,
        OPENING,
        OPEN,
        /** It did not open, or died; the next lease tries again. */
        FAILED,
        /** The folder is broken, and is looked at again with each scan. */
        REFUSED
    }
}
