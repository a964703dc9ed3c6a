package isthmus.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The one headless browser of a thread, for it alone: Playwright allows no other. */
final class Chromium implements AutoCloseable {
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox", // which root in a container cannot have
            "--disable-background-networking", // nothing that the page did not ask for
            "--disable-gpu", // software draws all the same, and with one process less to hand pictures to
            "--disable-quic",
            "--disable-sync",
            "--disable-component-update",
            "--no-first-run");

    private static final int PATIENCE = 20_000; // milliseconds; a busy machine draws a page in several seconds

    private final Playwright playwright;
    private final Browser browser;
    private final Map<Screen, Deque<Visitor>> visitors = new HashMap<>(); // who have no page open

    Chromium() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        // Creating it would fetch three browsers otherwise.
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Path own = Path.of(playwright.chromium().executablePath());
            browser = launched(BrowserFile.found(BrowserFile.named(), own));
        } catch (IllegalStateException e) {
            playwright.close();
            throw e;
        }
    }

    private Browser launched(Path file) {
        try {
            return playwright
                    .chromium()
                    .launch(new LaunchOptions().setExecutablePath(file).setArgs(ARGUMENTS));
        } catch (PlaywrightException e) {
            throw new IllegalStateException(BrowserFile.expected("found that %s does not start".formatted(file)), e);
        }
    }

    /** Somebody who was here before, and has no other page open. */
    Visitor visitor(Screen screen, URI site) {
        Visitor known =
                visitors.computeIfAbsent(screen, any -> new ArrayDeque<>()).poll();
        return known == null ? new Visitor(screen, browser.newContext(screen.options()), site, false) : known;
    }

    /** Somebody who was never here before: no cookie, no cache. */
    Visitor newcomer(Screen screen, URI site) {
        return new Visitor(screen, browser.newContext(screen.options()), site, true);
    }

    /** Closes a visitor's pages, and has the next test at a screen of its size begin without a trace of them. */
    void giveBack(Visitor visitor) {
        if (visitor.isNewcomer()) {
            visitor.close();
        } else {
            visitor.reset();
            visitors.get(visitor.screen()).add(visitor);
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}
