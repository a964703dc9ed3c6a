package isthmus.live;

import io.javalin.Javalin;
import isthmus.ClientAddress;
import isthmus.Limits;
import isthmus.Meters;
import isthmus.TestSettings;
import isthmus.image.Shape;
import isthmus.inference.Model;
import isthmus.inference.ModelStore;
import isthmus.inference.StoreOptions;
import isthmus.inference.torch.TorchModel;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.train.SmallModels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** The socket alone, over one real model, {@code large}, of two dimensions and images of a given shape. */
final class LiveSite implements AutoCloseable {
    static final int DIM = 2;

    final SmallModels.Linear model;
    final LiveServer live;
    final ModelStore models;

    private final Meters meters = new Meters();
    private final Javalin javalin;

    LiveSite(Path folder, Shape shape, Limits limits) throws IOException {
        this(folder, shape, limits, TorchModel::new);
    }

    LiveSite(Path folder, Shape shape, Limits limits, Function<ModelFolder, ? extends Model> opener)
            throws IOException {
        model = SmallModels.Linear.drawn(shape, DIM, 5);
        Path large = Files.createDirectories(folder.resolve("large"));
        model.writeEncoder(large.resolve(ModelCard.ENCODER));
        model.writeDecoder(large.resolve(ModelCard.DECODER));
        Cards.write(large, Cards.card("large", shape, DIM));
        TestSettings settings = new TestSettings();
        settings.models = folder;
        settings.limits = limits;
        models = ModelStore.open(folder, opener, StoreOptions.DEFAULT);
        models.lease("large").join().close(); // so that no test waits for it to open
        live = new LiveServer(settings.settings(), models, meters);
        javalin = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.showOldJavalinVersionWarning = false;
                    ClientAddress client = ClientAddress.of(InetAddress.getLoopbackAddress());
                    config.routes.wsBeforeUpgrade(context -> context.attribute(ClientAddress.class.getName(), client));
                    live.register(config);
                })
                .start("127.0.0.1", 0);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + javalin.port());
    }

    @Override
    public void close() {
        live.close();
        javalin.stop();
        models.close();
        meters.close();
    }
}
