package isthmus.http;

import isthmus.Settings;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/**
 * Which pages may open sockets and post. A browser names the page in the Origin header; a program that is no browser
 * sends none, and acts for nobody but its owner. Any thread.
 */
final class Origins {
    private final Hosts hosts;
    private final List<String> allowed;
    private final String publicUrl; // or null

    Origins(Settings settings, Hosts hosts) {
        this.hosts = hosts;
        allowed = settings.allowedOrigins();
        publicUrl = settings.publicUrl();
    }

    /**
     * Whether the page is the server's own, at a name that is the server's, or of an origin that the operator named.
     *
     * @param origin the Origin header, or null
     * @param authority the Host header, or null
     */
    boolean allow(String origin, String authority, Request request) {
        if (origin == null || isNamed(origin) || origin.toLowerCase(Locale.ROOT).equals(publicUrl)) {
            return true;
        }
        return authority != null
                && origin.toLowerCase(Locale.ROOT)
                        .matches("https?://" + Pattern.quote(authority.toLowerCase(Locale.ROOT)))
                && hosts.allow(authority, request.getConnectionMetaData().getLocalSocketAddress());
    }

    /** Whether the operator named this origin. */
    boolean isNamed(String origin) {
        return origin != null && allowed.contains(origin.toLowerCase(Locale.ROOT));
    }
}
