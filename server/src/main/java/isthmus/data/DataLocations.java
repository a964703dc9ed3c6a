package isthmus.data;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where known data sets are looked for, each in a folder of its own name. Immutable; any thread.
 *
 * @param given the folder a person named, looked in first; null for none
 * @param cache where downloads go, looked in second; it need not exist
 */
public record DataLocations(Path given, Path cache) {
    /** A person's folder, or null for none, and the user's own cache. */
    public static DataLocations of(Path given) {
        return new DataLocations(given, userCache(System.getenv(), Path.of(System.getProperty("user.home"))));
    }

    /** {@code $XDG_CACHE_HOME/isthmus/data}, or the same under {@code ~/.cache}; a relative setting is ignored. */
    static Path userCache(Map<String, String> environment, Path home) {
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = !xdg.isEmpty() && Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".cache");
        return base.resolve("isthmus").resolve("data");
    }
}
