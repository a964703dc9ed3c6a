package isthmus.inference;

/** How urgent a job is, most urgent first: a model serves the first lane in which somebody waits. Any thread. */
public enum Lane {
    /** Somebody's hand is on it: a hover, a slider. */
    INTERACTIVE,
    /** Frames that somebody watches as they come. */
    PATH,
    /** What fills the map. */
    TILES,
    /** Uploads and work on whole atlases. */
    BULK
}
