package isthmus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BetaSeriesTest {
    @TempDir
    Path folder;

    private BetaSeries of(String recipe) throws IOException {
        Files.writeString(folder.resolve("recipe.json"), recipe.replace('\'', '"'));
        return BetaSeries.of(folder, by("recipe.json"));
    }

    private static Provenance by(String recipe) {
        return new Provenance("mnist", recipe, 1L, 3, 3, null, Map.of(), null);
    }

    @Test
    void modelsThatDifferInBetaAndTheirTitlesAloneAreOneSeries() throws IOException {
        BetaSeries one = of("{'id': 'a', 'title': 'A', 'latent': 2, 'beta': 1, 'optimiser': {'rate': 0.1, 'clip': 3}}");
        BetaSeries other =
                of("{'id': 'b', 'optimiser': {'clip': 3, 'rate': 0.1}, 'description': '…', 'beta': 0.1, 'latent': 2}");
        assertEquals(one.name(), other.name());
        assertEquals(1, one.beta());
        assertEquals(0.1, other.beta());
        assertNotEquals(
                one.name(),
                of("{'latent': 3, 'beta': 1, 'optimiser': {'rate': 0.1, 'clip': 3}}")
                        .name());
        assertNotEquals(
                one.name(),
                of("{'latent': 2, 'beta': 1, 'optimiser': {'rate': 0.2, 'clip': 3}}")
                        .name());
    }

    @Test
    void aModelWithoutSuchARecipeBelongsToNone() throws IOException {
        assertNull(of("{'latent': 2}"));
        assertNull(of("{'latent': 2, 'beta': 'much'}"));
        assertNull(of("no JSON"));
        assertNull(BetaSeries.of(folder, by("missing.json")));
        assertNull(BetaSeries.of(folder, by("../recipe.json")));
        assertNull(BetaSeries.of(folder, null));
    }
}
