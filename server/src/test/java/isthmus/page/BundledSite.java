package isthmus.page;

import isthmus.TestSettings;
import isthmus.http.WebServer;
import isthmus.inference.torch.TorchModel;
import java.net.URI;
import java.nio.file.Path;

/** The page and the models as they come with Isthmus, served for the page tests of one thread. */
final class BundledSite implements AutoCloseable {
    static final Path ROOT =
            Path.of(System.getProperty("isthmus.root")).toAbsolutePath().normalize();

    private final WebServer site;

    BundledSite() {
        TestSettings settings = new TestSettings();
        settings.models = ROOT.resolve("models");
        settings.web = ROOT.resolve("web");
        site = WebServer.open(settings.settings(), TorchModel::new);
    }

    URI address() {
        return site.address();
    }

    @Override
    public void close() {
        site.close();
    }
}
