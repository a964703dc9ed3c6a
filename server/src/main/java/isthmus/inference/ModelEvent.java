package isthmus.inference;

/** What happened to a version of a model; a version that is replaced is told of before the one that is added. */
public record ModelEvent(Kind kind, String id, String version) {
    public enum Kind {
        /** New leases get this version. */
        ADDED,
        /** New leases get another version. */
        REPLACED,
        /** There are no new leases of this id. */
        REMOVED,
        /** Its network is closed, for any reason; a version that is still there is opened again when it is asked for. */
        CLOSED
    }
}
