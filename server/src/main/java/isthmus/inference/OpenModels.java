package isthmus.inference;

import isthmus.Failure;
import isthmus.model.Catalogue;
import isthmus.model.Catalogue.Refusal;
import isthmus.model.ModelFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The models of a catalogue that run. Opened and closed by one thread; the engines are for any.
 *
 * @param catalogue what is served, and every refusal: of folders that are broken on disk, and of networks that do not
 *     run as their card says
 * @param engines by id, in the catalogue's order
 */
public record OpenModels(Catalogue catalogue, Map<String, Engine> engines) implements AutoCloseable {
    /**
     * Opens each model of a catalogue and passes over those that fail, with their sentence.
     *
     * @param opener opens a folder's networks and tries them; called on the thread on which the model stays
     */
    public static OpenModels open(Catalogue catalogue, Function<ModelFolder, ? extends Model> opener) {
        return open(catalogue, opener, QueueLimits.DEFAULT.jobs(), (id, ran) -> {});
    }

    /**
     * As {@link #open(Catalogue, Function)}.
     *
     * @param queueJobs jobs that may wait in each lane of a model
     * @param observer told of each batch that a model ran, by the model's id, on the model's thread
     */
    public static OpenModels open(
            Catalogue catalogue,
            Function<ModelFolder, ? extends Model> opener,
            int queueJobs,
            BiConsumer<String, BatchRun> observer) {
        List<ModelFolder> running = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>(catalogue.refusals());
        Map<String, Engine> engines = new LinkedHashMap<>();
        for (ModelFolder folder : catalogue.models()) {
            String id = folder.card().id();
            try {
                QueueLimits limits = new QueueLimits(queueJobs, QueueLimits.DEFAULT.bytes());
                engines.put(
                        id,
                        Engine.join(
                                Engine.start(id, () -> opener.apply(folder), limits, ran -> observer.accept(id, ran))));
                running.add(folder);
            } catch (Failure e) {
                refusals.add(new Refusal(id, e.getMessage()));
            }
        }
        return new OpenModels(new Catalogue(running, refusals), engines);
    }

    /** The engine of this id, or a Failure that says what there is. */
    public Engine engine(String id) {
        return engines.get(catalogue.model(id).card().id());
    }

    @Override
    public void close() {
        engines.values().forEach(Engine::close);
    }
}
