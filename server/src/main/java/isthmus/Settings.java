package isthmus;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Everything that can be set about a server, checked. Immutable; any thread.
 *
 * @param host address to listen on; anything but the loopback address lets others reach the server
 * @param port to listen on; 0 for any free one
 * @param models folder with models, one folder each
 * @param data folder with known data sets, one folder each; null where none was named
 * @param web folder with the page
 * @param allowedOrigins origins, such as {@code https://example.org}, whose pages may open sockets and post, beside the
 *     server's own
 * @param frameAncestors origins whose pages may show the page in a frame; nobody's where it is empty
 * @param publicUrl the origin by which others reach the server; null where it is to be taken from their requests
 */
public record Settings(
        String host,
        int port,
        Path models,
        Path data,
        Path web,
        List<String> allowedOrigins,
        List<String> frameAncestors,
        String publicUrl,
        Limits limits) {
    public static final String HOST = "127.0.0.1";
    public static final int PORT = 7070;

    public Settings {
        if (host == null || host.isBlank()) {
            throw Failure.badInput("--host: expected an address to listen on, found none");
        }
        if (port < 0 || port > 65535) {
            throw Failure.badInput("--port: expected 0 to 65535, found " + port);
        }
        allowedOrigins =
                allowedOrigins.stream().map(o -> origin("--allow-origin", o)).toList();
        publicUrl = publicUrl == null ? null : origin("--public-url", publicUrl);
        frameAncestors =
                frameAncestors.stream().map(o -> origin("--allow-frame", o)).toList();
    }

    /** What a server is that nobody sets anything about. */
    public static Settings defaults() {
        return new Settings(
                HOST, PORT, Path.of("models"), null, Path.of("web"), List.of(), List.of(), null, Limits.defaults());
    }

    public Settings withPort(int other) {
        return new Settings(host, other, models, data, web, allowedOrigins, frameAncestors, publicUrl, limits);
    }

    public Settings withModels(Path other) {
        return new Settings(host, port, other, data, web, allowedOrigins, frameAncestors, publicUrl, limits);
    }

    public Settings withWeb(Path other) {
        return new Settings(host, port, models, data, other, allowedOrigins, frameAncestors, publicUrl, limits);
    }

    public Settings withAllowedOrigins(List<String> others) {
        return new Settings(host, port, models, data, web, others, frameAncestors, publicUrl, limits);
    }

    public Settings withFrameAncestors(List<String> others) {
        return new Settings(host, port, models, data, web, allowedOrigins, others, publicUrl, limits);
    }

    public Settings withPublicUrl(String other) {
        return new Settings(host, port, models, data, web, allowedOrigins, frameAncestors, other, limits);
    }

    public Settings withLimits(Limits others) {
        return new Settings(host, port, models, data, web, allowedOrigins, frameAncestors, publicUrl, others);
    }

    /** A scheme, a host and maybe a port, as browsers write them: lower case, no path. */
    private static String origin(String option, String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            String path = uri.getRawPath();
            if (web
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && (path == null || path.isEmpty())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return text.toLowerCase(Locale.ROOT);
            }
        } catch (URISyntaxException e) {
            // Told below like everything else that is no origin.
        }
        throw Failure.badInput("%s: expected an origin such as https://example.org, found %s".formatted(option, text));
    }
}
