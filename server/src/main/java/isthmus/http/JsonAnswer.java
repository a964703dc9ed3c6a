package isthmus.http;

import io.javalin.http.Context;
import isthmus.wire.Json;

/** Answers in JSON. Any thread. */
final class JsonAnswer {
    private JsonAnswer() {}

    static void send(Context context, Object value) {
        context.contentType(Json.TYPE).result(Json.of(value));
    }

    /** Whether the client prefers JSON to a picture or an archive. */
    static boolean isWanted(Context context) {
        String accept = context.header("Accept");
        return accept != null && accept.contains(Json.TYPE) && !accept.contains("image/");
    }
}
