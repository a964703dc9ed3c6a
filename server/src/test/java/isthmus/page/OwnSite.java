package isthmus.page;

import isthmus.TestSettings;
import isthmus.http.WebServer;
import isthmus.inference.torch.TorchModel;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A server over a test's own models, that can go away and come back at the same address. */
final class OwnSite implements AutoCloseable {
    private final TestSettings settings = new TestSettings();
    private WebServer site; // null while it is away

    /** Starts it. */
    OwnSite(Path models, Consumer<TestSettings> change) {
        settings.models = models;
        settings.web = BundledSite.ROOT.resolve("web");
        change.accept(settings);
        start();
    }

    /** Serves the models that are there. */
    void start() {
        site = WebServer.open(settings.settings(), TorchModel::new);
        settings.port = site.address().getPort();
    }

    /** Goes away: nothing answers at its address. */
    void stop() {
        if (site != null) {
            site.close();
            site = null;
        }
    }

    /** A path at its address, for a page to go to. */
    String at(String path) {
        return address().resolve(path).toString();
    }

    URI address() {
        return URI.create("http://%s:%d".formatted(settings.host, settings.port));
    }

    @Override
    public void close() {
        stop();
    }
}
