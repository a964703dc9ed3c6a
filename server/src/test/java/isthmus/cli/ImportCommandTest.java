package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Centring;
import isthmus.image.DataFit;
import isthmus.image.PictureFiles;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Kind;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.train.SmallModels;
import isthmus.train.SmallModels.Linear;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCommandTest {
    @TempDir
    Path folder;

    private Path export;
    private Path models;
    private Path encoder;
    private Path decoder;
    private final StringWriter printed = new StringWriter();

    @BeforeEach
    void makeFolders() throws IOException {
        export = Files.createDirectory(folder.resolve("My VAE"));
        models = folder.resolve("models");
        encoder = export.resolve("encoder.pt");
        decoder = export.resolve("decoder.pt");
    }

    private Linear write(Shape shape, int dim) {
        Linear model = Linear.drawn(shape, dim, 8);
        model.writeEncoder(encoder);
        model.writeDecoder(decoder);
        return model;
    }

    /** Runs the command, and gives what it failed with; null where it did not. */
    private Failure run(String... options) {
        List<String> all = new ArrayList<>(List.of(export.toString(), "--models", models.toString()));
        all.addAll(Arrays.asList(options));
        Failure[] failure = new Failure[1];
        int status = new CommandLine(new ImportCommand())
                .setOut(new PrintWriter(printed))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    failure[0] = (Failure) e;
                    return 1;
                })
                .execute(all.toArray(String[]::new));
        assertEquals(failure[0] == null ? 0 : 1, status);
        return failure[0];
    }

    private ModelCard imported(String id, String... options) {
        Failure failure = run(options);
        assertNull(failure, () -> failure.getMessage());
        Catalogue catalogue = Catalogue.read(models);
        assertEquals(List.of(), catalogue.refusals());
        ModelFolder model = catalogue.model(id);
        new TorchModel(model).close();
        return model.card();
    }

    private void refused(String sentence, String... options) throws IOException {
        Failure failure = run(options);
        assertTrue(failure != null && failure.getMessage().contains(sentence), () -> String.valueOf(failure));
        assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
        if (Files.exists(models)) {
            try (var left = Files.list(models)) {
                assertEquals(List.of(), left.toList(), "nothing is left behind");
            }
        }
    }

    @Test
    void sizesOfImageAndCodeAreFoundByTrying() throws IOException {
        for (int[] s : new int[][] {
            {1, 28, 28}, {3, 28, 28}, {1, 32, 32}, {3, 32, 32}, {4, 32, 32}, {1, 64, 64}, {3, 64, 64}, {1, 28, 20}
        }) {
            Shape shape = new Shape(s[0], s[1], s[2]);
            int dim = 2 + s[0];
            write(shape, dim);
            ModelCard card = imported("m" + shape.size() + "-" + s[0], "--id", "m" + shape.size() + "-" + s[0]);
            assertEquals(shape, card.input().shape());
            assertEquals(dim, card.latent().dim());
        }
    }

    @Test
    void theCardSaysWhatWasFoundAndWhatIsUsual() {
        write(new Shape(1, 28, 28), 2);
        ModelCard card = imported("my-vae");
        assertEquals("my-vae", card.title());
        assertEquals(Kind.VAE, card.kind());
        assertEquals(PosteriorFamily.DIAGONAL, card.posterior());
        assertEquals(Output.LOGITS, card.output());
        assertEquals(Family.BERNOULLI, card.likelihood().family());
        assertFalse(card.input().invert());
        assertTrue(
                printed.toString()
                        .contains(
                                "images of 1×28×28, 2 latent dimensions, diagonal posterior; the decoder gives logits"),
                printed.toString());
    }

    @Test
    void whatIsStatedIsInTheCard() {
        write(new Shape(2, 10, 12), 3);
        ModelCard card = imported(
                "mine",
                "--id=mine",
                "--title=A title",
                "--description=A line",
                "--kind=beta-vae",
                "--channels=2",
                "--height=10",
                "--width=12",
                "--latent-dim=3",
                "--output=mean",
                "--likelihood=gaussian",
                "--sigma=0.25",
                "--invert");
        assertEquals("A title", card.title());
        assertEquals("A line", card.description());
        assertEquals(Kind.BETA_VAE, card.kind());
        assertEquals(new Shape(2, 10, 12), card.input().shape());
        assertEquals(Output.MEAN, card.output());
        assertEquals(Family.GAUSSIAN, card.likelihood().family());
        assertEquals(List.of(0.25), card.likelihood().sigma());
        assertTrue(card.input().invert());
    }

    @Test
    void imagesThatItWasTrainedOnTellHowPicturesAreToBeFitted() throws IOException {
        write(new Shape(1, 28, 28), 2);
        Path like = Files.createDirectory(models.resolveSibling("like"));
        for (int i = 0; i < 30; i++) {
            var image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
            int wide = 6 + i % 5 * 2;
            image.createGraphics().fillRect(14 - wide / 2, 4, wide, 20);
            Files.write(like.resolve(i + ".png"), PictureFiles.file(image, "png"));
        }
        ModelCard card = imported("centred", "--id=centred", "--images", like.toString());
        assertEquals(new DataFit(20, Centring.BOX, 0.0, true), card.input().fit());
        write(new Shape(1, 32, 32), 2);
        Failure other = run("--id=other", "--images", like.toString());
        assertTrue(
                other.getMessage().contains("expected images of 1×32×32, found ones of 1×28×28"), other.getMessage());
    }

    @Test
    void valuesWithinTheUnitIntervalAreAMean() {
        Linear model = write(new Shape(1, 28, 28), 2);
        SmallModels.module(
                decoder,
                model.output().tensors("out"),
                List.of("y = torch.linear(x, self.out_w, self.out_b)"),
                "torch.sigmoid(y)",
                SmallModels.ONE);
        assertEquals(Output.MEAN, imported("my-vae").output());
    }

    @Test
    void anEncoderWithMoreOutputsIsTakenAndOneWithMuAloneIsAPoint() {
        Linear model = write(new Shape(1, 28, 28), 2);
        String mu = "torch.linear(torch.flatten(x, 1, -1), self.mu_w, self.mu_b)";
        SmallModels.module(
                encoder,
                model.mu().tensors("mu"),
                List.of(),
                "(" + mu + ", " + mu + ", x)",
                "Tuple[Tensor, Tensor, Tensor]");
        assertEquals(
                PosteriorFamily.DIAGONAL, imported("extra", "--id", "extra").posterior());
        SmallModels.module(encoder, model.mu().tensors("mu"), List.of(), mu, SmallModels.ONE);
        ModelCard point = imported("point", "--id", "point");
        assertEquals(PosteriorFamily.POINT, point.posterior());
        assertEquals(Kind.AE, point.kind());
    }

    @Test
    void whereTwoSizesFitTheUserIsAsked() throws IOException {
        Linear model = write(new Shape(1, 64, 64), 2);
        SmallModels.module(
                decoder,
                model.output().tensors("out"),
                List.of(),
                "torch.linear(x, self.out_w, self.out_b)",
                SmallModels.ONE);
        refused("found 4×32×32, 1×64×64; state it with --channels, --height and --width");
        assertEquals(
                new Shape(4, 32, 32),
                imported("my-vae", "--channels", "4").input().shape());
    }

    @Test
    void filesThatDoNotFitEachOtherOrTheOptionsAreRefusedByName() throws IOException {
        write(new Shape(1, 28, 28), 2);
        refused("encoder.pt: expected 5 latent dimensions, as --latent-dim says, found (2, 2)", "--latent-dim", "5");
        refused("encoder.pt: expected to run on (2, 3, 28, 28), found RuntimeError", "--channels", "3");
        Linear.drawn(new Shape(1, 32, 32), 2, 8).writeDecoder(decoder);
        refused("decoder.pt: expected images of 1×28×28 from codes of 2 numbers, found (2, 1, 32, 32)");
        Linear.drawn(new Shape(1, 28, 28), 3, 8).writeDecoder(decoder);
        refused("decoder.pt: expected to run on (2, 2), found RuntimeError");
        SmallModels.expression(encoder, "(torch.flatten(x, 1, -1), x.size(0))", "Tuple[Tensor, int]");
        refused("decoder.pt: expected to run on (2, 784), found RuntimeError");
        SmallModels.expression(encoder, "torch.sum(x)", SmallModels.ONE);
        refused("encoder.pt: expected mu of (2, dim) for 2 images, found ()");
    }

    @Test
    void anEncoderThatGivesASampleFirstIsRefused() throws IOException {
        write(new Shape(1, 28, 28), 2);
        SmallModels.expression(
                encoder,
                "(torch.rand_like(torch.flatten(x, 1, -1)), torch.flatten(x, 1, -1), torch.flatten(x, 1, -1))",
                "Tuple[Tensor, Tensor, Tensor]");
        refused("encoder.pt: expected mu first, which is the same from run to run, found a first output that differs");
    }

    @Test
    void aDecoderThatEndsInATanhIsNotTakenForLogitsUnasked() throws IOException {
        Linear model = write(new Shape(1, 28, 28), 2);
        SmallModels.module(
                decoder,
                model.output().tensors("out"),
                List.of("y = torch.linear(x, self.out_w, self.out_b)"),
                "torch.tanh(torch.mul(y, 10.))",
                SmallModels.ONE);
        refused("expected a mean in [0, 1] or logits, found values from -1.000 to 1.000, as a tanh gives");
        assertEquals(Output.LOGITS, imported("my-vae", "--output", "logits").output());
    }

    @Test
    void anythingButTorchScriptIsRefusedByName() throws IOException {
        write(new Shape(1, 28, 28), 2);
        Files.writeString(decoder, "weights only");
        refused(decoder + ": expected a TorchScript file, as torch.jit.save writes it, found ");
        Files.delete(encoder);
        refused(encoder + ": expected a TorchScript file, found none");
    }

    @Test
    void aModelIsNeverOverwritten() throws IOException {
        write(new Shape(1, 28, 28), 2);
        ModelCard first = imported("my-vae");
        Failure failure = run();
        assertEquals(
                models.resolve("my-vae") + ": expected no folder of this name, found one; choose another with --id",
                failure.getMessage());
        assertEquals(first, Catalogue.read(models).model("my-vae").card());
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedBeforeAnyWork() throws IOException {
        write(new Shape(1, 28, 28), 2);
        refused("found none; state it with --sigma", "--likelihood", "gaussian");
        refused("likelihood.sigma: expected none for a bernoulli likelihood, found 0.1", "--sigma", "0.1");
        refused("--kind: expected one of vae, beta-vae, ae, ppca, found gan", "--kind", "gan");
        refused("--output: expected one of mean, logits, found pixels", "--output", "pixels");
        refused("--width: expected a positive number, found 0", "--width", "0");
        refused("found ../out; state it with --id", "--id", "../out");
    }
}
