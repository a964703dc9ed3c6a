// Long because every promise of a model is held against the same small network.
package isthmus.inference.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.inference.Observation;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Likelihood;
import isthmus.model.ModelCard.Output;
import isthmus.model.PosteriorFamily;
import isthmus.train.SmallModels;
import isthmus.train.SmallModels.Linear;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated
class TorchModelTest {
    private static final Shape SHAPE = new Shape(2, 3, 4);
    private static final int VALUES = 24;
    private static final int DIM = 3;
    private static final Linear MODEL = Linear.drawn(SHAPE, DIM, 11);

    @TempDir
    Path folder;

    private Path encoder;
    private Path decoder;

    @BeforeEach
    void write() {
        encoder = folder.resolve("encoder.pt");
        decoder = folder.resolve("decoder.pt");
        MODEL.writeEncoder(encoder);
        MODEL.writeDecoder(decoder);
    }

    private TorchModel open(ModelCard card) {
        return new TorchModel(encoder, decoder, card);
    }

    private static ModelCard card(PosteriorFamily posterior, Likelihood likelihood, Output output) {
        return Cards.card("small", SHAPE, DIM, posterior, likelihood, output);
    }

    private static float[] images(int count, boolean binary) {
        Noise noise = new Noise(1, count);
        float[] x = new float[count * VALUES];
        for (int i = 0; i < x.length; i++) {
            x[i] = binary ? noise.nextInt(2) : (float) noise.uniform();
        }
        return x;
    }

    private static float[] codes(int count) {
        float[] z = new Noise(2, count).normals(count * DIM);
        return z;
    }

    private static double sigmoid(double l) {
        return 1 / (1 + Math.exp(-l));
    }

    @Test
    void encodingGivesWhatAPlainComputationGives() {
        int count = 7;
        float[] x = images(count, false);
        try (TorchModel vae = open(Cards.card("small", SHAPE, DIM))) {
            PosteriorBatch q = vae.encode(x, count);
            for (int i = 0; i < count; i++) {
                double[] mu = MODEL.mu().apply(x, i);
                double[] logvar = MODEL.logvar().apply(x, i);
                for (int d = 0; d < DIM; d++) {
                    assertEquals(mu[d], q.means()[i * DIM + d], 1e-5);
                    assertEquals(logvar[d], q.logvar()[i * DIM + d], 1e-5);
                }
            }
        }
    }

    @Test
    void decodedBytesAreTheMeansRounded() {
        int count = 77; // two batches, one of which is padded
        float[] z = codes(count);
        for (Output output : Output.values()) {
            try (TorchModel vae = open(card(PosteriorFamily.DIAGONAL, Cards.BERNOULLI, output))) {
                float[] mean = vae.decode(z, count);
                byte[] bytes = vae.decodeBytes(z, count);
                assertEquals(mean.length, bytes.length);
                for (int i = 0; i < mean.length; i++) {
                    assertEquals(Math.round(mean[i] * 255f), bytes[i] & 0xFF);
                }
            }
        }
    }

    @Test
    void decodingGivesTheMeanWhetherTheNetworkGivesLogitsOrTheMean() {
        int count = 5;
        float[] z = codes(count);
        float[] ofLogits;
        float[] ofMean;
        try (TorchModel vae = open(card(PosteriorFamily.DIAGONAL, Cards.BERNOULLI, Output.LOGITS))) {
            ofLogits = vae.decode(z, count);
        }
        try (TorchModel vae = open(card(PosteriorFamily.DIAGONAL, Cards.BERNOULLI, Output.MEAN))) {
            ofMean = vae.decode(z, count);
        }
        for (int i = 0; i < count; i++) {
            double[] y = MODEL.output().apply(z, i);
            for (int p = 0; p < VALUES; p++) {
                assertEquals(sigmoid(y[p]), ofLogits[i * VALUES + p], 1e-6);
                assertEquals(Math.min(1, Math.max(0, y[p])), ofMean[i * VALUES + p], 1e-5);
            }
        }
    }

    @Test
    void paddingAndCuttingDoNotChangeResults() {
        int count = 277; // 256 + 16 + 4 + 1
        float[] x = images(count, false);
        float[] z = codes(count);
        try (TorchModel vae = open(Cards.card("small", SHAPE, DIM))) {
            PosteriorBatch together = vae.encode(x, count);
            float[] decoded = vae.decode(z, count);
            float[] scored = vae.logLikelihood(z, 1, x, count);
            for (int from = 0; from < count; from += 3) {
                int rows = Math.min(3, count - from); // padded to 4
                float[] xs = Arrays.copyOfRange(x, from * VALUES, (from + rows) * VALUES);
                float[] zs = Arrays.copyOfRange(z, from * DIM, (from + rows) * DIM);
                assertArrayEquals(
                        Arrays.copyOfRange(together.means(), from * DIM, (from + rows) * DIM),
                        vae.encode(xs, rows).means(),
                        1e-6f);
                assertArrayEquals(
                        Arrays.copyOfRange(decoded, from * VALUES, (from + rows) * VALUES),
                        vae.decode(zs, rows),
                        1e-6f);
                assertArrayEquals(
                        Arrays.copyOfRange(scored, from, from + rows), vae.logLikelihood(zs, 1, xs, rows), 1e-5f);
            }
        }
    }

    @Test
    void manyCodesAgainstOneCopyOfAnImageScoreAsAgainstManyCopies() {
        int perImage = 300; // more than the largest batch
        float[] x = images(2, true);
        float[] z = codes(2 * perImage);
        float[] copies = new float[2 * perImage * VALUES];
        for (int i = 0; i < 2 * perImage; i++) {
            System.arraycopy(x, i / perImage * VALUES, copies, i * VALUES, VALUES);
        }
        for (Likelihood likelihood : new Likelihood[] {Cards.BERNOULLI, Cards.gaussian(0.3)}) {
            for (Output output : Output.values()) {
                try (TorchModel vae = open(card(PosteriorFamily.DIAGONAL, likelihood, output))) {
                    assertArrayEquals(
                            vae.logLikelihood(z, 1, copies, 2 * perImage), vae.logLikelihood(z, perImage, x, 2), 1e-4f);
                }
            }
        }
    }

    @Test
    void bytesEncodeAsTheValuesTheyStandFor() {
        int count = 21; // 16 + 4 + 1
        byte[] pixels = new byte[(count + 3) * VALUES];
        float[] x = new float[count * VALUES];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37);
        }
        for (int i = 0; i < x.length; i++) {
            x[i] = (pixels[3 * VALUES + i] & 0xFF) / 255f;
        }
        try (TorchModel vae = open(Cards.card("small", SHAPE, DIM))) {
            PosteriorBatch ofValues = vae.encode(x, count);
            PosteriorBatch ofBytes = vae.encode(pixels, 3, count, VALUES);
            assertArrayEquals(ofValues.means(), ofBytes.means(), 1e-6f);
            assertArrayEquals(ofValues.logvar(), ofBytes.logvar(), 1e-6f);
            assertThrows(Failure.class, () -> vae.encode(pixels, 4, count, VALUES));
        }
    }

    @Test
    void anEmptyBatchGivesAnEmptyAnswer() {
        try (TorchModel vae = open(Cards.card("small", SHAPE, DIM))) {
            assertEquals(0, vae.encode(new float[0], 0).means().length);
            assertEquals(0, vae.decode(new float[0], 0).length);
            assertEquals(0, vae.logLikelihood(new float[0], 1, new float[0], 0).length);
        }
    }

    @Test
    void bernoulliScoresAreThoseOfTheFormulaForGreyAndBinaryImages() {
        int count = 6;
        float[] z = codes(count);
        for (boolean binary : new boolean[] {false, true}) {
            float[] x = images(count, binary);
            try (TorchModel vae = open(card(PosteriorFamily.DIAGONAL, Cards.BERNOULLI, Output.LOGITS))) {
                float[] nats = vae.logLikelihood(z, 1, x, count);
                for (int i = 0; i < count; i++) {
                    double expected = 0;
                    double[] logits = MODEL.output().apply(z, i);
                    for (int p = 0; p < VALUES; p++) {
                        double m = sigmoid(logits[p]);
                        double t = x[i * VALUES + p];
                        expected += t * Math.log(m) + (1 - t) * Math.log(1 - m);
                    }
                    assertEquals(expected, nats[i], 1e-4);
                }
            }
        }
    }

    @Test
    void aBernoulliMeanIsKeptAwayFromZeroAndOne() {
        int count = 6;
        float[] z = codes(count);
        float[] x = images(count, true);
        try (TorchModel vae = open(card(PosteriorFamily.DIAGONAL, Cards.BERNOULLI, Output.MEAN))) {
            float[] nats = vae.logLikelihood(z, 1, x, count);
            for (int i = 0; i < count; i++) {
                double expected = 0;
                double[] means = MODEL.output().apply(z, i);
                for (int p = 0; p < VALUES; p++) {
                    // As float32 has it: the highest mean below 1 that the edge allows is 1 - 2^-23.
                    double m = Math.min((float) (1 - 1e-7), Math.max((float) 1e-7, means[p]));
                    expected += x[i * VALUES + p] == 1 ? Math.log(m) : Math.log(1 - m);
                }
                assertEquals(expected, nats[i], 1e-3);
            }
        }
    }

    @Test
    void sureLogitsCostWhatTheyShouldAndNotInfinity() {
        // Every logit is 200: a white pixel costs nothing and a black one 200 nats.
        SmallModels.expression(decoder, "torch.repeat(torch.add(torch.mul(x, 0.), 200.), [1, 8])", SmallModels.ONE);
        try (TorchModel vae = open(Cards.card("small", SHAPE, DIM))) {
            float[] x = new float[2 * VALUES];
            Arrays.fill(x, 0, VALUES, 1);
            assertArrayEquals(new float[] {0, -200 * VALUES}, vae.logLikelihood(new float[2 * DIM], 1, x, 2), 1e-3f);
        }
    }

    @Test
    void gaussianScoresAreThoseOfTheFormulaAndSeeMeansOutsideOfTheUnitInterval() {
        checkGaussian(List.of(0.3));
    }

    @Test
    void aSigmaForEachValueIsThatValuesOwn() {
        List<Double> sigmas = new ArrayList<>();
        for (int p = 0; p < VALUES; p++) {
            sigmas.add(0.1 + 0.05 * p);
        }
        checkGaussian(sigmas);
    }

    /** @param sigmas one, or one for each value */
    private void checkGaussian(List<Double> sigmas) {
        int count = 6;
        float[] z = codes(count);
        float[] x = images(count, false);
        float[] known = new float[VALUES];
        for (int p = 0; p < VALUES; p += 2) {
            known[p] = 1;
        }
        Likelihood gaussian = new Likelihood(ModelCard.Family.GAUSSIAN, sigmas, null);
        for (Output output : Output.values()) {
            try (TorchModel vae = open(card(PosteriorFamily.DIAGONAL, gaussian, output))) {
                float[] nats = vae.logLikelihood(z, 1, x, count);
                Observation seen = new Observation(Arrays.copyOf(x, VALUES), known, 0.2);
                float[] partly = vae.logLikelihood(z, count, seen);
                for (int i = 0; i < count; i++) {
                    double expected = 0;
                    double expectedPartly = 0;
                    double[] y = MODEL.output().apply(z, i);
                    for (int p = 0; p < VALUES; p++) {
                        double sigma = sigmas.get(p % sigmas.size());
                        double mean = output == Output.LOGITS ? sigmoid(y[p]) : y[p];
                        expected += logNormal(x[i * VALUES + p] - mean, sigma);
                        expectedPartly += known[p] * logNormal(x[p] - mean, Math.hypot(sigma, 0.2));
                    }
                    assertEquals(expected, nats[i], 1e-6 * Math.abs(expected) + 1e-4);
                    assertEquals(expectedPartly, partly[i], 1e-6 * Math.abs(expectedPartly) + 1e-4);
                }
            }
        }
    }

    private static double logNormal(double offset, double sigma) {
        return -0.5 * Math.pow(offset / sigma, 2) - Math.log(sigma) - Math.log(2 * Math.PI) / 2;
    }

    @Test
    void fewCodesAnImageScoreAsEachImageAlone() {
        for (int perImage : new int[] {3, 16}) {
            int count = 100; // several runs, the last of them not full
            float[] x = images(count, true);
            float[] z = codes(count * perImage);
            try (TorchModel vae = open(Cards.card("small", SHAPE, DIM))) {
                float[] together = vae.logLikelihood(z, perImage, x, count);
                for (int i = 0; i < count; i++) {
                    float[] codes = Arrays.copyOfRange(z, i * perImage * DIM, (i + 1) * perImage * DIM);
                    float[] image = Arrays.copyOfRange(x, i * VALUES, (i + 1) * VALUES);
                    assertArrayEquals(
                            vae.logLikelihood(codes, perImage, Observation.of(image)),
                            Arrays.copyOfRange(together, i * perImage, (i + 1) * perImage),
                            1e-4f);
                }
            }
        }
    }

    /** The fused operator to which PyTorch traces a transformer's layer in use; it has no derivative. */
    private static final String TRANSFORMER = "torch.flatten(torch._transformer_encoder_layer_fwd("
            + "torch.reshape(y, [-1, 6, 4]), 4, 2, torch.ones([12, 4]), torch.zeros([12]), torch.ones([4, 4]),"
            + " torch.zeros([4]), False, False, 1e-05, torch.ones([4]), torch.zeros([4]), torch.ones([4]),"
            + " torch.zeros([4]), torch.ones([8, 4]), torch.zeros([8]), torch.ones([4, 8]), torch.zeros([4])), 1, -1)";

    /**
     * Each of these decoders decodes, and none has a derivative: cut off, constant almost everywhere, converted, or by an
     * operator without one.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "torch.detach(y)",
                "torch.round(y)",
                "torch.to(torch.to(y, 3), 6)",
                "torch.to(y, 7)",
                "torch.linear(torch.detach(x), self.out_w, self.out_b)",
                TRANSFORMER
            })
    void aDecoderWithoutADerivativeIsServedWithoutGradients(String result) {
        SmallModels.module(
                decoder,
                MODEL.output().tensors("out"),
                List.of("y = torch.linear(x, self.out_w, self.out_b)"),
                result,
                SmallModels.ONE);
        try (TorchModel vae = open(Cards.card("small", SHAPE, DIM))) {
            while (vae.warm()) {
                assertTrue(vae.decode(codes(1), 1)[0] >= 0);
            }
            assertFalse(vae.hasGradients());
            Observation seen = Observation.of(images(1, false));
            Failure refused = assertThrows(Failure.class, () -> vae.scoresAndGradients(codes(2), 2, seen));
            assertEquals(
                    "small: expected a model with a decoder that can be differentiated, found one without",
                    refused.getMessage());
            assertTrue(Float.isFinite(vae.logLikelihood(codes(1), 1, seen)[0]));
        }
    }

    @Test
    void aPointPosteriorHasMuAlone() {
        SmallModels.module(
                encoder,
                MODEL.mu().tensors("mu"),
                List.of("y = torch.flatten(x, 1, -1)"),
                "torch.linear(y, self.mu_w, self.mu_b)",
                SmallModels.ONE);
        try (TorchModel vae = open(card(PosteriorFamily.POINT, Cards.BERNOULLI, Output.LOGITS))) {
            PosteriorBatch codes = vae.encode(images(2, false), 2);
            assertNull(codes.logvar());
            assertEquals(2 * DIM, codes.means().length);
        }
        Failure failure = assertThrows(Failure.class, () -> open(Cards.card("small", SHAPE, DIM)));
        assertEquals(
                encoder + ": expected (mu, logvar), found (mu); a point posterior has mu alone", failure.getMessage());
    }

    @Test
    void outputsThatTheContractDoesNotKnowArePassedOver() {
        SmallModels.expression(
                encoder, "(torch.flatten(x, 1, -1), torch.flatten(x, 1, -1), 3)", "Tuple[Tensor, Tensor, int]");
        ModelCard wide = Cards.card("small", SHAPE, VALUES);
        SmallModels.expression(decoder, "(x, x)", SmallModels.TWO);
        try (TorchModel vae = open(wide)) {
            float[] x = images(1, false);
            assertArrayEquals(x, vae.encode(x, 1).means());
            assertEquals(VALUES, vae.decode(x, 1).length);
        }
    }

    @Test
    void aFlatDecoderIsTakenAndOneWithItsChannelsLastIsNot() {
        SmallModels.expression(decoder, "torch.repeat(x, [1, 8])", SmallModels.ONE);
        try (TorchModel vae = open(Cards.card("small", SHAPE, DIM))) {
            assertEquals(VALUES, vae.decode(new float[DIM], 1).length);
        }
        SmallModels.expression(decoder, "torch.reshape(torch.repeat(x, [1, 8]), [-1, 3, 4, 2])", SmallModels.ONE);
        refused("decoder.pt: expected (1, 2, 3, 4) or (1, 24), found (1, 3, 4, 2)");
    }

    private void refused(String end) {
        int before = NativeArrays.held();
        String message = assertThrows(Failure.class, () -> open(Cards.card("small", SHAPE, DIM)))
                .getMessage();
        assertTrue(message.startsWith(folder + "/" + end), message);
        assertEquals(1, message.lines().count(), message);
        assertEquals(before, NativeArrays.held(), "what was opened is closed again");
    }

    @Test
    void aFileThatBreaksTheContractIsRefusedByNameAtLoad() throws Exception {
        SmallModels.expression(decoder, "torch.repeat(x, [1, 9])", SmallModels.ONE);
        refused("decoder.pt: expected (1, 2, 3, 4) or (1, 24), found (1, 27)");
        SmallModels.expression(decoder, "torch.div(torch.repeat(x, [1, 8]), 0.)", SmallModels.ONE);
        refused("decoder.pt: expected finite numbers in ");
        SmallModels.expression(decoder, "torch.matmul(x, x)", SmallModels.ONE);
        refused("decoder.pt: expected to run on (1, 3), found RuntimeError: ");
        MODEL.writeDecoder(decoder);
        SmallModels.expression(encoder, "(torch.flatten(x, 1, -1), torch.flatten(x, 1, -1))", SmallModels.TWO);
        refused("encoder.pt: expected mu of (1, 3), found (1, 24)");
        SmallModels.expression(encoder, "[1, 2]", "List[int]");
        refused("encoder.pt: expected a tensor or a tuple that begins with one, found ");
        Files.writeString(encoder, "not a zip");
        refused("encoder.pt: expected a TorchScript file, as torch.jit.save writes it, found ");
        MODEL.writeEncoder(encoder);
        byte[] bytes = Files.readAllBytes(encoder);
        Files.write(encoder, Arrays.copyOf(bytes, bytes.length / 2));
        refused("encoder.pt: expected a TorchScript file, as torch.jit.save writes it, found ");
    }

    @Test
    void anotherThreadIsTurnedAway() throws Exception {
        try (TorchModel vae = open(Cards.card("small", SHAPE, DIM))) {
            Throwable[] thrown = new Throwable[1];
            Thread other = new Thread(() ->
                    thrown[0] = assertThrows(IllegalStateException.class, () -> vae.decode(new float[DIM], 1)));
            other.start();
            other.join();
            assertTrue(thrown[0].getMessage().contains("on the thread that opened it"));
        }
    }

    @Test
    void aBatchThatIsNotWhatItSaysIsRefused() {
        try (TorchModel vae = open(Cards.card("small", SHAPE, DIM))) {
            assertEquals(
                    "codes: expected 2 rows of 3 values, found 5 values",
                    assertThrows(Failure.class, () -> vae.decode(new float[5], 2))
                            .getMessage());
            assertEquals(
                    "codes: expected finite values, found NaN in row 1",
                    assertThrows(Failure.class, () -> vae.decode(new float[] {0, 0, 0, 0, 0, Float.NaN}, 2))
                            .getMessage());
        }
    }
}
