package isthmus.data;

import isthmus.model.Catalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The folders that known data sets are looked up in, each in a subfolder of its name. Immutable; any thread.
 *
 * @param given by the user, looked up first; null for none
 * @param shipped with the models, looked up second; null for none, and need not exist
 * @param cache of downloads, looked up last; need not exist
 */
public record DataFolders(Path given, Path shipped, Path cache) {
    /**
     * The folders of a command.
     *
     * @param given by the user, or null
     * @param models the folder of models, which may have data beside them
     */
    public static DataFolders of(Path given, Path models) {
        Path cache = userCache(System.getenv(), Path.of(System.getProperty("user.home")));
        return new DataFolders(given, models.resolve(Catalogue.DATA), cache);
    }

    List<Path> inOrder() {
        return Stream.of(given, shipped, cache).filter(Objects::nonNull).toList();
    }

    /** Where a download goes. */
    Path downloads() {
        return given == null ? cache : given;
    }

    /** {@code $XDG_CACHE_HOME/isthmus/data}, or the same under {@code ~/.cache}; a relative setting is ignored. */
    static Path userCache(Map<String, String> environment, Path home) {
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = !xdg.isEmpty() && Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".cache");
        return base.resolve("isthmus").resolve("data");
    }
}
