package isthmus.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * Where a model comes from, as far as it is known. Immutable; any thread.
 *
 * @param recipe file in the model's folder, or null for a model that was imported
 * @param epochs of the training
 * @param epoch of these, whose weights were kept, from 1
 * @param time that the training took; null where nobody took it
 * @param libraries version by library name
 * @param imported how the files of an imported model were understood; null for one that was trained here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Provenance(
        String data,
        String recipe,
        Long seed,
        Integer epochs,
        Integer epoch,
        TrainingTime time,
        Map<String, String> libraries,
        ImportRecord imported) {
    public Provenance {
        data = data == null ? null : ModelCard.withoutFolders(data);
    }
}
