package isthmus.page;

import com.microsoft.playwright.Page;
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
 * server are started by the first test of a thread that has it, and end with the last of all tests.
 */
final class Pages implements BeforeEachCallback, AfterEachCallback {
    private final List<OpenPage> open = new ArrayList<>();
    private final List<OwnSite> own = new ArrayList<>();
    private PageWorker worker; // of the thread that runs the test
    private boolean works; // whether the test has asked for a module

    @Override
    public void beforeEach(ExtensionContext context) {
        Store store = context.getRoot().getStore(Namespace.create(Pages.class));
        worker = store.getOrComputeIfAbsent(Thread.currentThread(), key -> new PageWorker(), PageWorker.class);
    }

    /** Where the server with the bundled models is reached. */
    URI address() {
        return worker.site().address();
    }

    /** A page that has gone nowhere yet. */
    OpenPage prepare(Screen screen) {
        return opened(
                new OpenPage(worker.chromium(), address(), worker.chromium().visitor(screen, address())));
    }

    /** The same for somebody who was never here before. */
    OpenPage prepareForNewcomer(Screen screen) {
        return opened(
                new OpenPage(worker.chromium(), address(), worker.chromium().newcomer(screen, address())));
    }

    /** A server over a folder of models, which ends with the test, after its pages. */
    OwnSite serve(Path models, Limits limits) {
        OwnSite served = new OwnSite(models, settings -> settings.limits = limits);
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

    /** A page of the site, under its policy, with nothing on it: what it takes long to load is left out. */
    OpenPage blank(Screen screen) {
        return emptied(prepare(screen)).go("/");
    }

    /** Has a prepared page go to an empty one in place of the site's. */
    OpenPage emptied(OpenPage prepared) {
        String url = address().resolve("/").toString();
        prepared.page().route(url, route -> {
            Route.FulfillOptions empty = new Route.FulfillOptions().setResponse(route.fetch());
            route.fulfill(empty.setBody("<!doctype html><title>Blank</title>"));
        });
        return prepared;
    }

    /** A module of the page by its path, such as /src/latent.js, on a blank page that all such tests share. */
    ScriptModule module(String path) {
        works = true;
        if (worker.workbench() == null) {
            OpenPage made = emptied(new OpenPage(
                            worker.chromium(), address(), worker.chromium().visitor(Screen.DESKTOP, address())))
                    .go("/");
            Page.AddScriptTagOptions charts = new Page.AddScriptTagOptions();
            made.page().addScriptTag(charts.setUrl("/webjars/d3/7.9.0/dist/d3.min.js")); // as on the page
            Page.AddStyleTagOptions colours = new Page.AddStyleTagOptions();
            made.page().addStyleTag(colours.setUrl("/css/tokens.css")); // which scripts read
            worker.setWorkbench(made);
        }
        return new ScriptModule(worker.workbench().page(), path);
    }

    /** Fails where a module made trouble, after which the next one has a page of its own. */
    private void checkModules() {
        if (works && !worker.workbench().isWell()) {
            OpenPage page = worker.workbench();
            worker.setWorkbench(null);
            page.close();
        }
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
        checkModules();
        if (trouble != null) {
            throw trouble;
        }
        if (broken != null) {
            throw broken;
        }
    }
}
