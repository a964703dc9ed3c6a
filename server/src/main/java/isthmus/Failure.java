package isthmus;

import java.util.concurrent.CompletionException;

/**
 * An error that a user can understand: where it is, what was expected there, what was found, and what helps. Any other
 * exception is a defect. Immutable; any thread may throw it.
 */
public final class Failure extends RuntimeException {
    /** What went wrong, as clients are told it, and the HTTP status that says the same. */
    public enum Kind {
        BAD_INPUT(400),
        UNAUTHORIZED(401),
        FORBIDDEN(403),
        NOT_FOUND(404),
        METHOD_NOT_ALLOWED(405),
        /** A body came too slowly. */
        TIMED_OUT(408),
        /** The model is another version than the one that the request names. */
        MODEL_CHANGED(409),
        TOO_LARGE(413),
        WRONG_HOST(421),
        UPGRADE_REQUIRED(426),
        MODEL_FAILED(500),
        BUSY(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String where;
    private final String expected;
    private final String found;
    private final String hint;

    private Failure(Kind kind, String where, String expected, String found, String hint, Throwable cause) {
        super(sentence(where, expected, found, hint), cause);
        this.kind = kind;
        this.where = where;
        this.expected = expected;
        this.found = found;
        this.hint = hint;
    }

    /**
     * @param where file, field, option or request; empty where the sentence needs none
     * @param expected what would have been right, as it follows "expected"
     * @param found what was there instead, as it follows "found"
     */
    public static Failure of(Kind kind, String where, String expected, Object found) {
        return new Failure(kind, where, expected, String.valueOf(found), null, null);
    }

    public static Failure badInput(String where, String expected, Object found) {
        return of(Kind.BAD_INPUT, where, expected, found);
    }

    public static Failure notFound(String where, String expected, Object found) {
        return of(Kind.NOT_FOUND, where, expected, found);
    }

    public static Failure tooLarge(String where, String expected, Object found) {
        return of(Kind.TOO_LARGE, where, expected, found);
    }

    public static Failure modelFailed(String where, String expected, Object found) {
        return of(Kind.MODEL_FAILED, where, expected, found);
    }

    /** Out of capacity now, and may not be later. */
    public static Failure busy(String where, String expected, Object found) {
        return of(Kind.BUSY, where, expected, found).hint("try again");
    }

    /** The same failure, with what the reader can do about it. */
    public Failure hint(String words) {
        return new Failure(kind, where, expected, found, words, getCause());
    }

    /** The same failure, found within something larger: {@code at("card.json")} of "id: …" is "card.json: id: …". */
    public Failure at(String place) {
        return new Failure(kind, where.isEmpty() ? place : place + ": " + where, expected, found, hint, this);
    }

    /** The same failure, with what was thrown below it, for the log. */
    public Failure causedBy(Throwable cause) {
        return new Failure(kind, where, expected, found, hint, cause);
    }

    /** What a chain of futures failed with, out of the exceptions that the chain puts around it. */
    public static Throwable unwrapped(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String sentence(String where, String expected, String found, String hint) {
        return (where.isEmpty() ? "" : where + ": ")
                + "expected " + expected + ", found " + found
                + (hint == null ? "" : "; " + hint);
    }

    public Kind kind() {
        return kind;
    }

    public String where() {
        return where;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }

    /** What helps, or null. */
    public String hint() {
        return hint;
    }
}
