// Long because every figure of a card is held against the same linear model.
package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.evaluate.NormalDensity;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.latent.FactorModel;
import isthmus.latent.Noise;
import isthmus.latent.PrincipalComponents;
import isthmus.model.CardFile;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Figures;
import isthmus.model.ModelCard.Likelihood;
import isthmus.model.ModelCard.Output;
import isthmus.model.PosteriorFamily;
import isthmus.train.SmallModels;
import isthmus.train.SmallModels.Affine;
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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Over real TorchScript files of the model p(z) = N(0, I), p(x|z) = N(Wz + b, s²I), whose encoder gives the true
 * posterior: its log p(x) is known.
 */
class EvaluateCommandTest {
    private static final Shape SHAPE = new Shape(1, 2, 3);
    private static final int SIZE = 6;
    private static final int DIM = 2;
    private static final int COUNT = 200; // images, of which every tenth is a test image
    private static final double SIGMA = 0.3;
    private static final double[][] W = {{0.5, 0.1}, {0.5, -0.1}, {0, 0.3}, {0.2, 0}, {0, 0.3}, {0.4, 0}};
    private static final double B = 0.5;

    private static final String RECIPE = """
            {"id": "linear", "title": "Linear", "description": "A linear model.", "data": "%s",
             "validation": {"count": 30, "random": true}, "invert": false,
             "encoder": {"family": "mlp", "dense": [4], "activation": "relu"},
             "decoder": {"family": "mlp", "dense": [4], "activation": "relu"},
             "latent": 2, "likelihood": {"family": "gaussian", "sigma": 0.3}, "beta": 1,
             "draws": {"count": 1}, "optimiser": {"rate": 0.01, "beta1": 0.9, "beta2": 0.999},
             "batch": 16, "epochs": 1, "seed": 11, "precision": "float32"}
            """;

    @TempDir
    Path folder;

    private final byte[] pixels = new byte[COUNT * SIZE];
    private Path images;
    private Failure failure;

    @BeforeEach
    void write() throws IOException {
        Noise noise = new Noise(91, 0);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) noise.nextInt(256);
        }
        images = folder.resolve("tiny-images-idx3-ubyte");
        writeIdx(images, pixels, 0x0803, COUNT, SHAPE.height(), SHAPE.width());
        writeModel("linear", PosteriorFamily.DIAGONAL, Cards.gaussian(SIGMA));
    }

    private static void writeIdx(Path path, byte[] values, int... head) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (int word : head) {
            out.writeInt(word);
        }
        out.write(values);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes.toByteArray());
    }

    private Path writeModel(String id, PosteriorFamily posterior, Likelihood likelihood) throws IOException {
        // The columns of W are at right angles, so the true posterior is diagonal and its mean an affine map of x.
        float[] decoder = new float[SIZE * DIM];
        float[] encoder = new float[DIM * SIZE];
        float[] encoderBias = new float[DIM];
        float[] logvar = new float[DIM];
        float[] b = new float[SIZE];
        Arrays.fill(b, (float) B);
        for (int d = 0; d < DIM; d++) {
            double square = 0;
            for (double[] row : W) {
                square += row[d] * row[d];
            }
            double precision = square / (SIGMA * SIGMA) + 1;
            logvar[d] = (float) -Math.log(precision);
            for (int p = 0; p < SIZE; p++) {
                decoder[p * DIM + d] = (float) W[p][d];
                encoder[d * SIZE + p] = (float) (W[p][d] / (SIGMA * SIGMA) / precision);
                encoderBias[d] -= (float) (B * W[p][d] / (SIGMA * SIGMA) / precision);
            }
        }
        var networks = new SmallModels.Linear(
                SHAPE,
                DIM,
                new Affine(SIZE, DIM, encoder, encoderBias),
                new Affine(SIZE, DIM, new float[DIM * SIZE], logvar),
                new Affine(DIM, SIZE, decoder, b));
        Path model = Files.createDirectories(folder.resolve("models").resolve(id));
        networks.writeEncoder(model.resolve(ModelCard.ENCODER));
        networks.writeDecoder(model.resolve(ModelCard.DECODER));
        Cards.write(model, Cards.card(id, SHAPE, DIM, posterior, likelihood, Output.MEAN));
        return model.resolve("card.json");
    }

    /** Runs the command on the small images and gives what it printed. */
    private String evaluate(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--models", folder.resolve("models").toString()));
        all.addAll(List.of(arguments));
        StringWriter text = new StringWriter();
        failure = null;
        new CommandLine(new EvaluateCommand())
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

    private Figures figures(String id) throws IOException {
        return CardFile.read(folder.resolve("models").resolve(id).resolve("card.json"))
                .figures();
    }

    private float[] part(boolean test) {
        int count = test ? COUNT / 10 : COUNT - COUNT / 10;
        float[] out = new float[count * SIZE];
        for (int row = 0, at = 0; row < COUNT; row++) {
            for (int p = 0; p < SIZE && (row % 10 == 9) == test; p++) {
                out[at++] = (pixels[row * SIZE + p] & 0xFF) / 255f;
            }
        }
        return out;
    }

    private double evidence(int count) {
        return evidence(part(true), count);
    }

    /** The mean of log N(x; b, WWᵀ + s²I) over the first images. */
    private static double evidence(float[] images, int count) {
        SimpleMatrix w = new SimpleMatrix(W);
        SimpleMatrix covariance =
                w.mult(w.transpose()).plus(SimpleMatrix.identity(SIZE).scale(SIGMA * SIGMA));
        SimpleMatrix mean = new SimpleMatrix(SIZE, 1).plus(B);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            SimpleMatrix x = new SimpleMatrix(SIZE, 1);
            for (int p = 0; p < SIZE; p++) {
                x.set(p, images[i * SIZE + p]);
            }
            sum += NormalDensity.log(x, mean, covariance);
        }
        return sum / count;
    }

    @Test
    void theFiguresInTheCardMeetTheClosedForm() throws IOException {
        String text = evaluate(
                "linear",
                "--on",
                images.toString(),
                "--draws",
                "300",
                "--importance",
                "1100",
                "--seed",
                "3",
                "--write");
        assertNull(failure);
        Figures figures = figures("linear");
        assertEquals(20, figures.images());
        assertEquals("test", figures.part());
        assertEquals(3, figures.seed());
        assertEquals(300, figures.draws());
        assertEquals(1100, figures.importanceSamples());
        assertEquals(20, figures.importanceImages());
        // With the true posterior any number of importance samples is exact, up to the engine's float32.
        assertEquals(evidence(20), figures.logLikelihood(), 1e-5);
        // A draw's score scatters by about 1, so 20 × 300 of them average to within 0.06.
        assertEquals(evidence(20), figures.elbo(), 0.06);
        assertEquals(figures.elbo(), figures.reconstruction() - figures.kl(), 1e-9);
        assertEquals(DIM, figures.activeUnits());
        assertNull(figures.extra());
        assertTrue(text.contains("linear on " + images + " test, 20 images, seed 3"), text);
        assertTrue(text.contains(String.format(Locale.ROOT, "%.4f", figures.logLikelihood())), text);
        assertTrue(text.contains("2 of 2 dimensions are active"), text);
        assertTrue(text.contains("Kept in "), text);
    }

    @Test
    void theValidationPartIsWhatTheRecipeHoldsOutOfTheTrainingPart() throws IOException {
        String[] command = {"linear", "--on", images.toString(), "--part", "validation", "--importance", "2", "--write"
        };
        evaluate(command);
        assertTrue(failure.getMessage().contains("recipe.json: expected the model's recipe"), failure.getMessage());
        Path recipe = folder.resolve("models/linear/recipe.json");
        Files.writeString(recipe, RECIPE.formatted(images));
        String text = evaluate(command);
        assertNull(failure);
        assertTrue(text.contains(" validation, 30 images"), text);
        assertEquals("validation", figures("linear").part());
        int[] order = Noise.named(11, "validation").permutation(180);
        float[] train = part(false);
        float[] heldOut = new float[30 * SIZE];
        for (int i = 0; i < 30; i++) {
            System.arraycopy(train, order[150 + i] * SIZE, heldOut, i * SIZE, SIZE);
        }
        assertEquals(evidence(heldOut, 30), figures("linear").logLikelihood(), 1e-5);
        Files.writeString(recipe, RECIPE.formatted("other"));
        evaluate(command);
        assertTrue(failure.getMessage().contains("found one of other"), failure.getMessage());
    }

    @Test
    void theSameCommandGivesTheSameCardAndWithoutWriteNone() throws IOException {
        String[] plain = {"linear", "--on", images.toString(), "--importance", "7", "--images", "12"};
        String[] writing = Arrays.copyOf(plain, plain.length + 1);
        writing[plain.length] = "--write";
        evaluate(plain);
        assertNull(figures("linear"));
        evaluate(writing);
        Figures first = figures("linear");
        evaluate(writing);
        assertEquals(first, figures("linear"));
        assertEquals(12, first.images());
        assertEquals(evidence(12), first.logLikelihood(), 1e-5);
    }

    @Test
    void fewerImagesMayBeImportanceSampledThanAreBounded() throws IOException {
        evaluate("linear", "--on", images.toString(), "--importance", "5", "--importance-images", "4", "--write");
        assertEquals(20, figures("linear").images());
        assertEquals(4, figures("linear").importanceImages());
        assertEquals(evidence(4), figures("linear").logLikelihood(), 1e-5);
    }

    @Test
    void probabilisticPcaIsFittedToTheTrainingPartAndScoredOnTheTestPart() throws IOException {
        String text = evaluate("linear", "--on", images.toString(), "--against-ppca", "1,3", "--write");
        PrincipalComponents components = PrincipalComponents.of(part(false), 180, SIZE);
        for (int q : new int[] {1, 3}) {
            double expected = Arrays.stream(FactorModel.principal(components, q).logLikelihood(part(true), 20))
                    .average()
                    .orElseThrow();
            assertEquals(expected, figures("linear").extra().get("ppca-" + q), 1e-9);
            assertTrue(text.contains(String.format(Locale.ROOT, "%.4f", expected)), text);
        }
    }

    @Test
    void whereFactorsAreKnownTheInformationGapIsThatOfThePosteriors() throws IOException {
        // Bright images for one value of the factor, dark ones for the other.
        byte[] factors = new byte[COUNT];
        for (int i = 0; i < COUNT; i++) {
            factors[i] = (byte) (i % 2);
            Arrays.fill(pixels, i * SIZE, (i + 1) * SIZE, (byte) (100 + 95 * factors[i]));
        }
        Path data = folder.resolve("data/dsprites");
        String name = "dsprites46080-%s-ubyte";
        writeIdx(data.resolve(name.formatted("images-idx3")), pixels, 0x0803, COUNT, SHAPE.height(), SHAPE.width());
        writeIdx(data.resolve(name.formatted("factors-idx2")), factors, 0x0802, COUNT, 1);
        String[] command = {
            "linear",
            "--on",
            "dsprites",
            "--part",
            "all",
            "--data",
            data.getParent().toString(),
            "--write"
        };
        String text = evaluate(command);
        assertNull(failure);
        double drawn = figures("linear").extra().get("mig");
        double binned = figures("linear").extra().get("mig-binned");
        assertEquals(0, binned, 1e-9, "the means of both dimensions tell the values apart");
        assertTrue(drawn > 0.15 && drawn < 0.5, "and one posterior overlaps more than the other: " + drawn);
        assertTrue(text.contains(String.format(Locale.ROOT, "%.4f", drawn)), text);
        writeModel("linear", PosteriorFamily.POINT, Cards.gaussian(SIGMA));
        evaluate(command);
        assertEquals(Set.of("mig-binned", "residual"), figures("linear").extra().keySet());
    }

    @Test
    void ofAFilmTheErrorIsThatOfBlocksOfFramesAndEachStretchIsTold() throws IOException {
        // Frames of one grey each, which drifts slowly; the second stretch of the test part is darker.
        int count = 1965;
        Noise noise = new Noise(12, 0);
        byte[] frames = new byte[count * SIZE];
        for (int i = 0; i < count; i++) {
            double grey = (i < 1500 ? 140 : 100) + 60 * Math.sin(i / 15.0);
            for (int p = 0; p < SIZE; p++) {
                frames[i * SIZE + p] = (byte) (grey + 10 * noise.uniform());
            }
        }
        Path data = folder.resolve("data/frey/frey-images-idx3-ubyte");
        writeIdx(data, frames, 0x0803, count, SHAPE.height(), SHAPE.width());
        String[] command = {
            "linear", "--on", "frey", "--data", folder.resolve("data").toString(), "--against-ppca", "2", "--write"
        };
        String text = evaluate(command);
        assertNull(failure);
        assertTrue(text.contains("errors are those of 10 blocks of at most 40 images in a row"), text);
        Figures figures = figures("linear");
        Map<String, Double> extra = figures.extra();
        double first = extra.get("elbo-rows-800-999");
        double second = extra.get("elbo-rows-1765-1964");
        assertEquals(figures.elbo(), (first + second) / 2, 1e-9);
        assertEquals(
                extra.get("ppca-2"), (extra.get("ppca-2-rows-800-999") + extra.get("ppca-2-rows-1765-1964")) / 2, 1e-9);
        assertEquals(figures.elbo() - extra.get("ppca-2"), extra.get("gain-over-ppca-2"), 1e-9);
        assertEquals(first - extra.get("ppca-2-rows-800-999"), extra.get("gain-over-ppca-2-rows-800-999"), 1e-9);
        assertTrue(extra.get("gain-over-ppca-2-error") > 0);
        assertTrue(text.contains(String.format(Locale.ROOT, "%.4f", first)), text);
        // The same frames under a name that says nothing of a film count as independent.
        Path plain = folder.resolve("frames-idx3-ubyte");
        writeIdx(plain, frames, 0x0803, count, SHAPE.height(), SHAPE.width());
        evaluate("linear", "--on", plain.toString(), "--part", "all", "--write");
        Figures independent = figures("linear");
        assertNull(independent.extra());
        double spread = independent.elboError() * Math.sqrt(count);
        assertTrue(figures.elboError() > 2 * spread / Math.sqrt(400), figures.elboError() + " of " + spread);
    }

    @Test
    void aPointPosteriorIsKeptWithoutABound() throws IOException {
        writeModel("point", PosteriorFamily.POINT, Cards.gaussian(SIGMA));
        String text = evaluate("point", "--on", images.toString(), "--importance", "5", "--coverage", "3", "--write");
        assertNull(failure);
        // The mean at the code of x is b + W (WᵀW + s²I)⁻¹ Wᵀ (x − b).
        SimpleMatrix w = new SimpleMatrix(W);
        SimpleMatrix precision =
                w.transpose().mult(w).plus(SimpleMatrix.identity(DIM).scale(SIGMA * SIGMA));
        SimpleMatrix projection = w.mult(precision.invert()).mult(w.transpose());
        double squares = 0;
        float[] test = part(true);
        for (int i = 0; i < test.length / SIZE; i++) {
            SimpleMatrix offset = new SimpleMatrix(SIZE, 1);
            for (int p = 0; p < SIZE; p++) {
                offset.set(p, test[i * SIZE + p] - B);
            }
            squares += Math.pow(offset.minus(projection.mult(offset)).normF(), 2);
        }
        assertEquals(
                255 * Math.sqrt(squares / test.length), figures("point").extra().get("residual"), 0.01);
        assertTrue(text.contains("Not measured: a bound on log p(x)"), text);
        Figures figures = figures("point");
        assertNull(figures.elbo());
        assertNull(figures.kl());
        assertEquals(List.of(), figures.klByDimension());
        assertTrue(Double.isFinite(figures.reconstruction()));
        assertTrue(text.contains("no bound"), text);
    }

    @Test
    void aFolderOfPicturesIsMeasuredAsAFileOfTheSameImages() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (int i = 0; i < 30; i++) {
            byte[] image = Arrays.copyOfRange(pixels, i * SIZE, (i + 1) * SIZE);
            Files.write(pictures.resolve("%03d.png".formatted(i)), Png.of(new Pixels(SHAPE, image), 1));
        }
        Path file = folder.resolve("first-images-idx3-ubyte");
        writeIdx(file, Arrays.copyOf(pixels, 30 * SIZE), 0x0803, 30, SHAPE.height(), SHAPE.width());
        String text = evaluate("linear", "--on", pictures.toString(), "--invert", "no", "--write");
        assertNull(failure);
        assertTrue(text.contains("Read 3 pictures"), text);
        Figures ofFolder = figures("linear");
        assertEquals("pictures", ofFolder.data(), "the card does not say where they are");
        evaluate("linear", "--on", file.toString(), "--write");
        assertEquals(figures("linear").elbo(), ofFolder.elbo());
    }

    @Test
    void binarisedModelsAreScoredOnZerosAndOnes() throws IOException {
        writeModel("grey", PosteriorFamily.DIAGONAL, new Likelihood(Family.BERNOULLI, null, false));
        writeModel("drawn", PosteriorFamily.DIAGONAL, new Likelihood(Family.BERNOULLI, null, true));
        evaluate("grey", "--on", images.toString(), "--write");
        evaluate("drawn", "--on", images.toString(), "--write");
        // A draw adds the variance x (1 − x), on average 1/6, to each pixel, and so this to half of each squared mean.
        double added = 0;
        for (int d = 0; d < DIM; d++) {
            int column = d;
            double square = Arrays.stream(W)
                    .mapToDouble(row -> row[column] * row[column])
                    .sum();
            added += square / Math.pow(square + SIGMA * SIGMA, 2) / 12;
        }
        assertEquals(added, figures("drawn").kl() - figures("grey").kl(), 0.4 * added);
    }

    @Test
    void figuresAreNotKeptForNetworksThatWereReplacedMeanwhile() throws IOException {
        evaluate("linear", "--on", images.toString(), "--write");
        Path path = folder.resolve("models/linear/card.json");
        ModelCard before = CardFile.read(path);
        EvaluateCommand.writeFigures(path, before.withFigures(null), before.figures());
        assertEquals(before, CardFile.read(path));
        Files.write(path.resolveSibling(ModelCard.DECODER), new byte[] {1});
        ModelCard replaced = Cards.write(path.getParent(), before);
        Failure refused =
                assertThrows(Failure.class, () -> EvaluateCommand.writeFigures(path, before, before.figures()));
        assertTrue(refused.getMessage().contains("expected the decoder.pt that was measured"), refused.getMessage());
        assertEquals(replaced, CardFile.read(path));
    }

    @Test
    void whatCannotBeMeasuredIsRefusedInASentence() throws IOException {
        evaluate("linear");
        assertEquals(
                "linear: expected a data set after --on, as the card names none, found none", failure.getMessage());
        evaluate("none", "--on", images.toString());
        assertTrue(failure.getMessage().contains("[linear], found none"), failure.getMessage());
        evaluate("linear", "--on", images.toString(), "--images", "21");
        assertTrue(failure.getMessage().contains("expected 1 to 20 images"), failure.getMessage());
        String text = evaluate("linear", "--on", images.toString(), "--part", "middle");
        assertTrue(text.contains("--part': expected one of [TRAIN, VALIDATION, TEST, ALL]"), text);
        writeModel("grey", PosteriorFamily.DIAGONAL, new Likelihood(Family.BERNOULLI, null, null));
        evaluate("grey", "--on", images.toString(), "--against-ppca", "2");
        assertTrue(failure.getMessage().contains("found bernoulli"), failure.getMessage());
    }
}
