package isthmus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** How the house's sentences run: "what: expected this, found that". */
    private static final Pattern SENTENCE = Pattern.compile("\\bexpected (.+?), found:? (.+)", Pattern.DOTALL);

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

    /** What the sentence says was expected, or null where it says no such thing. */
    public String expected() {
        return part(1);
    }

    /** What the sentence says was found, or null where it says no such thing. */
    public String found() {
        return part(2);
    }

    private String part(int group) {
        Matcher sentence = SENTENCE.matcher(getMessage());
        return sentence.find() ? sentence.group(group) : null;
    }
}
