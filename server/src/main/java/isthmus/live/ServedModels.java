package isthmus.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import isthmus.Settings;
import isthmus.data.DataFolders;
import isthmus.inference.OpenModels;
import isthmus.model.ModelFolder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The latent spaces of the models that are served, with what was computed of them. Any thread. */
final class ServedModels {
    private static final int KEPT = 32; // results by plane, some 100 kB to 1 MB each

    private final OpenModels models;
    private final DataFolders places;
    private final Map<String, ServedModel> spaces = new ConcurrentHashMap<>();
    private final Cache<Object, Object> results =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    ServedModels(OpenModels models, Settings settings) {
        this.models = models;
        places = DataFolders.of(settings.data());
    }

    /** The space of a model, or a Failure that says what models there are. */
    ServedModel of(String id) {
        ServedModel known = spaces.get(id);
        if (known != null) {
            return known;
        }
        ModelFolder folder = models.catalogue().model(id);
        return spaces.computeIfAbsent(
                id,
                name -> new ServedModel(folder, models.engine(name), new Originals(folder.card(), places), results));
    }
}
