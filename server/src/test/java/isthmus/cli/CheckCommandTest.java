package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.evaluate.LinearGaussian;
import isthmus.image.Shape;
import isthmus.latent.Noise;
import isthmus.model.CardFile;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Figures;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A small model with an atlas and figures, of which everything holds until a test changes one thing. */
@Beside
class CheckCommandTest {
    private static final Shape SHAPE = new Shape(1, 2, 3);
    private static final int DIM = 2;
    private static final int COUNT = 40;

    @TempDir
    static Path folder;

    private int exit;

    @BeforeAll
    static void write() throws IOException {
        SimpleMatrix w =
                new SimpleMatrix(new double[][] {{0.5, 0.1}, {0.5, -0.1}, {0, 0.3}, {0.2, 0}, {0, 0.3}, {0.4, 0}});
        SimpleMatrix b = new SimpleMatrix(SHAPE.size(), 1).plus(0.5);
        LinearGaussian model = new LinearGaussian(SHAPE, w, b, 0.3, 0.05, 1.2);
        Path linear = Files.createDirectories(folder.resolve("models/linear"));
        model.networks().writeEncoder(linear.resolve(ModelCard.ENCODER));
        model.networks().writeDecoder(linear.resolve(ModelCard.DECODER));
        Cards.write(
                linear, Cards.card("linear", SHAPE, DIM, PosteriorFamily.DIAGONAL, Cards.gaussian(0.3), Output.MEAN));
        byte[] pixels = new byte[COUNT * SHAPE.size()];
        Noise noise = new Noise(91, 0);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) noise.nextInt(256);
        }
        Path data = Files.createDirectories(folder.resolve("data/mnist"));
        writeIdx(data.resolve("t10k-images-idx3-ubyte"), new int[] {0x0803, COUNT, 2, 3}, pixels);
        writeIdx(data.resolve("t10k-labels-idx1-ubyte"), new int[] {0x0801, COUNT}, new byte[COUNT]);
        run(new EncodeCommand(), "models", "linear", "mnist");
        run(new EvaluateCommand(), "models", "linear", "--on", "mnist", "--coverage", "10", "--write");
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

    private record Run(int exit, String text) {}

    private static Run run(Object command, String models, String... arguments) {
        StringWriter text = new StringWriter();
        String[] folders = {
            "--models",
            folder.resolve(models).toString(),
            "--data",
            folder.resolve("data").toString()
        };
        int exit = new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text))
                .execute(Stream.of(folders, arguments).flatMap(Arrays::stream).toArray(String[]::new));
        return new Run(exit, text.toString());
    }

    /** A copy of the models in which one thing is changed, checked. */
    private String check(String name, Consumer<Path> change, String... options) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name).resolve("linear"));
        for (String file : List.of(ModelCard.ENCODER, ModelCard.DECODER, ModelCard.ATLAS, ModelFolder.CARD)) {
            Files.copy(folder.resolve("models/linear").resolve(file), copy.resolve(file));
        }
        change.accept(copy);
        Run run = run(
                new CheckCommand(),
                name,
                Stream.of(new String[] {"--images", "4"}, options)
                        .flatMap(Arrays::stream)
                        .toArray(String[]::new));
        exit = run.exit;
        return run.text;
    }

    /** Asserts that this claim fails, and none but these. */
    private void assertFails(String text, String part, String... claims) {
        assertEquals(1, exit, text);
        assertTrue(text.contains(part), text);
        List<String> failed = text.lines()
                .filter(line -> line.contains("FAILS"))
                .map(line -> line.replaceAll("^linear +FAILS +([^:]+):.*", "$1"))
                .toList();
        assertEquals(List.of(claims), failed, text);
    }

    private static Figures changed(Figures of, double kl, Map<String, Double> extra) {
        return new Figures(
                of.data(),
                of.part(),
                of.images(),
                of.seed(),
                of.draws(),
                of.elbo(),
                of.elboError(),
                of.reconstruction(),
                kl,
                null,
                null,
                null,
                null,
                of.klByDimension(),
                of.activeUnits(),
                of.activeThreshold(),
                extra);
    }

    private static void changeFigures(Path copy, double kl, double coverage) {
        try {
            ModelCard card = CardFile.read(copy.resolve(ModelFolder.CARD));
            Map<String, Double> extra = new HashMap<>(card.figures().extra());
            extra.merge("coverage-39", coverage, Double::sum);
            CardFile.write(
                    copy.resolve(ModelFolder.CARD),
                    card.withFigures(changed(card.figures(), card.figures().kl() + kl, extra)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void changeAtlas(Path copy, Consumer<Atlas> change) {
        try {
            Atlas atlas = AtlasFile.read(ModelFolder.read(copy));
            change.accept(atlas);
            AtlasFile.write(copy.resolve(ModelCard.ATLAS), atlas);
            Cards.write(copy, CardFile.read(copy.resolve(ModelFolder.CARD)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aWholeModelHoldsAllItClaims() throws IOException {
        String text = check("whole", copy -> {});
        assertEquals(0, exit, text);
        assertEquals(
                7,
                text.lines()
                        .filter(line -> line.startsWith("linear       holds        "))
                        .count(),
                text);
        assertTrue(text.contains("atlas rows: 40 of 40 as the networks say of mnist test"), text);
        assertTrue(text.contains("held against a grid: 0 off"), text);
    }

    @Test
    void oneClaimIsCheckedAlone() throws IOException {
        String text = check("one", copy -> changeFigures(copy, 0.01, 0), "--claim", "log p(x)");
        assertEquals(
                List.of("files", "log p(x)"),
                text.lines()
                        .map(line -> line.replaceAll("^linear +holds +([^:]+):.*", "$1"))
                        .toList(),
                text);
    }

    @Test
    void aChangedFigureFails() throws IOException {
        String text = check("figure", copy -> changeFigures(copy, 0.01, 0));
        assertFails(text, "kl is ", "figures");
    }

    @Test
    void aWrongCoverageFails() throws IOException {
        String text = check("coverage", copy -> changeFigures(copy, 0, 0.4));
        assertFails(text, " by the card, ", "coverage");
    }

    @Test
    void aChangedFileFailsAndNothingElseIsChecked() throws IOException {
        String text = check("file", copy -> {
            try {
                Files.write(copy.resolve(ModelCard.DECODER), new byte[1], StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertFails(text, "decoder.pt: expected sha256", "files");
        assertEquals(
                8, text.lines().filter(line -> line.contains("not checked  ")).count(), text);
    }

    @Test
    void aChangedMeanOfARowFails() throws IOException {
        String text = check("mean", copy -> changeAtlas(copy, atlas -> atlas.mu()[0] += 1));
        assertFails(text, "kl of 1 rows, row 0 first, is ", "figures", "atlas rows");
    }

    /** A row that says all of itself rightly is taken for another mode; where many do so, the atlas is another's. */
    @Test
    void rowsOfAnotherImageFail() throws IOException {
        String text = check(
                "rows",
                copy -> changeAtlas(copy, atlas -> {
                    for (int row = 0; row < COUNT; row += 10) {
                        atlas.index()[row] = COUNT - 1 - row;
                    }
                }));
        assertFails(text, "atlas rows: 36 of 40 as the networks say", "atlas rows");
    }

    @Test
    void anImageThatTheDataLackFails() throws IOException {
        String text = check("index", copy -> changeAtlas(copy, atlas -> atlas.index()[0] = 77));
        assertFails(text, "row 0 is of image 77, which is not in mnist test", "atlas rows");
    }

    @Test
    void aModelThatIsRefusedFails() throws IOException {
        String text = check("refused", copy -> {
            try {
                Files.delete(copy.resolve(ModelCard.ENCODER));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertFails(text, "expected the file that card.json names", "files");
    }
}
