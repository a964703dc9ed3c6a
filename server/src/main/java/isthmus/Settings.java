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
 * @param publicUrl the origin by which others reach the server, which counts as its own; null where it is to be taken from
 *     their requests
 * @param basePath below which every path of the server lies, such as {@code /isthmus}; empty where they begin at the root
 * @param token that every request has to carry; null where none is asked for
 * @param trustProxy whether {@code Forwarded} and {@code X-Forwarded-For} say who a client is
 * @param imports whether somebody at this machine may import models in the page
 * @param trainings whether somebody at this machine may train models in the page
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
        String basePath,
        String token,
        boolean trustProxy,
        boolean imports,
        boolean trainings,
        Limits limits) {
    private static final String TOKEN = "[A-Za-z0-9_-]{16,}"; // as it may stand in a URL and in a cookie
    private static final String BASE_PATH = "(/[A-Za-z0-9_-]+)*";

    public Settings {
        if (host == null || host.isBlank()) {
            throw Failure.badInput("--host", "an address to listen on", "none");
        }
        if (port < 0 || port > 65535) {
            throw Failure.badInput("--port", "0 to 65535", port);
        }
        if (token != null && !token.matches(TOKEN)) {
            throw Failure.badInput("--token", "16 or more letters, digits, - and _", token.length() + " characters");
        }
        allowedOrigins =
                allowedOrigins.stream().map(o -> origin("--allow-origin", o)).toList();
        publicUrl = publicUrl == null ? null : origin("--public-url", publicUrl);
        if (!basePath.matches(BASE_PATH)) {
            throw Failure.badInput(
                    "--base-path",
                    "a path such as /isthmus, of letters, digits, - and _, without / at its end",
                    basePath);
        }
        frameAncestors =
                frameAncestors.stream().map(o -> origin("--allow-frame", o)).toList();
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
            // refused below like everything else that is no origin
        }
        throw Failure.badInput(option, "an origin such as https://example.org", text);
    }
}
