package isthmus.inference;

/**
 * What may wait for one model; more is refused as BUSY.
 *
 * @param jobs in each lane
 * @param bytes of input in all lanes; each lane may hold a quarter, so that none fills the room of the others. A job
 *     that finds its lane empty may be larger
 */
public record QueueLimits(int jobs, long bytes) {
    public static final QueueLimits DEFAULT = new QueueLimits(1024, 256L << 20);

    long bytesInLane() {
        return bytes / Lane.values().length;
    }
}
