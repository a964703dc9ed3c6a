package isthmus.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.inference.torch.RawNetwork;
import isthmus.inference.torch.RawNetwork.Output;
import isthmus.inference.torch.RawNetwork.Precision;
import isthmus.model.ModelCard.Family;
import isthmus.train.SmallModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exports as strangers make them: each is understood as its author meant it, or refused. */
class ImporterTest {
    private static final Shape GREY = new Shape(1, 12, 12);
    private static final Shape COLOUR = new Shape(3, 8, 8);
    private static final ExactVae DIGITS = ExactVae.bernoulli(GREY);
    private static final ExactVae COLOURED = ExactVae.bernoulli(COLOUR);
    private static final ExactVae MEASURES = ExactVae.gaussian(GREY);
    private static final ExactVae PHOTOS = ExactVae.gaussian(COLOUR);

    private static final List<String> FLAT = List.of("x = torch.flatten(x, 1)");
    private static final List<String> CODE = List.of("z = x");
    private static final String PAIR = "(mu, logvar)";
    private static final String TRIPLE = "Tuple[Tensor, Tensor, Tensor]";
    private static final Stated NOTHING = new Stated(null, null, null, null, null, null, null, null, null, null, false);

    @TempDir
    Path folder;

    /**
     * What a stranger exported.
     *
     * @param name what is special about it
     * @param input of the encoder, to x of (batch, values) in [0, 1]
     * @param outputs of the encoder
     * @param code of the decoder, to z
     * @param image of the decoder
     */
    private record Export(
            String name,
            ExactVae vae,
            List<String> input,
            String outputs,
            String outputsType,
            List<String> code,
            String image,
            String imageType) {
        static Export of(String name, ExactVae vae) {
            return new Export(name, vae, FLAT, PAIR, SmallModels.TWO, CODE, vae.reshaped("y"), SmallModels.ONE);
        }

        Export taking(String... lines) {
            return new Export(name, vae, List.of(lines), outputs, outputsType, code, image, imageType);
        }

        Export giving(String result, String type) {
            return new Export(name, vae, input, result, type, code, image, imageType);
        }

        Export decoding(String... lines) {
            return new Export(name, vae, input, outputs, outputsType, List.of(lines), image, imageType);
        }

        Export to(String result) {
            return to(result, SmallModels.ONE);
        }

        Export to(String result, String type) {
            return new Export(name, vae, input, outputs, outputsType, code, result, type);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String scaled(String mean, String deviation) {
        return "x = torch.add(torch.mul(torch.flatten(x, 1), %s), %s)".formatted(deviation, mean);
    }

    static Stream<Export> understood() {
        String half = "torch.mul(logvar, 0.5)";
        return Stream.of(
                Export.of("right", DIGITS),
                Export.of("right, under squared errors", MEASURES),
                Export.of("log variance first", DIGITS).giving("(logvar, mu)", SmallModels.TWO),
                Export.of("a deviation", MEASURES).giving("(mu, torch.exp(" + half + "))", SmallModels.TWO),
                Export.of("a variance", DIGITS).giving("(mu, torch.exp(logvar))", SmallModels.TWO),
                Export.of("a log deviation", MEASURES).giving("(mu, " + half + ")", SmallModels.TWO),
                Export.of("before a softplus", MEASURES)
                        .giving("(mu, torch.log(torch.expm1(torch.exp(" + half + "))))", SmallModels.TWO),
                Export.of("a draw first", DIGITS)
                        .giving(
                                "(torch.add(mu, torch.mul(torch.randn_like(mu), torch.exp(" + half + "))), mu, logvar)",
                                TRIPLE),
                Export.of("the mean as a draw first", DIGITS).giving("(mu, mu, logvar)", TRIPLE),
                Export.of("halves of one tensor", DIGITS).giving("torch.cat([mu, logvar], 1)", SmallModels.ONE),
                Export.of("by name", DIGITS).giving("{\"mu\": mu, \"logvar\": logvar}", "Dict[str, Tensor]"),
                Export.of("in [-1, 1]", DIGITS).taking(scaled("0.5", "0.5")),
                Export.of("in bytes", DIGITS).taking(scaled("0.", "0.003921568627450980")),
                Export.of("in bytes and out, under a Bernoulli likelihood", DIGITS)
                        .taking(scaled("0.", "0.003921568627450980"))
                        .to(DIGITS.reshaped("torch.mul(torch.sigmoid(y), 255.)")),
                Export.of("decoded in another scale than encoded", MEASURES)
                        .to(MEASURES.reshaped("torch.div(torch.sub(y, 0.286), 0.353)")),
                Export.of("normalised by MNIST's mean and deviation", MEASURES).taking(scaled("0.1307", "0.3081")),
                Export.of("a tanh", MEASURES)
                        .taking(scaled("0.5", "0.5"))
                        .to(MEASURES.reshaped(
                                "torch.tanh(torch.atanh(torch.clamp(torch.sub(torch.mul(y, 2.), 1.), -0.99, 0.99)))")),
                Export.of("a ReLU", MEASURES).to(MEASURES.reshaped("torch.relu(y)")),
                Export.of("a sigmoid", DIGITS).to(DIGITS.reshaped("torch.sigmoid(y)")),
                Export.of("channels last", COLOURED)
                        .taking("x = torch.flatten(torch.permute(x, [0, 3, 1, 2]), 1)")
                        .to("torch.permute(" + COLOURED.reshaped("y") + ", [0, 2, 3, 1])"),
                Export.of("blue first", COLOURED)
                        .taking("x = torch.flatten(torch.flip(x, [1]), 1)")
                        .to("torch.flip(" + COLOURED.reshaped("y") + ", [1])"),
                Export.of("channels last and blue first, in bytes", PHOTOS)
                        .taking(
                                "x = torch.permute(torch.flip(x, [3]), [0, 3, 1, 2])",
                                scaled("0.", "0.003921568627450980"))
                        .to("torch.flip(torch.permute(torch.mul(" + PHOTOS.reshaped("y")
                                + ", 255.), [0, 2, 3, 1]), [3])"),
                Export.of("width before height", DIGITS)
                        .taking("x = torch.flatten(torch.permute(x, [0, 1, 3, 2]), 1)")
                        .to("torch.permute(" + DIGITS.reshaped("y") + ", [0, 1, 3, 2])"),
                Export.of("flat", DIGITS)
                        .taking("x = torch.linear(x, torch.eye(144))")
                        .to("y"),
                Export.of("in double precision", DIGITS)
                        .taking(
                                "e = torch.to(torch.eye(144), 7)",
                                "x = torch.to(torch.linear(torch.flatten(x, 1), e), 6)")
                        .decoding("z = torch.to(torch.linear(x, torch.to(torch.eye(4), 7)), 6)"),
                Export.of("flat in half precision", MEASURES)
                        .taking("e = torch.to(torch.eye(144), 5)", "x = torch.to(torch.linear(x, e), 6)")
                        .decoding("z = torch.to(torch.linear(x, torch.to(torch.eye(4), 5)), 6)"),
                Export.of("in a batch of 8", DIGITS)
                        .taking("x = torch.reshape(x, [8, 144])")
                        .decoding("z = torch.reshape(x, [8, 4])"),
                Export.of("a code of 1×2×2", DIGITS)
                        .giving(
                                "(torch.reshape(mu, [-1, 1, 2, 2]), torch.reshape(logvar, [-1, 1, 2, 2]))",
                                SmallModels.TWO)
                        .decoding("c = torch.avg_pool2d(x, [1, 1])", "z = torch.flatten(c, 1)"),
                Export.of("ImageNet's scale, deviation first, decoded in the same scale", PHOTOS)
                        .taking(
                                "m = torch.reshape(torch.tensor([0.485, 0.456, 0.406]), [1, 3, 1, 1])",
                                "d = torch.reshape(torch.tensor([0.229, 0.224, 0.225]), [1, 3, 1, 1])",
                                "x = torch.flatten(torch.add(torch.mul(x, d), m), 1)")
                        .giving("(torch.exp(" + half + "), mu)", SmallModels.TWO)
                        .decoding(
                                "m = torch.reshape(torch.tensor([0.485, 0.456, 0.406]), [1, 3, 1, 1])",
                                "d = torch.reshape(torch.tensor([0.229, 0.224, 0.225]), [1, 3, 1, 1])",
                                "z = x")
                        .to("torch.div(torch.sub(" + PHOTOS.reshaped("y") + ", m), d)"),
                Export.of("[-1, 1], variance first, a sigmoid", DIGITS)
                        .taking(scaled("0.5", "0.5"))
                        .giving("(torch.exp(logvar), mu)", SmallModels.TWO)
                        .to(DIGITS.reshaped("torch.sigmoid(y)")));
    }

    private Importer importer(Export export, Stated stated) throws IOException {
        Path encoder = folder.resolve("encoder.pt");
        Path decoder = folder.resolve("decoder.pt");
        export.vae().writeEncoder(encoder, export.input(), export.outputs(), export.outputsType());
        export.vae().writeDecoder(decoder, export.code(), export.image(), export.imageType());
        Path copies = Files.createDirectories(folder.resolve("copies"));
        return new Importer(ImportSource.of(List.of(encoder, decoder), folder), stated, copies);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("understood")
    void whatIsWrittenGivesTheMeanAndLogVarianceThatTheAuthorMeant(Export export) throws IOException {
        ExactVae vae = export.vae();
        int count = 20;
        float[] some = Arrays.copyOf(vae.images(), count * vae.shape().size());
        Path encoder = folder.resolve("e.pt");
        Path decoder = folder.resolve("d.pt");
        Importer.Found found;
        try (Importer importer = importer(export, NOTHING)) {
            assertEquals(vae.shape(), importer.shape(List.of(vae.shape())));
            found = importer.prove(vae.shape(), vae.images());
            importer.write(found, encoder, decoder);
        }
        assertEquals(
                vae.gaussian() ? Family.GAUSSIAN : Family.BERNOULLI,
                found.likelihood().family());
        if (vae.gaussian()) {
            assertEquals(ExactVae.SIGMA, found.likelihood().sigma().get(0), 0.003);
        }
        assertEquals(export.name().equals("a code of 1×2×2") ? List.of(1, 2, 2) : null, found.codeShape());
        Path meant = folder.resolve("meant.pt");
        vae.writeEncoder(meant, FLAT, PAIR, SmallModels.TWO);
        List<Output> expected = run(meant, some, count, vae.shape());
        List<Output> written = run(encoder, some, count, vae.shape());
        assertArrayEquals(expected.get(0).values(), written.get(0).values(), 2e-3f, "means");
        assertArrayEquals(expected.get(1).values(), written.get(1).values(), 2e-3f, "log variances");
        vae.writeDecoder(meant, CODE, "y", SmallModels.ONE);
        float[] images =
                run(meant, expected.get(0).values(), count, null).get(0).values();
        float[] decoded =
                run(decoder, expected.get(0).values(), count, null).get(0).values();
        assertArrayEquals(means(images, !vae.gaussian()), means(decoded, found.logits()), 2e-2f, "images in [0, 1]");
    }

    private static List<Output> run(Path file, float[] values, int count, Shape shape) {
        try (RawNetwork network = new RawNetwork(file)) {
            long[] sizes = shape == null
                    ? new long[] {count, ExactVae.DIM}
                    : new long[] {count, shape.channels(), shape.height(), shape.width()};
            return network.run(values, sizes, Precision.FLOAT32);
        }
    }

    private static float[] means(float[] output, boolean logits) {
        float[] means = new float[output.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = logits ? (float) (1 / (1 + Math.exp(-output[i]))) : Math.min(1, Math.max(0, output[i]));
        }
        return means;
    }

    /** @param sentence a part of the refusal */
    private record Refused(Export export, String sentence) {
        @Override
        public String toString() {
            return export.name();
        }
    }

    static Stream<Refused> refusals() {
        return Stream.of(
                new Refused(Export.of("the mean alone", DIGITS).giving("mu", SmallModels.ONE), "say --kind ae"),
                new Refused(
                        Export.of("batch norm as in training", DIGITS)
                                .taking(
                                        "x = torch.flatten(x, 1)",
                                        "m = torch.mean(x, [0], True)",
                                        "x = torch.clamp(torch.add(torch.sub(x, m), 0.4), 0.01, 0.99)"),
                        "vae.eval()"),
                new Refused(
                        Export.of("dropout as in training", DIGITS)
                                .taking("x = torch.dropout(torch.flatten(x, 1), 0.3, True)"),
                        "vae.eval()"),
                new Refused(
                        Export.of("a draw alone", DIGITS)
                                .giving("torch.add(mu, torch.randn_like(mu))", SmallModels.ONE),
                        "vae.eval()"),
                new Refused(
                        Export.of("a variance of each pixel", MEASURES)
                                .to(
                                        "(" + MEASURES.reshaped("y") + ", " + MEASURES.reshaped("torch.mul(y, 0.1)")
                                                + ")",
                                        SmallModels.TWO),
                        "a variance of each pixel"),
                new Refused(
                        Export.of("a precision", MEASURES)
                                .giving("(mu, torch.exp(torch.neg(logvar)))", SmallModels.TWO),
                        "none: the nearest"),
                new Refused(
                        Export.of("numbers that overflow", DIGITS).decoding("z = torch.div(x, torch.sub(x, x))"),
                        "finite numbers"),
                new Refused(
                        Export.of("a decoder of something else", DIGITS).decoding("z = torch.mul(x, 0.)"),
                        "better than their mean image"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatCannotBeUnderstoodIsRefusedWithItsCause(Refused refused) throws IOException {
        ExactVae vae = refused.export().vae();
        try (Importer importer = importer(refused.export(), NOTHING)) {
            Failure failure = assertThrows(Failure.class, () -> importer.prove(vae.shape(), vae.images()));
            assertTrue(failure.getMessage().contains(refused.sentence()), failure.getMessage());
        }
    }

    /** Sum of squared differences between the first images and what is made of them. */
    private static double error(float[] images, float[] reconstructed) {
        double sum = 0;
        for (int i = 0; i < reconstructed.length; i++) {
            sum += Math.pow(images[i] - reconstructed[i], 2);
        }
        return sum;
    }

    @Test
    void theRunnerUpIsThereToBeLookedAt() throws IOException {
        try (Importer importer = importer(Export.of("right", MEASURES), NOTHING)) {
            Comparison comparison = importer.compare(GREY, MEASURES.images());
            Importer.Found best = importer.found(comparison, comparison.best());
            assertEquals(Optional.empty(), comparison.undecided());
            assertEquals(importer.prove(GREY, MEASURES.images()).decisions(), best.decisions());
            float[] second =
                    importer.reconstructions(comparison, comparison.second().orElseThrow(), 8);
            assertEquals(8 * GREY.size(), second.length);
            assertTrue(error(MEASURES.images(), second)
                    > 2 * error(MEASURES.images(), importer.reconstructions(comparison, comparison.best(), 8)));
        }
    }

    @Test
    void ofTwoThatImagesDoNotTellApartAPersonMayChooseEither() throws IOException {
        Export close = Export.of("two means", MEASURES).giving("(mu, torch.add(mu, 0.009), logvar)", TRIPLE);
        float[] images = Arrays.copyOf(MEASURES.images(), 24 * GREY.size()); // too few for so small a difference
        try (Importer importer = importer(close, NOTHING)) {
            Comparison comparison = importer.compare(GREY, images);
            String sentence = assertThrows(Failure.class, () -> importer.prove(GREY, images))
                    .getMessage();
            assertEquals(sentence, comparison.undecided().orElseThrow().getMessage());
            Importer.Found second =
                    importer.found(comparison, comparison.second().orElseThrow());
            assertEquals("reading, chosen by eye", second.decisions().get(0).what());
            assertEquals(-comparison.margin().nats(), second.decisions().get(0).nats());
            Path encoder = folder.resolve("e.pt");
            importer.write(second, encoder, folder.resolve("d.pt"));
            int count = 4;
            float[] some = Arrays.copyOf(images, count * GREY.size());
            float shift = comparison.second().orElseThrow().toString().contains("output 1") ? 0.009f : 0;
            Path meant = folder.resolve("meant.pt");
            MEASURES.writeEncoder(meant, FLAT, "(torch.add(mu, " + shift + "), logvar)", SmallModels.TWO);
            assertArrayEquals(
                    run(meant, some, count, GREY).get(0).values(),
                    run(encoder, some, count, GREY).get(0).values(),
                    1e-5f);
        }
    }
}
