package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Centring;
import isthmus.image.DataFit;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Noise;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Family;
import isthmus.model.ModelCard.Kind;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import isthmus.train.SmallModels;
import isthmus.train.SmallModels.Linear;
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
        refusedBeside(null, sentence, options);
    }

    /** @param beside the only model that is there, and stays; or null */
    private void refusedBeside(String beside, String sentence, String... options) throws IOException {
        Failure failure = run(options);
        assertTrue(failure != null && failure.getMessage().contains(sentence), () -> String.valueOf(failure));
        assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
        if (Files.exists(models)) {
            try (var left = Files.list(models)) {
                assertEquals(
                        beside == null ? List.of() : List.of(models.resolve(beside)),
                        left.toList(),
                        "nothing is left behind");
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
                        .contains("images of 1×28×28, 2 latent dimensions, diagonal posterior, bernoulli likelihood"),
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

    private Path rectangles() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        Rectangles.write(pictures, encoder, decoder);
        return pictures;
    }

    @Test
    void imagesThatItWasTrainedOnProveTheReadingTellHowPicturesAreFittedAndBecomeTheMap() throws IOException {
        Path pictures = rectangles();
        ModelCard card = imported("rectangles", "--id=rectangles", "--kind=ae", "--data", pictures.toString());
        assertEquals(30, card.provenance().imported().images());
        assertEquals(
                List.of("encoder.pt", "decoder.pt"),
                card.provenance().imported().files());
        assertEquals(new DataFit(20, Centring.BOX, 0.0, true), card.input().fit());
        assertTrue(card.input().invert(), "the figures are bright");
        assertEquals(Output.MEAN, card.output());
        assertEquals(30, card.atlas().count());
        assertFalse(printed.toString().contains("unproven"), printed.toString());
        Linear.drawn(new Shape(1, 28, 28), 4, 8).writeDecoder(decoder);
        refusedBeside(
                "rectangles", "better than their mean image", "--id=other", "--kind=ae", "--data", pictures.toString());
    }

    @Test
    void withoutImagesTheCardSaysThatNothingIsProvenAndReplacingItByProofIsOneCommand() throws IOException {
        Path pictures = rectangles();
        ModelCard before = imported("mine", "--id=mine", "--kind=ae", "--output=mean");
        assertEquals(0, before.provenance().imported().images());
        assertTrue(printed.toString().contains("This is unproven"), printed.toString());
        ModelCard after = imported("mine", "--id=mine", "--kind=ae", "--replace", "--data", pictures.toString());
        assertEquals(30, after.provenance().imported().images());
    }

    @Test
    void aFileWithBothMethodsIsTakenAsItIsAndCodeThatNamesAnotherDeviceRunsHere() throws IOException {
        Linear model = Linear.drawn(new Shape(1, 28, 28), 2, 8);
        List<Tensor> tensors = new ArrayList<>(model.mu().tensors("mu"));
        tensors.addAll(model.output().tensors("out"));
        ScriptMethod encode = new ScriptMethod(
                "encode",
                List.of("x: Tensor"),
                List.of(
                        "y = torch.flatten(x, 1, -1)",
                        "m = torch.linear(y, self.mu_w, self.mu_b)",
                        "z = torch.zeros([2], device=torch.device(\"cuda:0\"))"),
                "(torch.add(m, z), torch.neg(torch.abs(m)))",
                SmallModels.TWO);
        ScriptMethod decode = new ScriptMethod(
                "decode",
                List.of("z: Tensor"),
                List.of(),
                "torch.mul(torch.linear(z, self.out_w, self.out_b), 3.)",
                SmallModels.ONE);
        Path whole = export.resolve("whole.pt");
        new TorchScript("Whole", tensors, List.of(encode, decode)).write(whole);
        ModelCard card = imported("my-vae");
        assertEquals(new Shape(1, 28, 28), card.input().shape());
        assertEquals(PosteriorFamily.DIAGONAL, card.posterior());
        assertEquals(List.of("whole.pt"), card.provenance().imported().files());
    }

    @Test
    void aSecondInputIsNamedWithItsCure() throws IOException {
        write(new Shape(1, 28, 28), 2);
        ScriptMethod forward = new ScriptMethod(
                "forward", List.of("x: Tensor", "label: Tensor"), List.of(), "torch.add(x, label)", SmallModels.ONE);
        new TorchScript("Conditional", List.of(), List.of(forward)).write(encoder);
        refused(
                "expected a network of one input, found one that takes a second, label, such as a condition; export it");
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
    void anEncoderWithMoreOutputsIsTakenAndOneWithMuAloneIsAPoint() throws IOException {
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
        refusedBeside("extra", "say --kind ae if it is an autoencoder", "--id", "point");
        ModelCard point = imported("point", "--id", "point", "--kind", "ae");
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
        refused("found 1×64×64, 4×32×32; state it with --channels, --height and --width");
        assertEquals(
                new Shape(4, 32, 32),
                imported("my-vae", "--channels", "4").input().shape());
    }

    @Test
    void filesThatDoNotFitEachOtherOrTheOptionsAreRefusedByName() throws IOException {
        write(new Shape(1, 28, 28), 2);
        refused(
                "encoder.pt: expected 5 latent dimensions, as --latent-dim says, found output 0 of 2",
                "--latent-dim",
                "5");
        refused("encoder.pt: expected to run on (2, 3, ", "--channels", "3");
        Linear.drawn(new Shape(1, 32, 32), 2, 8).writeDecoder(decoder);
        refused("decoder.pt: expected images of 1×28×28, as the encoder takes, found none of its outputs");
        Linear.drawn(new Shape(1, 28, 28), 3, 8).writeDecoder(decoder);
        refused("decoder.pt: expected to run on (2, 2), found RuntimeError");
        SmallModels.expression(encoder, "(torch.flatten(x, 1, -1), x.size(0))", "Tuple[Tensor, int]");
        refused("decoder.pt: expected to run on (2, 784), found RuntimeError");
        SmallModels.expression(encoder, "torch.sum(x)", SmallModels.ONE);
        refused("encoder.pt: expected codes of (4, dim) for 4 images, found []");
    }

    @Test
    void withoutImagesAnEncoderThatGivesASampleFirstIsRefused() throws IOException {
        write(new Shape(1, 28, 28), 2);
        String two = "torch.slice(torch.flatten(x, 1, -1), 1, 0, 2)";
        SmallModels.expression(
                encoder, "(torch.rand_like(%s), %s, %s)".formatted(two, two, two), "Tuple[Tensor, Tensor, Tensor]");
        refused(
                "encoder.pt: expected a mean first, which is the same from run to run, found a first output that differs");
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
        refused("expected a mean in [0, 1] or logits, found values from -1.000 to 1.000, which may be those of a tanh");
        ModelCard card = imported("my-vae", "--output", "signed", "--likelihood", "gaussian", "--sigma", "0.1");
        assertEquals(Output.MEAN, card.output());
        try (TorchModel opened = new TorchModel(Catalogue.read(models).model("my-vae"))) {
            float[] z = new Noise(0, 3).normals(10 * 2);
            double[] raw = model.output().apply(z, 4);
            float[] mean = opened.decode(z, 10);
            for (int i = 0; i < raw.length; i++) {
                assertEquals((Math.tanh(10 * raw[i]) + 1) / 2, mean[4 * raw.length + i], 1e-5);
            }
        }
    }

    @Test
    void anythingButTorchScriptIsRefusedByName() throws IOException {
        write(new Shape(1, 28, 28), 2);
        Files.writeString(decoder, "weights only");
        refused(decoder + ": expected a TorchScript file, as torch.jit.save writes it, found ");
        Linear.drawn(new Shape(1, 28, 28), 2, 8).writeDecoder(decoder);
        Files.delete(encoder);
        refused(
                "expected the methods encode and decode, found forward; export the encoder and the decoder as two files");
    }

    @Test
    void aModelIsNeverOverwritten() throws IOException {
        write(new Shape(1, 28, 28), 2);
        ModelCard first = imported("my-vae");
        Failure failure = run();
        assertEquals(
                models.resolve("my-vae")
                        + ": expected no folder of this name, found one; choose another with --id, or say --replace",
                failure.getMessage());
        assertEquals(first, Catalogue.read(models).model("my-vae").card());
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedBeforeAnyWork() throws IOException {
        write(new Shape(1, 28, 28), 2);
        refused("found none; state it with --sigma", "--likelihood", "gaussian");
        refused("likelihood.sigma: expected none for a bernoulli likelihood, found 0.1", "--sigma", "0.1");
        refused("--kind: expected one of vae, beta-vae, ae, ", "--kind", "vea");
        refused(
                "--output: expected one of logits, mean, signed, normalised or MEAN/DEVIATION, found pixels",
                "--output",
                "pixels");
        refused("expected positive numbers for sizes, found 0", "--width", "0", "--height", "2");
        refused("found ../out; state it with --id", "--id", "../out");
    }
}
