package isthmus.http;

import io.javalin.http.Context;
import isthmus.ClientAddress;
import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Limit;
import isthmus.Settings;
import isthmus.live.ClientLog;
import isthmus.wire.Printable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The first that a request meets: who asks, and whether they may. Foreign names of the server, paths outside of its base
 * path, foreign pages that post, compute or open sockets, requests without the operator's token, announced bodies beyond
 * the limit and broken upgrades end here. Called by the web server, on any of its threads.
 */
final class Guard extends Handler.Wrapper {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final String CLIENT = ClientAddress.class.getName();
    private static final String SOCKET = "13"; // version of the protocol
    private static final int KEY = 16; // bytes

    private final Origins origins;
    private final Hosts hosts;
    private final AccessToken token;
    private final String basePath;
    private final boolean trustProxy;
    private final long maxBodyBytes;

    Guard(Settings settings) {
        hosts = new Hosts(settings);
        origins = new Origins(settings, hosts);
        token = new AccessToken(settings);
        basePath = settings.basePath();
        trustProxy = settings.trustProxy();
        maxBodyBytes = settings.limits().get(Limit.MAX_BODY_BYTES);
    }

    /** Who sent a request that came by here. */
    static ClientAddress client(Request request) {
        return (ClientAddress) request.getAttribute(CLIENT);
    }

    static ClientAddress client(Context context) {
        return (ClientAddress) context.req().getAttribute(CLIENT);
    }

    /** The connection by which a request came. */
    static EndPoint connection(Context context) {
        return request(context).getConnectionMetaData().getConnection().getEndPoint();
    }

    /** What the web server knows of a request. */
    static Request request(Context context) {
        return ServletContextRequest.getServletContextRequest(context.req());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        request.setAttribute(CLIENT, clientOf(request));
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        boolean named = origins.isNamed(origin);
        try {
            checkHost(request);
            checkPath(request);
            if (named) {
                allowReading(origin, response);
                if (request.getMethod().equals("OPTIONS")) {
                    response.setStatus(204);
                    response.write(true, null, callback);
                    return true;
                }
            }
            token.check(request, response);
            checkOrigin(request, origin);
            if (request.getLength() > maxBodyBytes) {
                throw Failure.tooLarge("", "a body of at most " + maxBodyBytes + " bytes", request.getLength());
            }
            checkUpgrade(request, response);
        } catch (Failure failure) {
            ClientLog.info(
                    client(request),
                    "%s %s: %s"
                            .formatted(
                                    request.getMethod(),
                                    Printable.shown(Request.getPathInContext(request)),
                                    failure.getMessage()));
            return JsonAnswer.refuse(failure, response, callback);
        }
        return super.handle(request, response, callback);
    }

    private ClientAddress clientOf(Request request) {
        if (!(request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket)) {
            return new ClientAddress("unknown");
        }
        InetAddress peer = socket.getAddress();
        return trustProxy
                ? ClientAddress.behind(
                        peer, last(request, HttpHeader.FORWARDED), last(request, HttpHeader.X_FORWARDED_FOR))
                : ClientAddress.of(peer);
    }

    private static String last(Request request, HttpHeader header) {
        List<String> lines = request.getHeaders().getValuesList(header);
        return lines.isEmpty() ? null : lines.get(lines.size() - 1);
    }

    private void checkHost(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (!hosts.allow(host, request.getConnectionMetaData().getLocalSocketAddress())) {
            throw Failure.of(Kind.WRONG_HOST, "Host", "a name of this server", Printable.shown(host))
                    .hint("the operator adds names with --public-url or --allow-origin");
        }
    }

    private void checkPath(Request request) {
        String path = Request.getPathInContext(request);
        if (!(path + "/").startsWith(basePath + "/")) {
            throw Failure.notFound("", "a path below " + basePath + "/", Printable.shown(path));
        }
    }

    private void checkOrigin(Request request, String origin) {
        HttpFields headers = request.getHeaders();
        boolean reads = onlyReads(request);
        if (!reads && !origins.allow(origin, headers.get(HttpHeader.HOST), request)) {
            throw Failure.of(
                    Kind.FORBIDDEN,
                    "",
                    "a request from this server's own page or from an origin named by --allow-origin",
                    Printable.shown(origin));
        }
        if (reads
                && "cross-site".equals(headers.get("Sec-Fetch-Site"))
                && Request.getPathInContext(request).startsWith(basePath + "/api/")
                && !origins.isNamed(origin)) {
            throw Failure.of(
                    Kind.FORBIDDEN,
                    "Sec-Fetch-Site",
                    "a request from this server's own page or from an origin named by --allow-origin",
                    "cross-site");
        }
    }

    private static void checkUpgrade(Request request, Response response) {
        HttpFields headers = request.getHeaders();
        String version = headers.get(HttpHeader.SEC_WEBSOCKET_VERSION);
        if (version == null && !headers.contains(HttpHeader.UPGRADE, "websocket")) {
            return;
        }
        if (!SOCKET.equals(version)) {
            response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, SOCKET);
            throw Failure.of(
                    Kind.UPGRADE_REQUIRED,
                    "Sec-WebSocket-Version",
                    SOCKET,
                    version == null ? "none" : Printable.shown(version));
        }
        String key = headers.get(HttpHeader.SEC_WEBSOCKET_KEY);
        if (!isKey(key)) {
            throw Failure.badInput(
                    "Sec-WebSocket-Key", "16 bytes in base64", key == null ? "none" : Printable.shown(key));
        }
        if (!headers.contains(HttpHeader.UPGRADE, "websocket") || !headers.contains(HttpHeader.CONNECTION, "upgrade")) {
            throw Failure.badInput("", "Connection: Upgrade and Upgrade: websocket", "another");
        }
    }

    private static boolean isKey(String text) {
        try {
            return text != null && Base64.getDecoder().decode(text).length == KEY;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void allowReading(String origin, Response response) {
        HttpFields.Mutable answer = response.getHeaders();
        answer.put("Access-Control-Allow-Origin", origin);
        answer.add("Vary", "Origin");
        answer.put("Access-Control-Allow-Methods", "GET, POST");
        answer.put("Access-Control-Allow-Headers", "Content-Type, Authorization");
    }

    private static boolean onlyReads(Request request) {
        HttpFields headers = request.getHeaders();
        return READING.contains(request.getMethod())
                && !headers.contains(HttpHeader.UPGRADE)
                && !headers.contains(HttpHeader.SEC_WEBSOCKET_VERSION) // by which an upgrade is known further on
                && !headers.contains("X-HTTP-Method-Override"); // further on it would count as the method
    }
}
