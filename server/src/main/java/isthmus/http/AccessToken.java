package isthmus.http;

import isthmus.Failure;
import isthmus.Failure.Kind;
import isthmus.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * The secret that every request has to carry where the operator asks for one: programs in {@code Authorization: Bearer},
 * people in the link by which they open the page, and their browsers then in a cookie. Immutable; any thread.
 */
final class AccessToken {
    private static final String PARAMETER = "token";
    private static final String BEARER = "Bearer ";

    private final byte[] token; // null where none is asked for
    private final URI publicUrl; // or null
    private final String path; // that the cookie is for

    AccessToken(Settings settings) {
        token = settings.token() == null ? null : bytes(settings.token());
        publicUrl = settings.publicUrl() == null ? null : URI.create(settings.publicUrl());
        path = settings.basePath().isEmpty() ? "/" : settings.basePath();
    }

    /** Fails where the request does not carry it; a link that does is answered with the cookie. */
    void check(Request request, Response response) {
        if (token == null) {
            return;
        }
        // Browsers send cookies to every port of a machine, and servers behind one address share theirs.
        int port = publicUrl == null ? Request.getLocalPort(request) : publicUrl.getPort();
        String cookie = port < 0 ? "isthmus" : "isthmus-" + port;
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        boolean known = (header != null && header.startsWith(BEARER) && is(header.substring(BEARER.length())))
                || Request.getCookies(request).stream()
                        .anyMatch(one -> one.getName().equals(cookie) && is(one.getValue()));
        if (known) {
            return;
        }
        String link = Request.extractQueryParameters(request).getValue(PARAMETER);
        if (link != null && is(link)) {
            // Without a redirect: a browser that comes from another site would follow it without a strict cookie.
            Response.addCookie(
                    response,
                    HttpCookie.build(cookie, link)
                            .httpOnly(true)
                            .sameSite(HttpCookie.SameSite.STRICT)
                            .secure(publicUrl != null && publicUrl.getScheme().equals("https"))
                            .path(path)
                            .build());
            return;
        }
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        throw Failure.of(
                        Kind.UNAUTHORIZED,
                        "",
                        "the server's token",
                        header == null && link == null ? "none" : "another")
                .hint("open the link that the server printed, or send Authorization: Bearer");
    }

    /** In the same time whatever the text, so that time tells nothing of the token. */
    private boolean is(String text) {
        return MessageDigest.isEqual(token, bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
