package isthmus.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a model stands in a series: models whose recipes are the same but for how much the KL term weighs. Immutable; any
 * thread.
 *
 * @param name the same for all models of a series, and for no others
 * @param beta weight of the KL term
 */
public record BetaSeries(String name, double beta) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final String BETA = "beta";
    private static final List<String> WORDS = List.of("id", "title", "description"); // of which nothing is trained
    private static final int LARGEST = 1 << 20; // bytes
    private static final int DIGITS = 12;

    /** By the recipe that the model was trained by; null where there is none that can be read, or it says no weight. */
    static BetaSeries of(Path folder, Provenance provenance) {
        String name = provenance == null ? null : provenance.recipe();
        if (name == null || !name.equals(Path.of(name).getFileName().toString())) {
            return null;
        }
        Path file = folder.resolve(name);
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST ? of(Files.readAllBytes(file)) : null;
        } catch (IOException e) {
            return null; // a recipe tells where a model comes from, and nothing that it needs
        }
    }

    private static BetaSeries of(byte[] recipe) throws IOException {
        Map<?, ?> fields = JSON.readValue(recipe, Map.class);
        if (!(fields.get(BETA) instanceof Number beta)) {
            return null;
        }
        fields.keySet().removeAll(WORDS);
        fields.remove(BETA);
        return new BetaSeries(hash(fields), beta.doubleValue());
    }

    private static String hash(Map<?, ?> fields) throws JsonProcessingException {
        return Sha256.of(JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8))
                .substring(0, DIGITS);
    }
}
