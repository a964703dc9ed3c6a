package isthmus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * How a request ended. Immutable; any thread.
 *
 * @param code of the error; null where there was none
 * @param message the error's sentence; null where there was none
 */
public record RequestEnd(Kind kind, String code, String message) {
    /** The ways a request ends. */
    public enum Kind {
        /** By a binary frame with the flag of the last. */
        ANSWERED,
        DONE,
        REPLACED,
        CANCELLED,
        REFUSED,
        /** The connection went first, which the server says nothing of. */
        LOST
    }

    static final RequestEnd ANSWERED = new RequestEnd(Kind.ANSWERED, null, null);

    static RequestEnd lost(String why) {
        return new RequestEnd(Kind.LOST, null, why);
    }

    /** What a text frame says of its request, or null where it is no ending. */
    static RequestEnd of(JsonNode text) {
        if (text.has("error")) {
            JsonNode error = text.get("error");
            return new RequestEnd(
                    Kind.REFUSED,
                    error.path("code").asText(),
                    error.path("message").asText());
        }
        return switch (text.path("end").asText()) {
            case "done", "replaced", "cancelled" ->
                new RequestEnd(Kind.valueOf(text.get("end").asText().toUpperCase(Locale.ROOT)), null, null);
            default -> null;
        };
    }
}
