package isthmus.page;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.net.URI;
import java.nio.file.Path;

/** A page in a profile that no other page has meanwhile, with everything that goes wrong in it until it is closed. */
final class OpenPage implements AutoCloseable {
    private static final Path SCREENSHOTS = BundledSite.ROOT.resolve("server/target/screenshots");

    private final Chromium chromium;
    private final Visitor visitor;
    private final Troubles troubles;
    private final Page page;
    private final URI site;
    private boolean closed;

    /** Opened empty, so that a test can announce and prepare before it goes anywhere. */
    OpenPage(Chromium chromium, URI site, Visitor visitor) {
        this.chromium = chromium;
        this.site = site;
        this.visitor = visitor;
        troubles = new Troubles(visitor.context());
        page = visitor.context().newPage();
    }

    /** Goes to a path of the site, or to a whole address. Returns when the page and its scripts are loaded. */
    OpenPage go(String path) {
        page.navigate(site.resolve(path).toString());
        return this;
    }

    /** Gives the screen two device pixels a pixel, until the page is closed. */
    OpenPage dense() {
        JsonObject metrics = new JsonObject();
        metrics.addProperty("width", visitor.screen().width());
        metrics.addProperty("height", visitor.screen().height());
        metrics.addProperty("deviceScaleFactor", 2);
        metrics.addProperty("mobile", false);
        page.context().newCDPSession(page).send("Emulation.setDeviceMetricsOverride", metrics);
        return this;
    }

    /** The page as Playwright has it, to click, to type and to ask. */
    Page page() {
        return page;
    }

    boolean isClosed() {
        return closed;
    }

    /** See {@link Troubles#announce}. */
    OpenPage announce(String part) {
        troubles.announce(part);
        return this;
    }

    /** See {@link Troubles#bear}. */
    OpenPage bear(String part) {
        troubles.bear(part);
        return this;
    }

    /** Whether nothing went wrong so far that was not announced. */
    boolean isWell() {
        settle();
        return troubles.unexpected().isEmpty();
    }

    /** Lets come in what the browser has to say. */
    private void settle() {
        page.evaluate("() => new Promise(done => setTimeout(done, 20))");
    }

    /** Writes target/screenshots/NAME.png: what the screen shows, with animations at their end. */
    Path screenshot(String name) {
        Path file = SCREENSHOTS.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setAnimations(ScreenshotAnimations.DISABLED));
        return file;
    }

    /** Fails where something went wrong that was not announced. A second time does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            settle();
        } finally {
            troubles.close();
            chromium.giveBack(visitor);
        }
        if (!troubles.unexpected().isEmpty()) {
            throw new AssertionError("what went wrong in the page:\n" + String.join("\n", troubles.unexpected()));
        }
    }
}
