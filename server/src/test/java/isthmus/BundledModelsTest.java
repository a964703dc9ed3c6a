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
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The models that come with Isthmus are whole, have the figures that their cards say, and decode as PyTorch decodes them. */
class BundledModelsTest {
    private static final Path ROOT =
            Path.of(System.getProperty("isthmus.root")).toAbsolutePath().normalize();
    private static final Path MODELS = ROOT.resolve("models");
    private static final long MEBIBYTE = 1 << 20;

    private static final Set<String> IDS =
            Set.of("digits", "digits-20", "digits-50", "fashion", "faces", "sprites", "emoji");

    /** Where an atlas holds all images: which of them, by their place in the data set, are of the test part. */
    private static final Map<String, IntPredicate> TEST_IMAGES = Map.of(
            "faces", index -> (index >= 800 && index <= 999) || (index >= 1765 && index <= 1964),
            "emoji", index -> index % 10 == 9);

    static Stream<String> ids() {
        return IDS.stream().sorted();
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
        assertEquals(IDS, catalogue.models().stream().map(m -> m.card().id()).collect(Collectors.toSet()));
    }

    @Test
    void theyAreSmallEnoughToTravelWithTheSource() throws IOException {
        long all = 0;
        for (String id : IDS) {
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

    /**
     * Measured figures are recomputed from the rows of the atlas that are of the test part. Where these are all the images that
     * were measured, they agree to rounding, as both have the same posterior draws. The atlas of digits-50 has the first half of
     * them, which other people wrote than the second: no random sample, so its means may be off by a tenth of a standard
     * deviation over images.
     */
    @ParameterizedTest
    @MethodSource("ids")
    void theAtlasGivesTheFiguresOfTheCardAgain(String id) throws IOException {
        ModelFolder folder = folder(id);
        ModelCard.Figures figures = folder.card().figures();
        Atlas atlas = AtlasFile.read(folder);
        assertEquals("test", figures.part());
        boolean isTestAlone = folder.card().atlas().part().equals("test");
        int[] rows = IntStream.range(0, atlas.count())
                .filter(row -> isTestAlone || TEST_IMAGES.get(id).test(atlas.index()[row]))
                .toArray();
        int images = figures.images();
        assertTrue(isTestAlone ? 2 * rows.length >= images : rows.length == images, rows.length + " of " + images);

        assertMean("kl", figures.kl(), images, rows, row -> atlas.kl()[row]);
        assertMean("reconstruction", figures.reconstruction(), images, rows, row -> atlas.reconstruction()[row]);
        assertEquals(figures.elbo(), figures.reconstruction() - figures.kl(), 1e-9 * Math.abs(figures.elbo()));
        int active = 0;
        for (int d = 0; d < atlas.dim(); d++) {
            int dimension = d;
            double kl = figures.klByDimension().get(d);
            assertMean("kl of " + d, kl, images, rows, row -> klToStandard(atlas, row, dimension));
            double mean = mean(rows, row -> atlas.mu()[row * atlas.dim() + dimension]);
            double variance = mean(rows, row -> Math.pow(atlas.mu()[row * atlas.dim() + dimension] - mean, 2));
            active += variance > figures.activeThreshold() ? 1 : 0;
        }
        assertEquals(figures.activeUnits(), active, "active units");
    }

    private static double klToStandard(Atlas atlas, int row, int dimension) {
        double mu = atlas.mu()[row * atlas.dim() + dimension];
        double logvar = atlas.posteriors().logvar()[row * atlas.dim() + dimension];
        return (mu * mu + Math.exp(logvar) - logvar - 1) / 2;
    }

    private static double mean(int[] rows, IntToDoubleFunction value) {
        return IntStream.of(rows).mapToDouble(value).average().orElseThrow();
    }

    /** Holds the mean over some rows against that over so many images, of which the rows are a part. */
    private static void assertMean(String what, double expected, int images, int[] rows, IntToDoubleFunction value) {
        double mean = mean(rows, value);
        double variance = mean(rows, row -> Math.pow(value.applyAsDouble(row) - mean, 2));
        double slack = rows.length == images ? 0 : 0.1 * Math.sqrt(variance);
        assertEquals(expected, mean, 1e-6 * (1 + Math.abs(expected)) + slack, what);
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
