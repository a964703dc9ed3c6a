package isthmus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Gaussian;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.train.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The models that come with Isthmus are whole, as good as they say, and decode as they did when they were measured. */
class BundledModelsTest {
    private static final Path ROOT =
            Path.of(System.getProperty("isthmus.root")).toAbsolutePath().normalize();
    private static final Path MODELS = ROOT.resolve("models");
    private static final long MEBIBYTE = 1 << 20;

    /** What each model's figures must reach. */
    private static final Map<String, Predicate<ModelCard.Figures>> BARS = Map.of(
            "digits", f -> -f.elbo() <= 140,
            "digits-20", f -> -f.elbo() <= 102,
            "digits-50", f -> f.importanceSamples() == 5000 && -f.logLikelihood() <= 86.76,
            "fashion", f -> -f.elbo() <= 255,
            "faces", f -> f.elbo() > f.extra().get("ppca-2"),
            "sprites", f -> f.extra().get("mig") >= 0.25 && f.activeUnits() >= 4,
            "emoji", f -> f.elbo() > 2800);

    static Stream<String> ids() {
        return new TreeSet<>(BARS.keySet()).stream();
    }

    private static ModelFolder folder(String id) throws IOException {
        return ModelFolder.read(MODELS.resolve(id));
    }

    @Test
    void allSevenAreServedAndDigitsIsTheFirst() throws IOException {
        Catalogue catalogue = Catalogue.read(MODELS);
        assertEquals(List.of(), List.copyOf(catalogue.refusals()));
        for (ModelFolder folder : catalogue.models()) {
            folder.card().files().keySet().forEach(folder::checked);
        }
        assertEquals("digits", catalogue.models().get(0).card().id());
        assertEquals(
                BARS.keySet(),
                new TreeSet<>(
                        catalogue.models().stream().map(m -> m.card().id()).toList()));
    }

    @Test
    void theyAreSmallEnoughToTravelWithTheSource() throws IOException {
        long all = 0;
        for (String id : BARS.keySet()) {
            long size = 0;
            try (Stream<Path> files = Files.list(MODELS.resolve(id)).filter(Files::isRegularFile)) {
                for (Path file : files.toList()) {
                    size += Files.size(file);
                }
            }
            assertTrue(size <= 8 * MEBIBYTE, id + " has " + size + " bytes");
            all += size;
        }
        assertTrue(all <= 40 * MEBIBYTE, "together " + all + " bytes");
    }

    @ParameterizedTest
    @MethodSource("ids")
    void eachHasTheFiguresItMustReach(String id) throws IOException {
        ModelCard card = folder(id).card();
        assertNotNull(card.figures(), "figures");
        assertEquals("test", card.figures().part());
        assertTrue(BARS.get(id).test(card.figures()), card.figures().toString());
    }

    @ParameterizedTest
    @MethodSource("ids")
    void eachComesFromTheRecipeBesideIt(String id) throws IOException {
        ModelCard card = folder(id).card();
        Recipe recipe = Recipe.read(MODELS.resolve(id).resolve(card.provenance().recipe()));
        assertEquals(id, recipe.id());
        assertEquals(recipe.latent(), card.latent().dim());
        assertEquals(recipe.data(), card.provenance().data());
        assertEquals(recipe.seed(), card.provenance().seed());
        assertEquals(recipe.epochs(), card.provenance().epochs());
    }

    /** The expected pixels were computed by PyTorch 2.13 from the same files, through torch.jit.load. */
    @ParameterizedTest
    @MethodSource("ids")
    void eachDecodesAsPyTorchDecodesIt(String id) throws IOException {
        JsonNode golden;
        try (InputStream in = getClass().getResourceAsStream("/golden/" + id + ".json")) {
            assertNotNull(in, "golden decodes of " + id);
            golden = new JsonMapper().readTree(in);
        }
        try (TorchModel vae = new TorchModel(folder(id))) {
            int size = vae.card().input().shape().size();
            int dim = vae.card().latent().dim();
            int count = golden.get("codes").size();
            float[] codes = new float[count * dim];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = golden.get("codes").get(i / dim).get(i % dim).floatValue();
            }
            float[] decoded = vae.decode(codes, count);
            int compared = 0;
            for (JsonNode pixel : golden.get("pixels")) {
                int at = pixel.get(0).intValue() * size + pixel.get(1).intValue();
                assertEquals(pixel.get(2).doubleValue(), decoded[at], 1e-4, "value " + at);
                compared++;
            }
            assertTrue(compared >= 60, "compared " + compared);
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void eachAtlasHoldsAsManyRowsAsItsCardSaysAndTheirKl(String id) throws IOException {
        ModelFolder folder = folder(id);
        Atlas atlas = AtlasFile.read(folder);
        assertNotNull(atlas, "atlas");
        assertEquals(folder.card().atlas().count(), atlas.count());
        assertTrue(atlas.count() >= 1000, "rows " + atlas.count());
        for (int row = 0; row < atlas.count(); row += 97) {
            double[] kl = atlas.posteriors()
                    .get(row)
                    .klTo(Gaussian.standard(atlas.dim()))
                    .orElseThrow();
            assertEquals(Arrays.stream(kl).sum(), atlas.kl()[row], 1e-3 * (1 + atlas.kl()[row]));
        }
    }

    /** A code of the atlas decodes to an image that the encoder puts back near it: the three files are of one model. */
    @ParameterizedTest
    @MethodSource("ids")
    void theFilesOfEachBelongTogether(String id) throws IOException {
        ModelFolder folder = folder(id);
        Atlas atlas = AtlasFile.read(folder);
        int dim = atlas.dim();
        int rows = Math.min(200, atlas.count());
        float[] mu = Arrays.copyOf(atlas.mu(), rows * dim);
        try (TorchModel vae = new TorchModel(folder)) {
            PosteriorBatch back = vae.encode(vae.decode(mu, rows), rows);
            double there = 0;
            double apart = 0;
            for (int i = 0; i < mu.length; i++) {
                there += Math.pow(back.means()[i] - mu[i], 2);
                apart += Math.pow(back.means()[(i + 7 * dim) % mu.length] - mu[i], 2);
            }
            assertTrue(there < 0.5 * apart, "squared distance " + there + " against " + apart + " for other rows");
        }
    }
}
