package isthmus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {
    private static final double ERROR = 0.03; // four standard errors of some thousand effective draws

    @TempDir
    Path folder;

    private static Coverage of(ChunkedModel model, float[] image, isthmus.inference.Observation seen) {
        return Coverage.of(model, seen, model.encode(image), new float[0], Coverage.Radii.of(model.dim()), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anExactEncoderCoversWhatItSays(int dim) {
        try (LinearModel model = new LinearModel(folder, dim, true, 0, 1)) {
            Coverage found = of(model.chunked, model.image, model.seen());
            assertTrue(found.evidence().trusted());
            assertEquals(Coverage.INNER, found.inner(), ERROR);
            assertEquals(Coverage.OUTER, found.outer(), ERROR);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.25", "2"})
    void variancesThatAreOffCoverAsTheirRadiiDo(double stretch) {
        try (LinearModel model = new LinearModel(folder, 2, true, 0, stretch)) {
            Coverage found = of(model.chunked, model.image, model.seen());
            assertEquals(-Math.expm1(-0.5 * stretch), found.inner(), ERROR);
            assertEquals(-Math.expm1(-2 * stretch), found.outer(), ERROR);
        }
    }

    @Test
    void aModeThatTheEncoderDoesNotKnowIsNotCovered() {
        TwoModes model = new TwoModes(2, 0.2);
        Coverage found = of(model.chunked, model.image, model.seen());
        assertEquals(Coverage.OUTER * (1 - model.greaterShare()), found.outer(), ERROR);
    }
}
