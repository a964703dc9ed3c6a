package isthmus.model;

import isthmus.Failure;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The models of a directory: those that are whole, in the order of their ids with the default one first, and those that
 * were refused. A broken folder never keeps another from being served. Immutable; any thread.
 */
public record Catalogue(List<ModelFolder> models, List<Refusal> refusals) {
    /** The model that is shown first where it is there. */
    public static final String DEFAULT = "digits";

    /** The folder of data sets beside the models, which is none of them. */
    public static final String DATA = "data";

    private static final int MAX_NAMED = 20; // ids in a message
    private static final int MAX_ID = 64; // characters of an unknown id in a message

    /**
     * A folder that is not served.
     *
     * @param id the folder's name
     * @param sentence which file, what was expected, what was found
     */
    public record Refusal(String id, String sentence) {}

    public Catalogue {
        models = List.copyOf(models);
        refusals = List.copyOf(refusals);
    }

    /** Reads every folder of a directory, once. */
    public static Catalogue read(Path directory) {
        return new ModelDirectory(directory).scan();
    }

    /** The model of this id, or a Failure that names those there are. */
    public ModelFolder model(String id) {
        for (ModelFolder model : models) {
            if (model.id().equals(id)) {
                return model;
            }
        }
        throw missing(models.stream().map(ModelFolder::id).toList(), refusals, id);
    }

    /** The failure for an id that is not served. */
    public static Failure missing(Collection<String> served, List<Refusal> refusals, String id) {
        for (Refusal refusal : refusals) {
            if (refusal.id().equals(id)) {
                return Failure.modelFailed(id, "a whole model", "one that was refused: " + refusal.sentence());
            }
        }
        List<String> named = served.stream().limit(MAX_NAMED).toList();
        String more = served.size() > MAX_NAMED ? " and %d more".formatted(served.size() - MAX_NAMED) : "";
        String asked = id.length() > MAX_ID ? id.substring(0, MAX_ID) + "…" : id;
        return Failure.notFound("", "one of the models " + named + more, asked);
    }
}
