package isthmus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.atlas.NearestRows;
import isthmus.atlas.NearestRows.Neighbour;
import isthmus.data.DataFolders;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.data.DataSets;
import isthmus.estimate.Elbo;
import isthmus.image.Fit;
import isthmus.image.Fitting;
import isthmus.image.PaperPictures;
import isthmus.image.Picture;
import isthmus.inference.ImageEncoder;
import isthmus.inference.Model;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Posterior;
import isthmus.latent.PosteriorBatch;
import isthmus.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Test images as somebody might photograph them land where the images themselves do. */
@Beside
class PreparedPicturesTest {
    private static final Path MODELS = Path.of(System.getProperty("isthmus.root"), "models");
    private static final int NEIGHBOURS = 15;
    private static final int TOGETHER = 50; // images that are encoded in one run
    private static final int DRAWS = 16;

    @Test
    void aPictureOfADigitOnPaperIsOfTheClassAndTheBoundOfItsImage() throws IOException {
        assertLikeItsImage("digits", 250, true);
    }

    @ParameterizedTest
    @Tag("speed") // too long for every build
    @CsvSource({"digits-20, 500, true", "fashion, 500, true"})
    void soIsOneOfOtherModels(String id, int images, boolean moved) throws IOException {
        assertLikeItsImage(id, images, moved);
    }

    /**
     * By class and by bound.
     *
     * @param images spread over the test part, of which every other one is a JPEG and the others are PNG
     */
    private static void assertLikeItsImage(String id, int images, boolean moved) throws IOException {
        ModelFolder folder = ModelFolder.read(MODELS.resolve(id));
        Atlas atlas = AtlasFile.read(folder);
        DataSet set = DataSets.known(
                folder.card().atlas().data(),
                DataPart.TEST,
                new DataFolders(null, MODELS.resolve("data"), Path.of("none")));
        int[] rows = IntStream.range(0, images)
                .map(i -> (int) ((long) i * atlas.count() / images))
                .toArray();
        double[] differences = new double[images]; // of bounds, in nats
        int right = 0;
        int rightOfImages = 0;
        try (Model model = new TorchModel(folder)) {
            for (int from = 0; from < images; from += TOGETHER) {
                int[] some = Arrays.copyOfRange(rows, from, Math.min(images, from + TOGETHER));
                float[] inputs = onPaper(folder, set, atlas, some, moved);
                PosteriorBatch posteriors = model.encode(inputs, some.length);
                for (int i = 0; i < some.length; i++) {
                    int row = some[i];
                    float[] code = Arrays.copyOfRange(atlas.mu(), row * atlas.dim(), (row + 1) * atlas.dim());
                    rightOfImages += classOf(atlas, code, row) == atlas.label()[row] ? 1 : 0;
                    Posterior q = posteriors.get(i);
                    right += classOf(atlas, q.mean(), row) == atlas.label()[row] ? 1 : 0;
                    int size = set.shape().size();
                    differences[from + i] = bound(model, q, Arrays.copyOfRange(inputs, i * size, (i + 1) * size))
                            - (atlas.reconstruction()[row] - atlas.kl()[row]);
                }
            }
        }
        Arrays.sort(differences);
        double median = differences[images / 2];
        String found = "%s: %d of %d right, of the images themselves %d; bounds differ by %.2f nats in the median"
                .formatted(id, right, images, rightOfImages, median);
        assertTrue(right >= 0.95 * rightOfImages && Math.abs(median) <= 12, found);
    }

    /** Pictures of the images, fitted as a server fits them. */
    private static float[] onPaper(ModelFolder folder, DataSet set, Atlas atlas, int[] rows, boolean moved) {
        int size = set.shape().size();
        float[] inputs = new float[rows.length * size];
        IntStream.range(0, rows.length).parallel().forEach(i -> {
            try {
                int image = atlas.index()[rows[i]];
                Picture picture =
                        PaperPictures.read(PaperPictures.of(set, image, moved, 1), i % 2 == 0 ? "png" : "jpeg");
                float[] input = Fit.fit(picture, folder.card().input().target(Fitting.AUTO))
                        .pixels()
                        .floats();
                System.arraycopy(input, 0, inputs, i * size, size);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return inputs;
    }

    private static int classOf(Atlas atlas, float[] code, int itself) {
        List<Neighbour> near = NearestRows.without(atlas, code, itself, NEIGHBOURS);
        int[] votes = new int[256];
        near.forEach(one -> votes[atlas.label()[one.row()]]++);
        return IntStream.range(0, votes.length).reduce(0, (a, b) -> votes[b] > votes[a] ? b : a);
    }

    private static double bound(Model model, Posterior q, float[] input) {
        float[] codes = new float[DRAWS * q.dim()];
        var noise = ImageEncoder.noise();
        for (int draw = 0; draw < DRAWS; draw++) {
            q.draw(noise, codes, draw);
        }
        return Elbo.of(q, model.prior(), codes, model.logLikelihood(codes, DRAWS, input, 1))
                .bound();
    }
}
