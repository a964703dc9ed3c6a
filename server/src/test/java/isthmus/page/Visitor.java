package isthmus.page;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;

/**
 * A browser's profile. Nothing of one test is left in it for the next but the files of the page, which the browser then
 * need not fetch and compile again: that halves the time in which a page opens.
 */
final class Visitor implements AutoCloseable {
    /** As in a browser in which one image was followed, which begins by itself at a first visit. */
    private static final String FOLLOWED =
            "try { localStorage.setItem('isthmus-followed', 'all') } catch { /* no page yet */ }";

    private static final String FORGET = """
            () => new Promise((done) => {
              localStorage.clear();
              indexedDB.deleteDatabase("isthmus").onsuccess = done;
            })
            """;

    private static final double PATIENCE = 60_000; // milliseconds; on a busy machine a page takes long to come

    private final Screen screen;
    private final BrowserContext context;
    private final boolean newcomer;
    private final Page anchor; // while a page of the site is open, the browser keeps what it has compiled

    /**
     * @param newcomer whether they were never here before, and are shown one image
     */
    Visitor(Screen screen, BrowserContext context, URI site, boolean newcomer) {
        this.screen = screen;
        this.context = context;
        this.newcomer = newcomer;
        context.setDefaultTimeout(PATIENCE);
        if (newcomer) {
            anchor = null; // nobody comes after them
        } else {
            context.addInitScript(FOLLOWED);
            anchor = context.newPage();
            anchor.navigate(site.resolve("/icon.svg").toString());
        }
    }

    Screen screen() {
        return screen;
    }

    boolean isNewcomer() {
        return newcomer;
    }

    BrowserContext context() {
        return context;
    }

    /** Makes the profile as it was, but for what the browser has cached. */
    void reset() {
        for (Page page : List.copyOf(context.pages())) {
            if (page != anchor) {
                page.close();
            }
        }
        anchor.evaluate(FORGET);
        context.clearCookies();
        context.clearPermissions();
    }

    @Override
    public void close() {
        context.close();
    }
}
