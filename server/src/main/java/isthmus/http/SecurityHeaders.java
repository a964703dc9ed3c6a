package isthmus.http;

import isthmus.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/** What every answer tells a browser to forbid. Any thread. */
final class SecurityHeaders {
    private final Map<String, String> all = new LinkedHashMap<>();

    SecurityHeaders(Settings settings) {
        boolean unframed = settings.frameAncestors().isEmpty();
        String ancestors = unframed ? "'none'" : "'self' " + String.join(" ", settings.frameAncestors());
        all.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'"
                        + "; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'"
                        + "; form-action 'none'; frame-ancestors " + ancestors);
        all.put("X-Content-Type-Options", "nosniff");
        if (unframed) {
            all.put("X-Frame-Options", "DENY");
        }
        all.put("Referrer-Policy", "no-referrer");
        all.put("Cross-Origin-Resource-Policy", "same-origin");
    }

    Map<String, String> all() {
        return all;
    }
}
