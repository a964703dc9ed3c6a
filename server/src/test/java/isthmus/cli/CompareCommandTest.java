package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Failure;
import isthmus.evaluate.ComparedFigure;
import isthmus.evaluate.ComparedModel;
import isthmus.evaluate.ComparisonFile;
import isthmus.evaluate.LinearGaussian;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Likelihood;
import isthmus.model.ModelCard.Output;
import isthmus.model.PosteriorFamily;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Over real files of linear-Gaussian models, whose figures have closed forms. */
@Beside
class CompareCommandTest {
    private static final Shape SHAPE = new Shape(1, 3, 4);
    private static final int SIZE = 12;
    private static final int COUNT = 60; // of which every tenth is a test image
    private static final double SIGMA = 0.3;

    private static final String RECIPE = """
            {"id": "%s", "title": "Linear", "description": "A linear model.", "data": "%s",
             "validation": {"count": 12}, "invert": false,
             "encoder": {"family": "mlp", "dense": [4], "activation": "relu"},
             "decoder": {"family": "mlp", "dense": [4], "activation": "relu"},
             "latent": 2, "likelihood": {"family": "gaussian", "sigma": 0.3}, "beta": 1,
             "optimiser": {"rate": 0.01, "beta1": 0.9, "beta2": 0.999},
             "batch": 16, "epochs": 1, "seed": 11, "precision": "float32"}
            """;

    @TempDir
    Path folder;

    private final byte[] pixels = new byte[COUNT * SIZE];
    private final LinearGaussian model = linear(1);
    private Failure failure;

    private static LinearGaussian linear(double stretch) {
        Noise noise = new Noise(5, 5);
        SimpleMatrix w = new SimpleMatrix(SIZE, 2);
        for (int i = 0; i < w.getNumElements(); i++) {
            w.set(i, 0.2 * noise.normal());
        }
        return new LinearGaussian(SHAPE, w, new SimpleMatrix(SIZE, 1).plus(0.5), SIGMA, 0, stretch);
    }

    @BeforeEach
    void write() throws IOException {
        Noise noise = new Noise(91, 0);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) noise.nextInt(256);
        }
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (int word : new int[] {0x0803, COUNT, SHAPE.height(), SHAPE.width()}) {
            out.writeInt(word);
        }
        out.write(pixels);
        Files.write(folder.resolve("tiny-images-idx3-ubyte"), bytes.toByteArray());
    }

    private void writeModel(String id, LinearGaussian exact, PosteriorFamily posterior, Likelihood likelihood)
            throws IOException {
        Path path = Files.createDirectories(folder.resolve("models").resolve(id));
        exact.networks().writeEncoder(path.resolve(ModelCard.ENCODER));
        exact.networks().writeDecoder(path.resolve(ModelCard.DECODER));
        Cards.write(path, Cards.card(id, SHAPE, 2, posterior, likelihood, Output.MEAN));
        Files.writeString(path.resolve("recipe.json"), RECIPE.formatted(id, folder.resolve("tiny-images-idx3-ubyte")));
    }

    private String compare(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--models", folder.resolve("models").toString()));
        all.addAll(List.of(arguments));
        StringWriter text = new StringWriter();
        failure = null;
        new CommandLine(new CompareCommand())
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

    private List<ComparedModel> kept() throws IOException {
        return ComparisonFile.of(folder.resolve("models")).read();
    }

    /** The mean over the test images of log p(x). */
    private double evidence() {
        double sum = 0;
        for (int row = 9; row < COUNT; row += 10) {
            SimpleMatrix x = new SimpleMatrix(SIZE, 1);
            for (int p = 0; p < SIZE; p++) {
                x.set(p, (pixels[row * SIZE + p] & 0xFF) / 255.0);
            }
            sum += model.logEvidence(x);
        }
        return sum / (COUNT / 10);
    }

    private static double value(ComparedModel of, ComparedFigure figure) {
        return of.figures().get(figure).value();
    }

    @Test
    void modelsOfOneLikelihoodShareATableAndOthersHaveTheirOwn() throws IOException {
        writeModel("exact", model, PosteriorFamily.DIAGONAL, Cards.gaussian(SIGMA));
        writeModel("wide", linear(4), PosteriorFamily.DIAGONAL, Cards.gaussian(SIGMA));
        writeModel("point", model, PosteriorFamily.POINT, Cards.gaussian(SIGMA));
        writeModel("bits", model, PosteriorFamily.DIAGONAL, Cards.BERNOULLI);
        String text = compare("exact", "wide", "point", "bits", "--write");
        assertNull(failure, () -> failure.getMessage());
        List<ComparedModel> all = kept();
        assertEquals(
                List.of("bits", "exact", "point", "wide"),
                all.stream().map(ComparedModel::id).toList());
        for (int i = 1; i < 4; i++) { // whatever the encoder says
            assertEquals(evidence(), value(all.get(i), ComparedFigure.LOG_LIKELIHOOD), 5e-3);
        }
        double gain = value(all.get(3), ComparedFigure.GAP) - value(all.get(1), ComparedFigure.GAP);
        assertEquals(4 - 1 - Math.log(4), gain, 0.5); // of two dimensions, half each
        assertEquals(gain, value(all.get(3), ComparedFigure.AMORTISATION), 0.5);
        assertFalse(all.get(2).figures().containsKey(ComparedFigure.BOUND));
        assertTrue(text.contains("- point, no bound, no gap"), text);
        assertTrue(text.contains("there is no classifier of these data"), text);
        String document = Files.readString(folder.resolve("models/COMPARE.md"));
        int gaussian = document.indexOf("likelihood gaussian");
        int bernoulli = document.indexOf("likelihood bernoulli");
        assertTrue(
                bernoulli > 0 && bernoulli < document.indexOf("| bits |") && document.indexOf("| bits |") < gaussian);
        assertTrue(gaussian < document.indexOf("| exact |"));
        assertTrue(
                document.contains("`isthmus compare bits exact point wide --images 6 --part test --seed 1 --write`"),
                document);
    }

    @Test
    void whatWasMeasuredIsNotMeasuredAgainUntilANetworkChanges() throws IOException {
        writeModel("exact", model, PosteriorFamily.DIAGONAL, Cards.gaussian(SIGMA));
        String first = compare("exact", "--part", "validation", "--images", "5", "--write");
        assertTrue(first.contains("exact: measured in"), first);
        List<ComparedModel> before = kept();
        assertEquals("validation", before.get(0).setting().part());
        String second = compare("exact", "--part", "validation", "--images", "5", "--write");
        assertTrue(second.contains("exact: as "), second);
        assertEquals(before, kept());
        writeModel("exact", linear(2), PosteriorFamily.DIAGONAL, Cards.gaussian(SIGMA));
        String third = compare("exact", "--part", "validation", "--images", "5", "--write");
        assertTrue(third.contains("exact: measured in"), third);
        assertTrue(value(kept().get(0), ComparedFigure.GAP) > value(before.get(0), ComparedFigure.GAP) + 0.1);
    }

    @Test
    void aModelThatIsNotThereIsNamed() throws IOException {
        writeModel("exact", model, PosteriorFamily.DIAGONAL, Cards.gaussian(SIGMA));
        compare("other");
        assertEquals("expected one of the models [exact], found other", failure.getMessage());
    }
}
