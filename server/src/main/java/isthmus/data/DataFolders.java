package isthmus.data;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folders that known data sets are looked up in, each in a subfolder of its name. Immutable; any thread.
 *
 * @param given by the user, looked up first; null for none
 * @param cache of downloads, looked up second; need not exist
 */
public record DataFolders(Path given, Path cache) {
    /** A folder given by the user, or null, and the user's cache. */
    public static DataFolders of(Path given) {
        return new DataFolders(given, userCache(System.getenv(), Path.of(System.getProperty("user.home"))));
    }

    /** {@code $XDG_CACHE_HOME/isthmus/data}, or the same under {@code ~/.cache}; a relative setting is ignored. */
    static Path userCache(Map<String, String> environment, Path home) {
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = !xdg.isEmpty() && Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".cache");
        return base.resolve("isthmus").resolve("data");
    }
}
