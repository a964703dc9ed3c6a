package isthmus.model;

import isthmus.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The models of a directory: those that are whole, in the order of their ids with the default one first, and those that
 * were refused. A broken folder never keeps another from being served. Immutable; any thread.
 */
public record Catalogue(List<ModelFolder> models, List<Refusal> refusals) {
    /** The model that is shown first where it is there. */
    public static final String DEFAULT = "digits";

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

    /** Reads every folder of a directory; files and hidden folders beside them are passed over. */
    public static Catalogue read(Path directory) {
        List<ModelFolder> models = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Path folder : folders(directory)) {
            try {
                models.add(ModelFolder.read(folder));
            } catch (Failure e) {
                refusals.add(new Refusal(folder.getFileName().toString(), e.getMessage()));
            } catch (IOException e) {
                refusals.add(new Refusal(
                        folder.getFileName().toString(), "%s: expected readable files, found %s".formatted(folder, e)));
            }
        }
        for (int i = 0; i < models.size(); i++) {
            if (models.get(i).card().id().equals(DEFAULT)) {
                Collections.rotate(models.subList(0, i + 1), 1);
            }
        }
        return new Catalogue(models, refusals);
    }

    /** The model of this id, or a Failure that names those there are. */
    public ModelFolder model(String id) {
        for (ModelFolder model : models) {
            if (model.card().id().equals(id)) {
                return model;
            }
        }
        for (Refusal refusal : refusals) {
            if (refusal.id().equals(id)) {
                throw new Failure(Failure.Kind.MODEL_FAILED, "the model was refused: " + refusal.sentence());
            }
        }
        throw Failure.notFound("expected one of the models %s, found %s"
                .formatted(models.stream().map(m -> m.card().id()).toList(), id));
    }

    private static List<Path> folders(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw Failure.notFound(directory + ": expected a directory of models, found none");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.NOT_FOUND,
                    "%s: expected a directory of models, found it unreadable (%s)".formatted(directory, e),
                    e);
        }
    }
}
