package isthmus.wire;

import isthmus.Failure;

/**
 * How a refusal reads, over HTTP and over the socket. Any thread.
 *
 * @param code the Failure's kind, or FORBIDDEN, METHOD_NOT_ALLOWED
 * @param message one sentence
 * @param expected the part of the sentence that says so, or null
 * @param found the part of the sentence that says so, or null
 */
public record ErrorBody(String code, String message, String expected, String found) {
    public static final String FORBIDDEN = "FORBIDDEN";
    public static final String METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED";

    public static ErrorBody of(Failure failure) {
        return of(failure.kind().name(), failure);
    }

    /** A sentence under a code that is no Failure's, such as FORBIDDEN. */
    public static ErrorBody of(String code, Failure sentence) {
        return new ErrorBody(code, sentence.getMessage(), sentence.expected(), sentence.found());
    }

    /** What a status says to whom nothing else is said. */
    public static ErrorBody of(int status, String reason) {
        return of(code(status), Failure.badInput("expected a request that can be answered, found: " + reason));
    }

    private static String code(int status) {
        return switch (status) {
            case 403 -> FORBIDDEN;
            case 405 -> METHOD_NOT_ALLOWED;
            case 404 -> Failure.Kind.NOT_FOUND.name();
            case 413 -> Failure.Kind.TOO_LARGE.name();
            case 503 -> Failure.Kind.BUSY.name();
            default -> (status < 500 ? Failure.Kind.BAD_INPUT : Failure.Kind.MODEL_FAILED).name();
        };
    }
}
