package isthmus.page;

/**
 * What the tests of one thread share for a whole run: a server with the bundled models, a browser, and the blank page on
 * which modules are called, where what one of them imports is loaded once. Playwright allows a browser one thread only, and
 * tests count what their server answers.
 */
final class PageWorker implements AutoCloseable {
    private final BundledSite site = new BundledSite();
    private final Chromium chromium;
    private OpenPage workbench; // null before the first module, and after one that made trouble

    PageWorker() {
        try {
            chromium = new Chromium();
        } catch (RuntimeException e) {
            site.close();
            throw e;
        }
    }

    BundledSite site() {
        return site;
    }

    Chromium chromium() {
        return chromium;
    }

    OpenPage workbench() {
        return workbench;
    }

    void setWorkbench(OpenPage page) {
        workbench = page;
    }

    @Override
    public void close() {
        chromium.close();
        site.close();
    }
}
