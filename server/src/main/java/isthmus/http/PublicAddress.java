package isthmus.http;

import io.javalin.http.Context;
import isthmus.Settings;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * By which address others reach this server, for links that leave it: the one that the operator named, or else that by
 * which a request came. What a request says is taken only where it is a name or an address and a port. Any thread.
 */
final class PublicAddress {
    private static final Pattern AUTHORITY =
            Pattern.compile("([a-z0-9](?:[a-z0-9.-]{0,252})|\\[[0-9a-f:.]{2,45}\\])(:\\d{1,5})?");

    private final Settings settings;

    PublicAddress(Settings settings) {
        this.settings = settings;
    }

    /** Scheme, name, maybe port, and the base path, without a slash at the end. */
    String of(Context context) {
        return origin(context) + settings.basePath();
    }

    private String origin(Context context) {
        if (settings.publicUrl() != null) {
            return settings.publicUrl();
        }
        String host = context.header("Host");
        String authority = host == null ? "" : host.toLowerCase(Locale.ROOT);
        if (AUTHORITY.matcher(authority).matches()) {
            return "http://" + authority;
        }
        return "http://" + settings.host() + ":" + context.req().getLocalPort();
    }
}
