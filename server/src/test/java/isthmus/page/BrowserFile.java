package isthmus.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the browser is. On a machine that has none, one is fetched once. */
final class BrowserFile {
    private static final String NAMED = "isthmus.browser"; // system property; ISTHMUS_BROWSER in the environment
    private static final List<Path> USUAL = Stream.of(
                    "/usr/bin/chromium-headless-shell", // the same engine without windows, which take a fifth of its
                    // time
                    "/usr/bin/chromium",
                    "/usr/bin/google-chrome",
                    "/Applications/Chromium.app/Contents/MacOS/Chromium",
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe")
            .map(Path::of)
            .toList();

    private BrowserFile() {}

    /** The one that somebody named for this run; null where nobody did. */
    static String named() {
        return System.getProperty(NAMED, System.getenv("ISTHMUS_BROWSER"));
    }

    /**
     * The one that was named, or one in a usual place, or Playwright's own, or one that is fetched now.
     *
     * @param named null where none was
     * @param own where Playwright would put its own
     */
    static Path found(String named, Path own) {
        if (named != null) {
            return there(Path.of(named));
        }
        for (Path path : USUAL) {
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        return Files.isExecutable(own) ? own : fetched(own);
    }

    private static Path there(Path path) {
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException(expected("found none at " + path));
        }
        return path;
    }

    private static Path fetched(Path own) {
        try {
            if (DebianPackage.canBeInstalled()) {
                DebianPackage.install("chromium-headless-shell");
                return there(USUAL.get(0));
            }
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String classes = System.getProperty("java.class.path");
            Command.run(java, "-cp", classes, "com.microsoft.playwright.CLI", "install", "chromium");
            return there(own);
        } catch (IOException e) {
            throw new IllegalStateException(expected("found none, and fetched none: " + e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What to do, in a sentence. */
    static String expected(String found) {
        return "expected a Chromium for the tests of the page, " + found + "; install it (on Debian: apt-get install"
                + " chromium-headless-shell), or name one with -D" + NAMED + "=FILE or ISTHMUS_BROWSER";
    }
}
