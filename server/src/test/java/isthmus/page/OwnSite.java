package isthmus.page;

import isthmus.Limit;
import isthmus.Limits;
import isthmus.Meters;
import isthmus.Settings;
import isthmus.http.WebServer;
import isthmus.inference.OpenModels;
import isthmus.inference.torch.TorchModel;
import isthmus.model.Catalogue;
import java.net.URI;
import java.nio.file.Path;

/** A server over a test's own models, that can go away and come back at the same address. */
final class OwnSite implements AutoCloseable {
    private final Meters meters = new Meters();
    private Settings settings;
    private OpenModels models;
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

    /** Opens the models that are there now, and serves them. */
    void start() {
        models = OpenModels.open(
                Catalogue.read(settings.models()),
                TorchModel::new,
                settings.limits().get(Limit.QUEUE_JOBS),
                (id, ran) -> meters.ran(id, ran.operation(), ran.jobs(), ran.rows(), ran.nanoseconds()));
        site = WebServer.open(settings, models, meters);
        settings = settings.withPort(site.address().getPort());
    }

    /** Goes away: nothing answers at its address. */
    void stop() {
        if (site != null) {
            site.close();
            models.close();
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
        meters.close();
    }
}
