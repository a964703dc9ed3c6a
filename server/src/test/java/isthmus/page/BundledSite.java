package isthmus.page;

import isthmus.Limit;
import isthmus.Meters;
import isthmus.Settings;
import isthmus.http.WebServer;
import isthmus.inference.OpenModels;
import isthmus.inference.torch.TorchModel;
import isthmus.model.Catalogue;
import java.net.URI;
import java.nio.file.Path;

/** The page and the models as they come with Isthmus, served for a whole test run: opening seven models takes a while. */
final class BundledSite implements AutoCloseable {
    static final Path ROOT =
            Path.of(System.getProperty("isthmus.root")).toAbsolutePath().normalize();

    private final Meters meters = new Meters();
    private final OpenModels models;
    private final WebServer site;

    BundledSite() {
        Settings settings = Settings.defaults()
                .withPort(0)
                .withModels(ROOT.resolve("models"))
                .withWeb(ROOT.resolve("web"));
        models = OpenModels.open(
                Catalogue.read(settings.models()),
                TorchModel::new,
                settings.limits().get(Limit.QUEUE_JOBS),
                (id, ran) -> meters.ran(id, ran.operation(), ran.jobs(), ran.rows(), ran.nanoseconds()));
        site = WebServer.open(settings, models, meters);
    }

    URI address() {
        return site.address();
    }

    @Override
    public void close() {
        site.close();
        models.close();
        meters.close();
    }
}
