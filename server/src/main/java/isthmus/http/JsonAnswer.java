package isthmus.http;

import io.javalin.http.Context;
import isthmus.Failure;
import isthmus.wire.ErrorBody;
import isthmus.wire.Json;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers in JSON. Any thread. */
final class JsonAnswer {
    private JsonAnswer() {}

    static void send(Context context, Object value) {
        context.contentType(Json.TYPE).result(Json.of(value));
    }

    /**
     * Refuses a request before it reaches a route.
     *
     * @return true, for the request is answered
     */
    static boolean refuse(Failure failure, Response response, Callback callback) {
        response.setStatus(failure.kind().status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.TYPE);
        response.write(true, ByteBuffer.wrap(Json.of(ErrorBody.of(failure))), callback);
        return true;
    }

    /** Whether the client prefers JSON to a picture or an archive. */
    static boolean isWanted(Context context) {
        String accept = context.header("Accept");
        return accept != null && accept.contains(Json.TYPE) && !accept.contains("image/");
    }
}
