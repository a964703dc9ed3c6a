package isthmus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.check.CheckOptions;
import isthmus.check.Claim;
import isthmus.check.Finding;
import isthmus.check.Finding.Outcome;
import isthmus.check.Subject;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.inference.torch.TorchModel;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The models that come with Isthmus are whole, have the figures that their cards say, and decode as PyTorch decodes them. */
@Beside
class BundledModelsTest {
    private static final Path ROOT =
            Path.of(System.getProperty("isthmus.root")).toAbsolutePath().normalize();
    private static final Path MODELS = ROOT.resolve("models");
    private static final long MEBIBYTE = 1 << 20;

    private static final Set<String> IDS =
            Set.of("digits", "digits-20", "digits-50", "fashion", "faces", "sprites", "emoji");

    /** Of other kinds, on the digits. */
    private static final Set<String> OTHER_KINDS = Set.of(
            "ae-2",
            "beta-1",
            "beta-10",
            "beta-2",
            "beta-4",
            "beta-half",
            "beta-tenth",
            "clusters-2",
            "diffusion-2",
            "fa-2",
            "flow-2",
            "gan-2",
            "iwae-2",
            "mcem-2",
            "mixture-2",
            "pca-2",
            "ppca-2",
            "reinforce-2",
            "sparse-32",
            "svi-2",
            "vae-fixed-2",
            "vae-gauss-2",
            "vae-linear-2",
            "vamp-2",
            "vq-7",
            "wake-sleep-2");

    /** Those whose atlas has few of the images that were measured. */
    private static final Set<String> FEW = Set.of("sparse-32", "vq-7");

    /** Those that no steps of an optimiser led to, and those whose training nobody recorded. */
    private static final Set<String> WITHOUT_HISTORY =
            Set.of("fa-2", "pca-2", "ppca-2", "digits-50", "emoji", "sprites");

    /** The data sets that come with Isthmus, or none. */
    private static CheckOptions options(Path data, int images) {
        return CheckOptions.all(new DataFolders(null, data, Path.of("none")), images, 1);
    }

    static Stream<String> ids() {
        return Stream.concat(IDS.stream(), OTHER_KINDS.stream()).sorted();
    }

    private static ModelFolder folder(String id) throws IOException {
        return ModelFolder.read(MODELS.resolve(id));
    }

    @Test
    void allAreServedAndDigitsIsTheFirst() throws IOException {
        Catalogue catalogue = Catalogue.read(MODELS);
        assertEquals(List.of(), List.copyOf(catalogue.refusals()));
        assertEquals("digits", catalogue.models().get(0).card().id());
        assertEquals(
                ids().collect(Collectors.toSet()),
                catalogue.models().stream().map(m -> m.card().id()).collect(Collectors.toSet()));
    }

    @Test
    void theyAreSmallEnoughToTravelWithTheSource() throws IOException {
        assertTrue(bytes(IDS, 8) <= 40 * MEBIBYTE);
        assertTrue(bytes(OTHER_KINDS, 4) <= 52 * MEBIBYTE);
        long data = 0;
        try (Stream<Path> files = Files.walk(MODELS.resolve("data")).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                data += Files.size(file);
            }
        }
        assertTrue(data <= 12 * MEBIBYTE, "data " + data + " bytes");
    }

    /** Of all, each of at most so many MiB without its history, which has 3 at most. */
    private static long bytes(Set<String> ids, int most) throws IOException {
        long all = 0;
        for (String id : ids) {
            long size = 0;
            try (Stream<Path> files = Files.list(MODELS.resolve(id)).filter(Files::isRegularFile)) {
                for (Path file : files.toList()) {
                    if (file.endsWith(ModelCard.HISTORY)) {
                        assertTrue(Files.size(file) <= 3 * MEBIBYTE, file + " has " + Files.size(file) + " bytes");
                    } else {
                        size += Files.size(file);
                    }
                }
            }
            assertTrue(size <= most * MEBIBYTE, id + " has " + size + " bytes");
            all += size;
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("ids")
    void whatEachClaimsHolds(String id) throws IOException {
        ModelFolder folder = folder(id);
        assertEquals("test", folder.card().figures().part());
        assertTrue(
                folder.card().atlas().count() >= 1000,
                "rows " + folder.card().atlas().count());
        try (Subject subject = new Subject(folder, TorchModel::new, options(MODELS.resolve("data"), 3))) {
            for (Claim claim : List.of(Claim.FILES, Claim.FIGURES, Claim.DECODES, Claim.HISTORY, Claim.ATLAS_ROWS)) {
                Finding found = claim.check(subject);
                boolean known = claim != Claim.ATLAS_ROWS || !id.equals("faces"); // whose images do not come with it
                known &= claim != Claim.FIGURES || !FEW.contains(id);
                known &= claim != Claim.HISTORY || !WITHOUT_HISTORY.contains(id);
                assertEquals(
                        known ? Outcome.HOLDS : Outcome.NOT_CHECKED, found.outcome(), claim + ": " + found.details());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void eachRowOfAnAtlasWhoseImagesComeWithItHasOneOfItsClassAndFactors(String id) throws IOException {
        ModelCard.Atlas made = folder(id).card().atlas();
        DataFolders folders = options(MODELS.resolve("data"), 1).data();
        DataPart part = DataPart.named(made.part());
        if (id.equals("faces")) {
            assertThrows(Failure.class, () -> DataSets.known(made.data(), part, folders));
            return;
        }
        DataSet data = DataSets.known(made.data(), part, folders);
        Atlas atlas = AtlasFile.read(folder(id));
        for (int row = 0; row < atlas.count(); row++) {
            int place = Arrays.binarySearch(data.index(), atlas.index()[row]);
            assertTrue(place >= 0, "row " + row);
            if (data.labels() != null) {
                assertEquals(atlas.label()[row], data.labels()[place], "row " + row);
            }
            if (data.factors() != null) {
                assertArrayEquals(atlas.factors()[row], data.factors()[place], "row " + row);
            }
        }
    }

    /** One of two dimensions and one of more, whose estimates may be too rough to be trusted. */
    @ParameterizedTest
    @ValueSource(strings = {"digits", "digits-20"})
    void nothingThatIsSaidOfLogEvidenceFailsOnImagesThatTheModelDraws(String id) throws IOException {
        try (Subject subject = new Subject(folder(id), TorchModel::new, options(null, 2))) {
            for (Claim claim : List.of(Claim.ERROR_BARS, Claim.EVIDENCE)) {
                Finding found = claim.check(subject);
                assertNotEquals(Outcome.FAILS, found.outcome(), claim + ": " + found.details());
                assertTrue(found.details().contains(" images drawn from the model"), found.details());
            }
        }
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
        assertEquals(recipe.allEpochs(), card.provenance().epochs());
    }

    /**
     * The expected pixels were computed from the same files by PyTorch 2.13, through torch.jit.load, and those of
     * digits-50, emoji and sprites by the layers written out in NumPy, and those of other kinds by PyTorch 1.13.
     */
    @ParameterizedTest
    @MethodSource("ids")
    void eachDecodesAsAnotherProgramDecodesIt(String id) throws IOException {
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

    /** What no claim tells without images: a code of the atlas decodes to what the encoder puts back near it. */
    @Test
    void theFilesOfFacesBelongTogether() throws IOException {
        ModelFolder folder = folder("faces");
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
