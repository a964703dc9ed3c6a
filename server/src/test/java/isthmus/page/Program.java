package isthmus.page;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A program that tests need. On Debian, root installs one that is not there. Immutable; any thread.
 *
 * @param purpose what needs it, in words
 * @param name of the program, and of its package in Debian
 */
record Program(String purpose, String name) {
    private static final List<String> BESIDE_PATH = List.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin");

    /** The one that somebody named for this run; null where nobody did. */
    String named() {
        return System.getProperty("isthmus." + name, System.getenv("ISTHMUS_" + name.toUpperCase(Locale.ROOT)));
    }

    /**
     * The one that was named, or one in a usual place, or one that is installed now.
     *
     * @param named null where none was
     */
    Path file(String named) {
        List<Path> places = named == null ? usual() : List.of(Path.of(named));
        try {
            if (places.stream().noneMatch(Files::isExecutable) && named == null && DebianPackage.canBeInstalled()) {
                DebianPackage.install(name);
            }
        } catch (IOException e) {
            throw new IllegalStateException(expected("found none, and installed none: " + e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return places.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(expected("found none at " + places)));
    }

    private List<Path> usual() {
        String file = File.separatorChar == '\\' ? name + ".cmd" : name; // npm's
        Stream<String> path = Stream.of(System.getenv("PATH").split(File.pathSeparator));
        return Stream.concat(path, BESIDE_PATH.stream())
                .map(folder -> Path.of(folder, file))
                .toList();
    }

    private String expected(String found) {
        return "expected %2$s for %1$s, %3$s; install it (on Debian: apt-get install %2$s), or name one with -Disthmus.%2$s=FILE or ISTHMUS_%4$s"
                .formatted(purpose, name, found, name.toUpperCase(Locale.ROOT));
    }
}
