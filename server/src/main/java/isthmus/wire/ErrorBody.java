package isthmus.wire;

import isthmus.Failure;

/**
 * How a refusal reads, over HTTP and over the socket. Any thread.
 *
 * @param code the Failure's kind
 * @param message one sentence
 * @param expected the part of the sentence that says so, or null
 * @param found the part of the sentence that says so, or null
 */
public record ErrorBody(String code, String message, String expected, String found) {
    public static ErrorBody of(Failure failure) {
        return new ErrorBody(failure.kind().name(), failure.getMessage(), failure.expected(), failure.found());
    }

    /** What a status says to whom nothing else is said. */
    public static ErrorBody of(int status, String reason) {
        Failure sentence = Failure.badInput("", "a request that can be answered", reason);
        return new ErrorBody(code(status), sentence.getMessage(), sentence.expected(), sentence.found());
    }

    private static String code(int status) {
        for (Failure.Kind kind : Failure.Kind.values()) {
            if (kind.status() == status) {
                return kind.name();
            }
        }
        return (status < 500 ? Failure.Kind.BAD_INPUT : Failure.Kind.MODEL_FAILED).name();
    }
}
