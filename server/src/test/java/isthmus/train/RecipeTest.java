package isthmus.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
    private static final String GOOD = """
            {"id": "tiny", "title": "Tiny", "description": "A tiny model.", "data": "mnist",
             "validation": {"count": 10}, "invert": true,
             "encoder": {"family": "mlp", "dense": [8], "activation": "tanh"},
             "decoder": {"family": "mlp", "dense": [8], "activation": "tanh"},
             "latent": 2, "likelihood": {"family": "bernoulli"}, "beta": 1,
             "optimiser": {"rate": 0.001, "beta1": 0.9, "beta2": 0.999}, "batch": 10, "epochs": 2, "seed": 1}
            """;

    @TempDir
    Path folder;

    private Recipe read(String text) throws Exception {
        Path file = folder.resolve("recipe.json");
        Files.writeString(file, text);
        return Recipe.read(file);
    }

    @Test
    void whatARecipeLeavesOutHasItsPlainMeaning() throws Exception {
        Recipe recipe = read(GOOD);
        assertEquals(1, recipe.draws().count());
        assertEquals(MethodWriter.Precision.FLOAT32, recipe.precision());
        assertEquals(0, recipe.augmentation().shift());
        assertEquals(0, recipe.average());
        assertEquals(TrainingMethod.Name.AEVB, recipe.method());
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"beta\": 1 | \"beta\": 1, \"bet\": 2 | bet",
                "\"beta\": 1 | \"beta\": -1 | beta: expected a positive number, found -1",
                "\"beta\": 1 | \"beta\": 2, \"startBeta\": 9 | startBeta: expected 0 without warmup epochs, found 9",
                "\"beta\": 1 | \"beta\": 2, \"warmup\": 2, \"startBeta\": -9 | startBeta: expected 0 or more, found -9",
                "\"latent\": 2 | \"latent\": 3, \"posterior\": {\"family\": \"flow\", \"steps\": 2, \"units\": 2} | latent: expected an even number, as each step of a flow moves one half, found 3",
                "\"latent\": 2 | \"latent\": 2, \"posterior\": {\"family\": \"flow\", \"steps\": 2} | posterior: units: expected a number in [1, 256], found 0",
                "\"latent\": 2 | \"latent\": 2, \"posterior\": {\"family\": \"point\", \"sigma\": 1} | posterior: sigma: expected none unless the family is fixed, found 1.0",
                "\"latent\": 2 | \"latent\": 2, \"posterior\": {\"family\": \"point\"}, \"draws\": {\"count\": 2, \"importance\": true} | draws: importance: expected false with points",
                "\"latent\": 2 | \"latent\": 2, \"prior\": {\"family\": \"fitted\", \"components\": 2} | prior: family: expected standard, laplace, mixture or vamp, found FITTED",
                "\"latent\": 2 | \"latent\": 2, \"posterior\": {\"family\": \"full\"}, \"prior\": {\"family\": \"vamp\", \"components\": 2} | posterior: family: expected diagonal with the prior vamp, found FULL",
                "\"latent\": 2 | \"latent\": 2, \"prior\": {\"family\": \"mixture\"} | prior: components: expected 1 to 4096, found 0",
                "\"latent\": 2 | \"latent\": 2, \"gradient\": \"score-function\", \"posterior\": {\"family\": \"full\"} | gradient: expected reparameterised unless",
                "\"latent\": 2 | \"latent\": 2, \"from\": \"../digits\" | from: expected a model's id, found ../digits",
                "\"mlp\", \"dense\": [8], \"activation\": \"tanh\" | \"linear\", \"dense\": [8] | encoder: dense: expected none with family linear, found [8]",
                "\"latent\": 2 | \"latent\": \"two\" | latent",
                "\"data\": \"mnist\" | \"method\": \"magic\", \"data\": \"mnist\" | method",
                "\"data\": \"mnist\" | \"method\": \"pca\", \"data\": \"mnist\" | encoder: expected none with this method, found one",
                "\"latent\": 2 | \"latent\": 2, \"local\": {\"steps\": 1, \"rate\": 0.1, \"starts\": 1} | local: expected settings with svi",
                "\"latent\": 2 | \"latent\": 2, \"chains\": {\"proposals\": 0} | chains: proposals: expected 1 to 4096, found 0",
                "\"latent\": 2 | \"latent\": 0 | latent: expected 1 to 1024 dimensions, found 0",
                "\"id\": \"tiny\" | \"id\": \"../tiny\" | id: expected 1 to 64 of a-z",
                "\"family\": \"bernoulli\" | \"family\": \"gaussian\" | likelihood: sigma: expected a number in (0, 1], found 0",
                "\"family\": \"bernoulli\" | \"family\": \"poisson\" | likelihood",
                "\"activation\": \"tanh\" | \"activation\": \"sine\" | coder: activation: expected relu",
                "\"dense\": [8] | \"dense\": [] | encoder: dense: expected at least one",
                "\"dense\": [8] | \"dense\": [8], \"channels\": [4] | encoder: channels: expected none",
                "\"dense\": [8] | \"dense\": [8], \"places\": [4] | encoder: places: expected none with family mlp, found [4]",
                "\"mlp\", \"dense\": [8] | \"conv\", \"channels\": [4], \"places\": [0] | encoder: places: expected sizes from 1",
                "\"mlp\", \"dense\": [8] | \"conv\", \"channels\": [4], \"places\": [4] | encoder: places: expected none, only a decoder",
                "\"rate\": 0.001 | \"rate\": 7 | optimiser: rate: expected a number in (0, 1), found 7",
                "\"count\": 10 | \"count\": 10, \"last\": true | last",
                "\"batch\": 10, | '' | batch: expected 1 to",
            })
    void aFieldThatIsNotAsExpectedIsRefusedByName(String from, String to, String sentence) throws Exception {
        assertTrue(GOOD.contains(from), from);
        Failure failure =
                assertThrows(Failure.class, () -> read(GOOD.replaceFirst(java.util.regex.Pattern.quote(from), to)));
        assertTrue(failure.getMessage().contains(sentence), failure.getMessage());
    }

    @Test
    void aFileThatIsNotThereOrNotJsonIsRefused() {
        assertThrows(Failure.class, () -> Recipe.read(folder.resolve("nowhere.json")));
        Failure failure = assertThrows(Failure.class, () -> read("{\"id\": "));
        assertTrue(failure.getMessage().contains("expected JSON"), failure.getMessage());
    }
}
