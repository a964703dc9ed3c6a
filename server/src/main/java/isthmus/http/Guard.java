package isthmus.http;

import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Limit;
import isthmus.Settings;
import isthmus.wire.ErrorBody;
import isthmus.wire.Json;
import java.nio.ByteBuffer;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The first that a request meets: sees to it that foreign pages neither post nor open sockets, and that nobody announces
 * a body beyond the limit. Called by the web server, on any of its threads.
 */
final class Guard extends Handler.Wrapper {
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final Origins origins;
    private final long maxBodyBytes;

    Guard(Settings settings) {
        origins = new Origins(settings);
        maxBodyBytes = settings.limits().get(Limit.MAX_BODY_BYTES);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields headers = request.getHeaders();
        String origin = headers.get(HttpHeader.ORIGIN);
        if (!onlyReads(request) && !origins.allow(origin, headers.get(HttpHeader.HOST))) {
            Failure sentence = Failure.badInput(
                    "expected a request from this server's own page or from an origin named by --allow-origin, found %s"
                            .formatted(origin));
            return refuse(403, ErrorBody.of(ErrorBody.FORBIDDEN, sentence), response, callback);
        }
        if (request.getLength() > maxBodyBytes) {
            Failure failure = new Failure(
                    Kind.TOO_LARGE,
                    "expected a body of at most %d bytes, found %d".formatted(maxBodyBytes, request.getLength()));
            return refuse(failure.kind().status(), ErrorBody.of(failure), response, callback);
        }
        if (origins.isNamed(origin)) {
            HttpFields.Mutable answer = response.getHeaders();
            answer.put("Access-Control-Allow-Origin", origin);
            answer.add("Vary", "Origin");
            if (request.getMethod().equals("OPTIONS")) {
                answer.put("Access-Control-Allow-Methods", "GET, POST");
                answer.put("Access-Control-Allow-Headers", "Content-Type");
                response.setStatus(204);
                response.write(true, null, callback);
                return true;
            }
        }
        return super.handle(request, response, callback);
    }

    private static boolean onlyReads(Request request) {
        HttpFields headers = request.getHeaders();
        return READING.contains(request.getMethod())
                && !headers.contains(HttpHeader.UPGRADE)
                && !headers.contains("Sec-WebSocket-Version") // by which an upgrade is known further on
                && !headers.contains("X-HTTP-Method-Override"); // further on it would count as the method
    }

    private static boolean refuse(int status, ErrorBody body, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.TYPE);
        response.write(true, ByteBuffer.wrap(Json.of(body)), callback);
        return true;
    }
}
