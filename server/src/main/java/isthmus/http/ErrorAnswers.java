package isthmus.http;

import isthmus.wire.ErrorBody;
import isthmus.wire.Json;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What the web server itself refuses, such as text that is no HTTP, before any route sees it. Called by the web server,
 * on any of its threads.
 */
final class ErrorAnswers extends ErrorHandler {
    private final SecurityHeaders headers;

    ErrorAnswers(SecurityHeaders headers) {
        this.headers = headers;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected boolean generateAcceptableResponse(
            Request request,
            Response response,
            Callback callback,
            String contentType,
            List<Charset> charsets,
            int code,
            String message,
            Throwable cause) {
        // The web server cleared the headers before it came here.
        headers.all().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.TYPE);
        response.write(true, ByteBuffer.wrap(Json.of(ErrorBody.of(code, HttpStatus.getMessage(code)))), callback);
        return true;
    }
}
