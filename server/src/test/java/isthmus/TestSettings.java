package isthmus;

import java.nio.file.Path;
import java.util.List;

/** The settings of a server that a test starts: over no page, at any free port. One thread. */
public final class TestSettings {
    public String host = "127.0.0.1";
    public int port;
    public Path models = Path.of("models");
    public Path web;
    public List<String> allowedOrigins = List.of();
    public List<String> frameAncestors = List.of();
    public String publicUrl;
    public String basePath = "";
    public String token;
    public boolean trustProxy;
    public boolean imports = true;
    public boolean trainings = true;
    public Limits limits = Limits.defaults();

    public Settings settings() {
        return new Settings(
                host,
                port,
                models,
                null,
                web,
                allowedOrigins,
                frameAncestors,
                publicUrl,
                basePath,
                token,
                trustProxy,
                imports,
                trainings,
                limits);
    }

    public void limit(Limit limit, long value) {
        limits = limits.with(limit, value);
    }
}
