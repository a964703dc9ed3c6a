package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final String RECIPE = """
            {"id": "tiny", "title": "Tiny", "description": "A tiny model.", "data": "mnist",
             "validation": {"count": 10}, "encoder": {"family": "mlp", "dense": [8], "activation": "tanh"},
             "decoder": {"family": "mlp", "dense": [8], "activation": "tanh"},
             "latent": 2, "likelihood": {"family": "bernoulli"}, "beta": 4, BETA
             "optimiser": {"rate": 0.01, "rise": 4, "beta1": 0.9, "beta2": 0.999}, "batch": 10, "epochs": 6, "seed": 1}
            """;

    @TempDir
    Path folder;

    private Schedule schedule(String beta) throws Exception {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, RECIPE.replace("BETA", beta));
        return new Schedule(Recipe.read(file), 10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 4 | 4 | 4",
                "\"warmup\": 2, | 0.2 | 2 | 4",
                "\"warmup\": 2, \"startBeta\": 36, | 32.25450455 | 12 | 4",
            })
    void betaGoesStraightFromNothingOrByEqualFactorsFromItsStartOverTheWarmUp(
            String fields, double first, double middle, double last) throws Exception {
        Schedule schedule = schedule(fields);
        assertEquals(first, schedule.beta(0), 1e-8);
        assertEquals(middle, schedule.beta(9), 1e-9);
        assertEquals(last, schedule.beta(19), 1e-9);
        assertEquals(4, schedule.beta(59), 1e-9);
    }

    @Test
    void theRateRisesAndThenFallsToNothing() throws Exception {
        Schedule schedule = schedule("");
        assertEquals(0.0025, schedule.rate(0), 1e-9);
        assertEquals(0.01, schedule.rate(4), 1e-9);
        assertEquals(0.005, schedule.rate(32), 1e-9);
        assertEquals(0, schedule.rate(60), 1e-9);
    }
}
