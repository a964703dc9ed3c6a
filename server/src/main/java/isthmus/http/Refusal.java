package isthmus.http;

import isthmus.Failure;
import isthmus.wire.ErrorBody;
import isthmus.wire.Json;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** How a request is refused before it reaches a route. Any thread. */
final class Refusal {
    private Refusal() {}

    /** @return true, for the request is answered */
    static boolean send(Failure failure, Response response, Callback callback) {
        response.setStatus(failure.kind().status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.TYPE);
        response.write(true, ByteBuffer.wrap(Json.of(ErrorBody.of(failure))), callback);
        return true;
    }
}
