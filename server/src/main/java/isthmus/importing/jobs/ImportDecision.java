package isthmus.importing.jobs;

/**
 * What the person decides of a proposal. Immutable; any thread.
 *
 * @param id of the model's folder
 * @param title for people; the id where it is null
 * @param description one line for people, or null
 * @param reading {@code best} or {@code second}; best where it is null
 * @param replace whether a model of this id may be replaced; null where it may not
 */
public record ImportDecision(String id, String title, String description, Choice reading, Boolean replace) {
    /** One of the readings. */
    public enum Choice {
        BEST,
        SECOND
    }

    boolean mayReplace() {
        return replace != null && replace;
    }

    boolean isSecond() {
        return reading == Choice.SECOND;
    }
}
