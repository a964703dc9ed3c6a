package isthmus.wire;

import isthmus.Failure;
import isthmus.Failure.Kind;
import java.util.Arrays;

/**
 * How a refusal reads, over HTTP and over the socket: the parts of a {@link Failure} and their sentence. Any thread.
 *
 * @param code the failure's kind
 * @param hint what helps, or null
 */
public record ErrorBody(String code, String message, String expected, String found, String hint) {
    public static ErrorBody of(Failure failure) {
        return new ErrorBody(
                failure.kind().name(), failure.getMessage(), failure.expected(), failure.found(), failure.hint());
    }

    /** What an HTTP status says to whom nothing else is said. */
    public static ErrorBody of(int status, String reason) {
        Kind kind = Arrays.stream(Kind.values())
                .filter(one -> one.status() == status)
                .findFirst()
                .orElse(status < 500 ? Kind.BAD_INPUT : Kind.MODEL_FAILED);
        return of(Failure.of(kind, "", "a request that can be answered", reason));
    }
}
