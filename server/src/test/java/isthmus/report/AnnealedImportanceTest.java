package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.latent.Gaussian;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Beside
class AnnealedImportanceTest {
    @TempDir
    Path folder;

    private static void assertEvidence(double expected, AnnealedImportance found) {
        assertTrue(found.settled(), found.toString());
        assertTrue(found.evidence().error() < 0.3, found.toString());
        assertEquals(expected, found.evidence().log(), 4 * found.evidence().error() + 1e-3, found.toString());
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 4", "10, 1"})
    void logEvidenceMeetsItsClosedFormAlsoWhereTheScaleIsWrong(int dim, double stretch) {
        try (LinearModel model = new LinearModel(folder, dim, false, 0.5, stretch)) {
            Gaussian q = model.chunked.encode(model.image);
            for (int seed = 1; seed <= 2; seed++) {
                assertEvidence(model.logEvidence(), AnnealedImportance.of(model.chunked, model.seen(), q, seed));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aModeThatTheEncoderDoesNotKnowCounts(int dim) {
        try (TwoModes model = new TwoModes(dim, 0.3)) {
            Gaussian q = model.chunked.encode(model.image);
            assertEvidence(model.logEvidence(), AnnealedImportance.of(model.chunked, model.seen(), q, 1));
        }
    }

    /** Chains that hardly move take the prior's draws as they are, whose weights are uneven, and that is told. */
    @Test
    void chainsThatDoNotFollowAreNotSettled() {
        try (LinearModel model = new LinearModel(folder, 10, false, 0, 1e-8)) {
            Gaussian q = model.chunked.encode(model.image);
            AnnealedImportance found = AnnealedImportance.of(model.chunked, model.seen(), q, 1);
            assertTrue(!found.settled(), found.toString());
        }
    }
}
