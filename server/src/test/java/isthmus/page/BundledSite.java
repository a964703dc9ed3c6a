package isthmus.page;

import isthmus.Settings;
import isthmus.http.WebServer;
import isthmus.inference.torch.TorchModel;
import java.net.URI;
import java.nio.file.Path;

/** The page and the models as they come with Isthmus, served for a whole test run. */
final class BundledSite implements AutoCloseable {
    static final Path ROOT =
            Path.of(System.getProperty("isthmus.root")).toAbsolutePath().normalize();

    private final WebServer site;

    BundledSite() {
        Settings settings = Settings.defaults()
                .withPort(0)
                .withModels(ROOT.resolve("models"))
                .withWeb(ROOT.resolve("web"));
        site = WebServer.open(settings, TorchModel::new);
    }

    URI address() {
        return site.address();
    }

    @Override
    public void close() {
        site.close();
    }
}
