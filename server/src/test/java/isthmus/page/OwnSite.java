package isthmus.page;

import isthmus.Limits;
import isthmus.Settings;
import isthmus.http.WebServer;
import isthmus.inference.torch.TorchModel;
import java.net.URI;
import java.nio.file.Path;

/** A server over a test's own models, that can go away and come back at the same address. */
final class OwnSite implements AutoCloseable {
    private Settings settings;
    private WebServer site; // null while it is away

    /** Starts it. */
    OwnSite(Path models, Limits limits) {
        settings = Settings.defaults()
                .withPort(0)
                .withModels(models)
                .withWeb(BundledSite.ROOT.resolve("web"))
                .withLimits(limits);
        start();
    }

    /** Serves the models that are there. */
    void start() {
        site = WebServer.open(settings, TorchModel::new);
        settings = settings.withPort(site.address().getPort());
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
        return URI.create("http://%s:%d".formatted(settings.host(), settings.port()));
    }

    @Override
    public void close() {
        stop();
    }
}
