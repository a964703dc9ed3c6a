package isthmus.http;

import isthmus.Settings;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which pages may open sockets and post. A browser names the page in the Origin header; a program that is no browser
 * sends none, and is nobody's unwitting hand. Any thread.
 */
final class Origins {
    private final String host;
    private final List<String> allowed;

    Origins(Settings settings) {
        host = settings.host().toLowerCase(Locale.ROOT);
        allowed = settings.allowedOrigins();
    }

    /**
     * @param origin the Origin header, or null
     * @param authority the Host header, or null
     */
    boolean allow(String origin, String authority) {
        return origin == null || isNamed(origin) || isOwn(origin.toLowerCase(Locale.ROOT), authority);
    }

    /** Whether the operator named this origin. */
    boolean isNamed(String origin) {
        return origin != null && allowed.contains(origin.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether a page comes from this server itself. The Host header alone does not say so: a name that its owner points
     * at this machine (DNS rebinding) makes a foreign page look like one's own, so the name has to be an address, the
     * name of this machine for itself, or the one the server was told to listen on. Others are named by the operator.
     */
    private boolean isOwn(String origin, String authority) {
        if (authority == null || !origin.matches("https?://" + Pattern.quote(authority.toLowerCase(Locale.ROOT)))) {
            return false;
        }
        String name = origin.replaceFirst("https?://", "").replaceFirst(":\\d+$", "");
        return name.equals("localhost") || name.equals(host) || name.matches("[\\d.]+|\\[[0-9a-f:.]+\\]");
    }
}
