package isthmus.page;

import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import isthmus.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * Opens pages for a test and closes them behind it, which fails the test where one of them met trouble that was not
 * announced. A test class has it as a field: {@code @RegisterExtension final Pages pages = new Pages();}. Browser and
 * server are started by the first test that has it, and end with the last of all tests.
 */
final class Pages implements BeforeEachCallback, AfterEachCallback {
    private final List<OpenPage> open = new ArrayList<>();
    private final List<OwnSite> own = new ArrayList<>();
    private Chromium chromium;
    private BundledSite site;

    @Override
    public void beforeEach(ExtensionContext context) {
        Store store = context.getRoot().getStore(Namespace.create(Pages.class));
        site = store.getOrComputeIfAbsent(BundledSite.class, key -> new BundledSite(), BundledSite.class);
        chromium = store.getOrComputeIfAbsent(Chromium.class, key -> new Chromium(), Chromium.class);
    }

    /** Where the server with the bundled models is reached. */
    URI address() {
        return site.address();
    }

    /** A page that has gone nowhere yet. */
    OpenPage prepare(Screen screen) {
        return opened(new OpenPage(chromium, site.address(), screen, false));
    }

    /** The same for somebody who was never here before. */
    OpenPage prepareForNewcomer(Screen screen) {
        return opened(new OpenPage(chromium, site.address(), screen, true));
    }

    /** A server over a folder of models, which ends with the test, after its pages. */
    OwnSite serve(Path models, Limits limits) {
        OwnSite served = new OwnSite(models, limits);
        own.add(served);
        return served;
    }

    private OpenPage opened(OpenPage page) {
        open.add(page);
        return page;
    }

    /** A page of the site. */
    OpenPage open(String path, Screen screen) {
        return prepare(screen).go(path);
    }

    /** A module of the page by its path, such as /src/latent.js, on a page with nothing else on it, as it is allowed there. */
    ScriptModule module(String path) {
        OpenPage blank = prepare(Screen.DESKTOP);
        String url = site.address().resolve("/").toString();
        blank.page().route(url, route -> {
            Route.FulfillOptions empty = new Route.FulfillOptions().setResponse(route.fetch());
            route.fulfill(empty.setBody("<!doctype html><title>Blank</title>"));
        });
        return new ScriptModule(blank.go("/").page(), path);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        String name = context.getRequiredTestClass().getSimpleName() + "-"
                + context.getRequiredTestMethod().getName();
        Exception broken = null;
        AssertionError trouble = null;
        for (OpenPage page : open) {
            try (page) {
                if (context.getExecutionException().isPresent() && !page.isClosed()) {
                    page.screenshot("failed-%s-%d".formatted(name, open.indexOf(page)));
                }
            } catch (AssertionError e) {
                trouble = e;
            } catch (PlaywrightException e) {
                broken = e; // the other pages are closed all the same
            }
        }
        own.forEach(OwnSite::close);
        if (trouble != null) {
            throw trouble;
        }
        if (broken != null) {
            throw broken;
        }
    }
}
