package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.data.DataPart;
import isthmus.data.DataSet;
import isthmus.image.Centring;
import isthmus.image.DataFit;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.model.CardFile;
import isthmus.model.Cards;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Likelihood;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.train.SmallModels;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Over a real model of affine maps, of whose codes everything is known in closed form. */
class EncodeCommandTest {
    private static final Shape SHAPE = new Shape(1, 2, 3);
    private static final int DIM = 2;
    private static final int COUNT = 30;
    private static final double SIGMA = 0.5;

    @TempDir
    Path folder;

    private final SmallModels.Linear networks = SmallModels.Linear.drawn(SHAPE, DIM, 5);
    private final byte[] pixels = new byte[COUNT * SHAPE.size()];
    private Path images;
    private Failure failure;

    @BeforeEach
    void write() throws IOException {
        Noise noise = new Noise(17, 0);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) noise.nextInt(256);
        }
        images = folder.resolve("tiny-images-idx3-ubyte");
        writeIdx(images, new int[] {0x0803, COUNT, SHAPE.height(), SHAPE.width()}, pixels);
        byte[] labels = new byte[COUNT];
        for (int i = 0; i < COUNT; i++) {
            labels[i] = (byte) (i % 4);
        }
        writeIdx(folder.resolve("tiny-labels-idx1-ubyte"), new int[] {0x0801, COUNT}, labels);
        writeModel("linear", PosteriorFamily.DIAGONAL);
    }

    private static void writeIdx(Path path, int[] head, byte[] values) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (int word : head) {
            out.writeInt(word);
        }
        out.write(values);
        Files.write(path, bytes.toByteArray());
    }

    private void writeModel(String id, PosteriorFamily posterior) throws IOException {
        writeModel(id, posterior, Cards.gaussian(SIGMA), Output.MEAN);
    }

    private void writeModel(String id, PosteriorFamily posterior, Likelihood likelihood, Output output)
            throws IOException {
        Path model = Files.createDirectories(folder.resolve("models").resolve(id));
        networks.writeEncoder(model.resolve(ModelCard.ENCODER));
        networks.writeDecoder(model.resolve(ModelCard.DECODER));
        Cards.write(model, Cards.card(id, SHAPE, DIM, posterior, likelihood, output));
    }

    /** Runs the command and gives what it printed. */
    private String encode(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--models", folder.resolve("models").toString()));
        StringWriter text = new StringWriter();
        failure = null;
        new CommandLine(new EncodeCommand())
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    failure = (Failure) e;
                    return 1;
                })
                .execute(all.toArray(String[]::new));
        return text.toString();
    }

    /** Through the door by which a server reads it: hashes, shapes and labels are checked. */
    private ModelFolder model(String id) {
        return Catalogue.read(folder.resolve("models")).model(id);
    }

    private float[] image(int row) {
        float[] x = new float[SHAPE.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (pixels[row * x.length + i] & 0xFF) / 255f;
        }
        return x;
    }

    @Test
    void theAtlasHoldsWhatTheClosedFormsSayOfEachImage() {
        String text = encode("linear", images.toString(), "--part", "all", "--draws", "4000", "--seed", "7");
        assertNull(failure);
        Atlas atlas = AtlasFile.read(model("linear"));
        assertEquals(COUNT, atlas.count());
        double klSum = 0;
        double scoreSum = 0;
        for (int i = 0; i < COUNT; i++) {
            double[] mu = networks.mu().apply(image(i), 0);
            double[] logvar = networks.logvar().apply(image(i), 0);
            double kl = 0;
            double score = 0;
            float[] z = new float[DIM];
            for (int d = 0; d < DIM; d++) {
                assertEquals(mu[d], atlas.mu()[i * DIM + d], 1e-5);
                assertEquals(logvar[d], atlas.posteriors().logvar()[i * DIM + d], 1e-5);
                kl += (Math.exp(logvar[d]) + mu[d] * mu[d] - 1 - logvar[d]) / 2;
                z[d] = (float) mu[d];
            }
            double[] mean = networks.output().apply(z, 0);
            for (int p = 0; p < SHAPE.size(); p++) {
                double square = Math.pow(image(i)[p] - mean[p], 2);
                for (int d = 0; d < DIM; d++) {
                    square += Math.exp(logvar[d]) * Math.pow(networks.output().weight()[p * DIM + d], 2);
                }
                score -= square / (2 * SIGMA * SIGMA) + Math.log(SIGMA * Math.sqrt(2 * Math.PI));
            }
            assertEquals(kl, atlas.kl()[i], 1e-4);
            // 4,000 draws of a score that scatters by about its own size.
            assertEquals(score, atlas.reconstruction()[i], 0.1 * Math.abs(score));
            klSum += kl;
            scoreSum += score;
            assertEquals(i, atlas.index()[i]);
            assertEquals(i % 4, atlas.label()[i]);
        }
        Matcher means = Pattern.compile("kl ([\\d.]+), reconstruction (-?[\\d.]+) by 4000 draws, seed 7")
                .matcher(text);
        assertTrue(means.find(), text);
        assertEquals(klSum / COUNT, Double.parseDouble(means.group(1)), 1e-3);
        assertEquals(scoreSum / COUNT, Double.parseDouble(means.group(2)), 0.02 * Math.abs(scoreSum / COUNT));
    }

    @Test
    void theCardTellsOfTheAtlasAndNothingElseChanges() throws IOException {
        ModelCard before = model("linear").card();
        encode("linear", images.toString());
        ModelCard after = model("linear").card();
        assertEquals(new ModelCard.Atlas("tiny-images-idx3-ubyte", "test", 3), after.atlas());
        assertEquals(List.of("0", "1", "2", "3"), after.labels());
        assertArrayEquals(new int[] {9, 19, 29}, AtlasFile.read(model("linear")).index());
        assertEquals(before, after.withAtlas(null, List.of(), before.files()));
        byte[] first = Files.readAllBytes(folder.resolve("models/linear/atlas.npz"));
        encode("linear", images.toString());
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("models/linear/atlas.npz")));
    }

    @Test
    void theCardLearnsHowTheImagesWerePreparedUnlessItKnows() throws IOException {
        Shape shape = new Shape(1, 12, 12);
        SmallModels.Linear larger = SmallModels.Linear.drawn(shape, DIM, 3);
        Path written = Files.createDirectories(folder.resolve("models/larger"));
        larger.writeEncoder(written.resolve(ModelCard.ENCODER));
        larger.writeDecoder(written.resolve(ModelCard.DECODER));
        Cards.write(written, Cards.card("larger", shape, DIM));
        byte[] framed = new byte[40 * shape.size()];
        for (int i = 0; i < framed.length; i++) {
            framed[i] = (byte) (Math.min(i % 12, i / 12 % 12) > 1 && Math.max(i % 12, i / 12 % 12) < 10 ? 255 : 0);
        }
        Path file = folder.resolve("framed-images-idx3-ubyte");
        writeIdx(file, new int[] {0x0803, 40, 12, 12}, framed);
        encode("larger", file.toString(), "--part", "all");
        DataFit learnt = new DataFit(8, Centring.BOX, 0.0, true);
        assertEquals(learnt, model("larger").card().input().fit());
        writeIdx(file, new int[] {0x0803, 40, 12, 12}, new byte[framed.length]);
        encode("larger", file.toString(), "--part", "all");
        assertEquals(learnt, model("larger").card().input().fit());
    }

    @Test
    void theSpeedIsHeldAgainstTheBareEncoder() {
        String text = encode("linear", images.toString(), "--part", "all", "--limit", "7");
        Matcher speed = Pattern.compile(
                        "Encoded 7 images at ([\\d,]+) a second, ([\\d.]+) of the ([\\d,]+) of the bare encoder")
                .matcher(text);
        assertTrue(speed.find(), text);
        double reached = Double.parseDouble(speed.group(1).replace(",", ""));
        double bare = Double.parseDouble(speed.group(3).replace(",", ""));
        assertTrue(bare > 0, text);
        assertEquals(reached / bare, Double.parseDouble(speed.group(2)), 0.01);
        assertEquals(7, AtlasFile.read(model("linear")).count());
    }

    @Test
    void aFolderOfPicturesIsEncodedAndItsCorruptOnesAreCounted() throws IOException {
        int size = SHAPE.size();
        for (int i = 0; i < 12; i++) {
            Path file = folder.resolve("pictures/%s/%02d.png".formatted(i < 5 ? "a" : "b", i));
            Files.createDirectories(file.getParent());
            byte[] values = new byte[size];
            System.arraycopy(pixels, i * size, values, 0, size);
            byte[] png = Png.of(new Pixels(SHAPE, values), 1);
            Files.write(file, i == 3 ? new byte[] {1, 2, 3, 4} : png);
        }
        String pictures = folder.resolve("pictures").toString();
        String text = encode("linear", pictures, "--part", "all", "--invert", "no");
        assertNull(failure);
        assertTrue(text.contains("03.png: expected a PNG"), text);
        assertTrue(text.contains("Read 11 pictures"), text);
        assertTrue(text.contains("1 corrupt; frame auto, background auto, invert no."), text);
        ModelFolder model = model("linear");
        assertEquals(List.of("a", "b"), model.card().labels());
        assertEquals(new ModelCard.Atlas("pictures", "all", 11), model.card().atlas());
        assertArrayEquals(
                new int[] {0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11},
                AtlasFile.read(model).index());
        assertArrayEquals(
                new byte[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1},
                AtlasFile.read(model).label());
        List<String> files = AtlasFile.read(model).files();
        assertEquals("a/00.png", files.get(0));
        assertEquals("a/04.png", files.get(3)); // the corrupt one is left out
        assertEquals("b/11.png", files.get(10));
        for (int row = 0; row < 11; row++) {
            double[] mu = networks.mu().apply(image(AtlasFile.read(model).index()[row]), 0);
            assertEquals(mu[0], AtlasFile.read(model).mu()[row * DIM], 1e-5);
        }
    }

    @Test
    void aPointPosteriorHasNeitherVariancesNorDivergence() throws IOException {
        writeModel("point", PosteriorFamily.POINT);
        encode("point", images.toString());
        assertNull(failure);
        assertNull(AtlasFile.read(model("point")).posteriors().logvar());
        assertArrayEquals(new float[3], AtlasFile.read(model("point")).kl());
    }

    @Test
    void theFloorOfEachImageIsWrittenWhereGreyLevelsAreScoredByABernoulli() throws IOException {
        writeModel("grey", PosteriorFamily.DIAGONAL, Cards.BERNOULLI, Output.LOGITS);
        writeModel("drawn", PosteriorFamily.DIAGONAL, new Likelihood(Family.BERNOULLI, null, true), Output.LOGITS);
        for (String id : List.of("grey", "drawn", "linear")) {
            encode(id, images.toString());
            assertNull(failure);
        }
        Atlas atlas = AtlasFile.read(model("grey"));
        for (int row = 0; row < atlas.count(); row++) {
            double floor = 0;
            for (float x : image(atlas.index()[row])) {
                floor += (x > 0 ? x * Math.log(x) : 0) + (x < 1 ? (1 - x) * Math.log(1 - x) : 0);
            }
            assertEquals(floor, atlas.floor()[row], 1e-5);
            assertTrue(atlas.reconstruction()[row] < floor, "no means explain an image better");
        }
        assertNull(AtlasFile.read(model("drawn")).floor());
        assertNull(AtlasFile.read(model("linear")).floor());
    }

    @Test
    void aModelWhoseAtlasIsBrokenCanBeEncodedAgain() throws IOException {
        encode("linear", images.toString());
        Files.write(folder.resolve("models/linear/atlas.npz"), new byte[9]);
        encode("linear", images.toString());
        assertNull(failure);
        assertNotNull(AtlasFile.read(model("linear")));
    }

    @Test
    void whatCannotBeEncodedIsRefusedInASentenceAndNothingIsWritten() throws IOException {
        encode("none", images.toString());
        assertTrue(failure.getMessage().contains("[linear], found none"), failure.getMessage());
        encode("linear", folder.resolve("nowhere").toString());
        assertTrue(failure.getMessage().contains("data set: expected one of"), failure.getMessage());
        encode("linear", images.toString(), "--limit", "0");
        assertTrue(failure.getMessage().contains("--limit of 1 or more"), failure.getMessage());
        String text = encode("linear", images.toString(), "--frame", "stretch");
        assertTrue(
                text.contains(
                        "--frame': expected one of [AUTO, FIGURE, CROP, PAD] (case-insensitive) but was 'stretch'"),
                text);
        encode("linear", images.toString(), "--draws", "0");
        assertTrue(failure.getMessage().contains("1 or more posterior draws"), failure.getMessage());
        Path large = folder.resolve("large-idx3");
        writeIdx(large, new int[] {0x0803, 1, 4, 4}, new byte[16]);
        encode("linear", large.toString(), "--part", "all");
        assertTrue(failure.getMessage().contains("expected images of 1×2×3, found 1×4×4"), failure.getMessage());
        assertNull(CardFile.read(folder.resolve("models/linear/card.json")).atlas());
        assertTrue(Files.notExists(folder.resolve("models/linear/atlas.npz")));
    }

    @Test
    void aPartOfAWholeDataSetHasAllItsTestImagesAndOthersFromEverywhere() {
        int frames = 1965;
        int[] index = IntStream.range(0, frames).toArray();
        DataSet frey =
                new DataSet("frey", new Shape(1, 1, 1), new byte[frames], null, List.of(), null, index, List.of());
        int[] kept = EncodeCommand.limited(frey, DataPart.ALL, 500).index();
        assertEquals(500, kept.length);
        assertEquals(
                400,
                Arrays.stream(kept)
                        .filter(row -> row >= 1765 || (row >= 800 && row < 1000))
                        .count());
        int[] others = Arrays.stream(kept)
                .filter(row -> row < 800 || (row >= 1000 && row < 1765))
                .toArray();
        assertEquals(0, others[0]);
        assertTrue(others[99] > 1730, "the last is " + others[99]);
        assertArrayEquals(
                IntStream.range(0, 7).toArray(),
                EncodeCommand.limited(frey, DataPart.TEST, 7).index());
    }
}
