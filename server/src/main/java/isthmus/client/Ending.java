package isthmus.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * How a request ended. Immutable; any thread.
 *
 * @param code of the error; null where there was none
 * @param message the error's sentence; null where there was none
 */
public record Ending(Kind kind, String code, String message) {
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

    static final Ending ANSWERED = new Ending(Kind.ANSWERED, null, null);

    static Ending lost(String why) {
        return new Ending(Kind.LOST, null, why);
    }

    /** What a text frame says of its request, or null where it is no ending. */
    static Ending of(JsonNode text) {
        if (text.has("error")) {
            JsonNode error = text.get("error");
            return new Ending(
                    Kind.REFUSED,
                    error.path("code").asText(),
                    error.path("message").asText());
        }
        return switch (text.path("end").asText()) {
            case "done", "replaced", "cancelled" ->
                new Ending(Kind.valueOf(text.get("end").asText().toUpperCase(Locale.ROOT)), null, null);
            default -> null;
        };
    }
}
