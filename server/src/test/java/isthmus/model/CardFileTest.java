package isthmus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.model.ModelCard.Atlas;
import isthmus.model.ModelCard.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardFileTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    private static final String WHOLE = """
            {
              "id" : "small",
              "title" : "Small",
              "kind" : "vae",
              "input" : {"channels" : 1, "height" : 4, "width" : 6},
              "latent" : {"dim" : 2},
              "posterior" : "diagonal",
              "likelihood" : {"family" : "bernoulli"},
              "output" : "logits",
              "files" : {"encoder.pt" : "HASH", "decoder.pt" : "HASH"}
            }
            """.replace("HASH", HASH);

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("card.json");
    }

    private ModelCard read(String text) throws IOException {
        Files.writeString(path, text);
        return CardFile.read(path);
    }

    private void refused(String from, String to, String message) {
        assertTrue(WHOLE.contains(from), from);
        assertEquals(
                path + ": " + message,
                assertThrows(Failure.class, () -> read(WHOLE.replace(from, to))).getMessage());
    }

    @Test
    void aCardWithoutOptionalFieldsIsRead() throws IOException {
        ModelCard card = read(WHOLE);
        assertEquals("", card.description());
        assertEquals(24, card.input().shape().size());
        assertFalse(card.input().invert());
        assertFalse(card.scoresDraws());
        assertEquals(List.of(), card.labels());
    }

    @Test
    void aCardThatNamesNoPriorHasTheStandardOne() throws IOException {
        float[] z = {2, 5};
        assertEquals(
                -Math.log(2 * Math.PI) - 14.5, read(WHOLE).prior().inCard(2).logDensity(z, 0), 1e-6);
        String gaussian = "\"posterior\" : \"diagonal\", \"prior\" : {\"family\" : \"gaussian\", "
                + "\"mean\" : [1, 2], \"deviation\" : [0.5, 3]}";
        ModelCard card = read(WHOLE.replace("\"posterior\" : \"diagonal\"", gaussian));
        assertEquals(
                -Math.log(2 * Math.PI) - Math.log(0.5 * 3) - 0.5 * (4 + 1),
                card.prior().inCard(2).logDensity(z, 0),
                1e-6);
        CardFile.write(path, card);
        assertEquals(card, CardFile.read(path));
        refused(
                "\"posterior\" : \"diagonal\"",
                gaussian.replace("[1, 2]", "[1]"),
                "prior: expected a mean and a deviation for each of 2 latent dimensions, found 1 and 2");
        refused(
                "\"posterior\" : \"diagonal\"",
                gaussian.replace("[0.5, 3]", "[0.5, 0]"),
                "prior.deviation: expected positive numbers, found [0.5, 0.0]");
    }

    @Test
    void sigmaIsOneNumberOrOneForEachValue() throws IOException {
        String bernoulli = "{\"family\" : \"bernoulli\"}";
        ModelCard one = read(WHOLE.replace(bernoulli, "{\"family\" : \"gaussian\", \"sigma\" : 0.25}"));
        CardFile.write(path, one);
        assertTrue(Files.readString(path).contains("\"sigma\": 0.25"), Files.readString(path));
        assertEquals(one, CardFile.read(path));
        String many = "{\"family\" : \"gaussian\", \"sigma\" : [" + "0.5, ".repeat(23) + "1]}";
        ModelCard each = read(WHOLE.replace(bernoulli, many));
        assertEquals(24, each.likelihood().sigma().size());
        CardFile.write(path, each);
        assertEquals(each, CardFile.read(path));
        refused(
                bernoulli,
                "{\"family\" : \"gaussian\", \"sigma\" : [1, 2]}",
                "likelihood.sigma: expected one standard deviation, or one for each of an image's 24 values, found 2");
    }

    @Test
    void whatIsWrittenIsReadBackAndTheSameBytesComeAgain() throws IOException {
        Figures figures = new Figures(
                "MNIST",
                "test",
                10_000,
                42,
                8,
                -97.125,
                0.1,
                -70.0,
                27.125,
                -92.5,
                0.2,
                500,
                1000,
                List.of(13.0, 14.125),
                2,
                0.01,
                Map.of("mutual information gap", 0.25, "accuracy", 0.5));
        ModelCard card = read(WHOLE)
                .withAtlas(
                        new Atlas("MNIST", "test", 10),
                        read(WHOLE).labels(),
                        Map.of("encoder.pt", HASH, "decoder.pt", HASH, "atlas.npz", HASH, "recipe.json", HASH))
                .withFigures(figures);
        var imported = new ImportRecord(
                List.of("vae.pt2"), 64, List.of(new ImportRecord.Decision("scale", "[0, 1]", "bytes", 12.5, 0.5)));
        card = new ModelCard(
                card.id(),
                "Zahlen – 数字",
                "One line.",
                card.kind(),
                card.input(),
                card.latent(),
                card.posterior(),
                card.prior(),
                card.likelihood(),
                card.output(),
                List.of("zero", "one"),
                card.files(),
                card.atlas(),
                new Provenance(
                        "MNIST",
                        "recipe.json",
                        42L,
                        60,
                        null,
                        new TrainingTime(81.5, 80.2, 1),
                        Map.of("pytorch", "2.7.1", "djl", "0.35.1"),
                        imported),
                figures);
        CardFile.write(path, card);
        assertEquals(card, CardFile.read(path));
        String text = Files.readString(path);
        assertTrue(text.contains("\n  \"kind\": \"vae\",\n"), text);
        assertTrue(text.indexOf("\"atlas.npz\"") < text.indexOf("\"decoder.pt\""), "names in files are in order");
        CardFile.write(folder.resolve("again"), CardFile.read(path));
        assertEquals(-1, Files.mismatch(path, folder.resolve("again")));
    }

    @Test
    void anUnknownFieldIsRefusedByNameAtAnyDepth() {
        refused(
                "\"height\"",
                "\"depth\" : 1, \"height\"",
                "input.depth: expected one of channels, fit, height, invert, width, found an unknown field");
        refused(
                "\"output\"",
                "\"extra\" : 1, \"output\"",
                "extra: expected one of atlas, description, figures, files, id, input, kind, labels, latent, "
                        + "likelihood, output, posterior, prior, provenance, title, found an unknown field");
    }

    @Test
    void aValueThatIsNoneOfTheNamesIsRefusedWithTheNames() {
        refused(
                "\"vae\"",
                "\"vea\"",
                "kind: expected one of vae, beta-vae, ae, pca, ppca, factor-analysis, svi, wake-sleep, mcem, vq-vae, gan, latent-diffusion, found vea");
        refused(
                "\"diagonal\"",
                "\"round\"",
                "posterior: expected one of diagonal, point, full, mixture, flow, found round");
        refused("\"logits\"", "\"scores\"", "output: expected one of mean, logits, found scores");
    }

    @Test
    void aFieldOutOfItsRangeIsRefusedWithExpectedAndFound() {
        refused("\"dim\" : 2", "\"dim\" : 0", "latent.dim: expected 1 to 4096, found 0");
        refused("\"channels\" : 1", "\"channels\" : 5", "input.channels: expected 1 to 4 of them, found 5");
        refused("\"height\" : 4", "\"height\" : -4", "input.height: expected 1 to 1024 pixels, found -4");
        refused("\"width\" : 6", "\"width\" : 2000", "input.width: expected 1 to 1024 pixels, found 2000");
        refused(
                "\"small\"",
                "\"Small\"",
                "id: expected 1 to 64 of a-z, 0-9 and -, not - first, and not data, found Small");
        refused(
                "\"small\"",
                "\"data\"",
                "id: expected 1 to 64 of a-z, 0-9 and -, not - first, and not data, found data");
        refused("\"small\"", "\"..\"", "id: expected 1 to 64 of a-z, 0-9 and -, not - first, and not data, found ..");
        refused("\"Small\"", "\" \"", "title: expected a name for people, found none");
        refused(
                "{\"family\" : \"bernoulli\"}",
                "{\"family\" : \"bernoulli\", \"sigma\" : 0.1}",
                "likelihood.sigma: expected none for a bernoulli likelihood, found 0.1");
        refused(
                "\"bernoulli\"",
                "\"gaussian\"",
                "likelihood.sigma: expected a positive standard deviation for a gaussian, found null");
        refused(
                "{\"family\" : \"bernoulli\"}",
                "{\"family\" : \"gaussian\", \"sigma\" : 1, \"binarised\" : true}",
                "likelihood.binarised: expected it with a bernoulli likelihood alone, found it with a gaussian");
    }

    @Test
    void filesAreNamesInTheFolderWithHashes() {
        refused("\"encoder.pt\" : ", "\"enc.pt\" : ", "files: expected the sha256 of encoder.pt, found none");
        refused(
                "\"files\" : {",
                "\"files\" : {\"../secret\" : \"" + HASH + "\", ",
                "files: expected names of files in the model's own folder, found ../secret");
        refused(
                "\"decoder.pt\" : \"" + HASH,
                "\"decoder.pt\" : \"ABC",
                "files: expected a sha256 in 64 lower-case hex digits for decoder.pt, found ABC");
        refused(
                "\"files\" : {",
                "\"files\" : {\"atlas.npz\" : \"" + HASH + "\", ",
                "atlas: expected a description of it and its sha256 in files, or neither, found only one");
    }

    @Test
    void aMissingNumberIsRefusedByName() {
        refused("\"dim\" : 2", "", "latent.dim: expected a value, found none");
        refused("\"height\"", "\"heigth\"", "input.height: expected a value, found none");
    }

    @Test
    void aMistypedFieldIsRefusedByName() {
        for (String[] change : new String[][] {
            {"\"kind\" : \"vae\",", "", "kind: expected"},
            {"\"dim\" : 2", "\"dim\" : null", "latent.dim: expected"},
            {"\"dim\" : 2", "\"dim\" : 2.5", "latent.dim: expected"},
            {"\"dim\" : 2", "\"dim\" : \"2\"", "latent.dim: expected"},
            {"{\"dim\" : 2}", "3", "latent: expected"},
            {"\"dim\" : 2", "\"dim\" : 2, \"dim\" : 3", "latent: expected"},
            {"}\n}", "}", "line 11, column 1: expected JSON"},
            {"{\n  \"id\"", "[{\n \"id\"", "line 1, column 1: expected a card"},
        }) {
            String message = assertThrows(Failure.class, () -> read(WHOLE.replace(change[0], change[1])))
                    .getMessage();
            assertTrue(message.startsWith(path + ": " + change[2]), message);
            assertEquals(1, message.lines().count(), message);
        }
    }

    @Test
    void aFileThatIsNoJsonIsRefusedWithThePlace() {
        String message = assertThrows(Failure.class, () -> read("{\n  id: 3}")).getMessage();
        assertTrue(message.startsWith(path + ": line 2, column 3: expected JSON, found "), message);
    }
}
