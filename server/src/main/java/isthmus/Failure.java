package isthmus;

/**
 * The one exception of the house: something is wrong and a person can be told what, in a sentence that names what was
 * expected and what was found. Anything else that is thrown is a defect. Any thread may throw it.
 */
public final class Failure extends RuntimeException {
    /** What went wrong, as a caller over HTTP is told it. */
    public enum Kind {
        BAD_INPUT(400),
        NOT_FOUND(404),
        TOO_LARGE(413),
        BUSY(503),
        MODEL_FAILED(500);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The HTTP status that says the same. */
        public int status() {
            return status;
        }
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public Failure(Kind kind, String message) {
        this(kind, message, null);
    }

    public Failure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public static Failure badInput(String sentence) {
        return new Failure(Kind.BAD_INPUT, sentence);
    }

    public static Failure notFound(String sentence) {
        return new Failure(Kind.NOT_FOUND, sentence);
    }

    public Kind kind() {
        return kind;
    }
}
