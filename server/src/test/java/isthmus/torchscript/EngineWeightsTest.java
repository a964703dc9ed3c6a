package isthmus.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Half;
import isthmus.image.Shape;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.Noise;
import isthmus.model.Cards;
import isthmus.model.ModelCard.Output;
import isthmus.model.PosteriorFamily;
import isthmus.train.SmallModels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineWeightsTest {
    private static final Shape SHAPE = new Shape(1, 3, 4);
    private static final int DIM = 2;
    private static final Tensor WEIGHT =
            new Tensor("w", new int[] {12, DIM}, new Noise(3, 0).normals(12 * DIM)).inHalf();
    private static final Tensor BIAS = new Tensor("b", new int[] {12}, new Noise(4, 0).normals(12));

    @TempDir
    Path folder;

    private Path decoder(String weight) {
        Path file = folder.resolve("decoder.pt");
        SmallModels.module(
                file,
                List.of(WEIGHT, BIAS),
                List.of(),
                "torch.linear(x, %s, self.b)".formatted(weight),
                SmallModels.ONE);
        return file;
    }

    @Test
    void weightsThatTheCodeConvertsAreWidenedExactlyAndThoseOfLinearLayersLieByColumns() throws Exception {
        Path file = decoder("torch.to(self.w, 6)");
        float[] rounded = new float[WEIGHT.values().length];
        for (int row = 0; row < 12; row++) {
            for (int column = 0; column < DIM; column++) {
                rounded[column * 12 + row] = Half.toFloat(Half.of(WEIGHT.values()[row * DIM + column]));
            }
        }
        Path rewritten = Files.write(
                folder.resolve("rewritten.pt"), EngineWeights.of(file).orElseThrow());
        assertArrayEquals(rounded, values(rewritten, 0));
        assertArrayEquals(BIAS.values(), values(rewritten, 1), "a bias stays as it was");
        assertFalse(EngineWeights.of(rewritten).isPresent(), "nothing is left to do");
    }

    @Test
    void weightsInFloat32ThatNoLinearLayerReadsStayAsTheyAre() {
        Tensor weight = new Tensor("w", WEIGHT.shape(), WEIGHT.values());
        for (String read : List.of("torch.matmul(x, torch.t(self.w))", "torch.linear(x, self.w, self.b)")) {
            Path file = folder.resolve("plain.pt");
            SmallModels.module(file, List.of(weight, BIAS), List.of(), read, SmallModels.ONE);
            assertEquals(read.contains("linear"), EngineWeights.of(file).isPresent(), read);
        }
    }

    private static float[] values(Path file, int record) throws Exception {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(one -> one.getName().endsWith("/data/" + record))
                    .findFirst()
                    .orElseThrow();
            FloatBuffer floats = ByteBuffer.wrap(zip.getInputStream(entry).readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[] values = new float[floats.remaining()];
            floats.get(values);
            return values;
        }
    }

    @Test
    void aFileWhoseCodeUsesAWeightInHalfPrecisionStaysAsItIs() {
        assertFalse(
                EngineWeights.of(decoder("torch.to(torch.to(self.w, 5), 6)")).isPresent());
        assertTrue(EngineWeights.of(folder.resolve("none.pt")).isEmpty());
    }

    @Test
    void aModelOfWidenedWeightsDecodesAndHasGradientsAndLeavesNoFileBehind() throws Exception {
        Path encoder = folder.resolve("encoder.pt");
        SmallModels.expression(
                encoder, "(torch.zeros([torch.size(x, 0), 2]), torch.zeros([torch.size(x, 0), 2]))", SmallModels.TWO);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        long before = opened(temporary);
        try (TorchModel model = new TorchModel(
                encoder,
                decoder("torch.to(self.w, 6)"),
                Cards.card("small", SHAPE, DIM, PosteriorFamily.DIAGONAL, Cards.BERNOULLI, Output.LOGITS))) {
            assertEquals(before, opened(temporary));
            assertTrue(model.hasGradients());
            float[] mean = model.decode(new float[] {0.5f, -1}, 1);
            for (int i = 0; i < mean.length; i++) {
                double w0 = Half.toFloat(Half.of(WEIGHT.values()[2 * i]));
                double w1 = Half.toFloat(Half.of(WEIGHT.values()[2 * i + 1]));
                assertEquals(1 / (1 + Math.exp(-(0.5 * w0 - w1 + BIAS.values()[i]))), mean[i], 1e-6);
            }
        }
    }

    private static long opened(Path temporary) {
        String[] names = temporary.toFile().list();
        return Arrays.stream(names)
                .filter(name -> name.matches("isthmus\\d+\\.pt"))
                .count();
    }
}
