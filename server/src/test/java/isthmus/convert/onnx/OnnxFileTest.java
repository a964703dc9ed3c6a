package isthmus.convert.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.convert.Agreement;
import isthmus.convert.Array;
import isthmus.convert.ConvertedModel;
import isthmus.convert.Resources;
import isthmus.convert.ScriptRun;
import isthmus.image.Shape;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {
    private static final Array IMAGES = Array.uniform(1, 0, 1, 3, 1, 6, 6);
    private static final Array CODES = Array.uniform(2, -2, 2, 3, 2);
    private static final Array CONV = Array.uniform(3, -1, 1, 4, 1, 3, 3);
    private static final Array MEAN = Array.uniform(4, -1, 1, 2, 36);
    private static final Array VARIANCE = Array.uniform(5, -1, 1, 2, 36);
    private static final Array DENSE = Array.uniform(6, -1, 1, 36, 2);
    private static final Array UP = Array.uniform(7, -1, 1, 4, 1, 4, 4);

    @TempDir
    Path folder;

    private ConvertedModel read(OnnxBuilder file) {
        return OnnxFile.read(file.write(folder.resolve("vae.onnx")));
    }

    private static void encode(OnnxBuilder graph) {
        graph.input("image", -1, 1, 6, 6)
                .constant("conv", CONV)
                .constant("mean", MEAN)
                .constant("variance", VARIANCE)
                .node("Conv", "image conv", "c", "strides", new long[] {2, 2}, "pads", new long[] {1, 1, 1, 1})
                .node("Relu", "c", "h")
                .node("Flatten", "h", "f")
                .node("Gemm", "f mean", "mu", "transB", 1)
                .node("Gemm", "f variance", "logvar", "transB", 1);
    }

    /** From the value named z. */
    private static void decode(OnnxBuilder graph) {
        graph.constant("dense", DENSE)
                .constant("up", UP)
                .integers("sides", -1, 4, 3, 3)
                .node("Gemm", "z dense", "g", "transB", 1)
                .node("Reshape", "g sides", "r")
                .node("Elu", "r", "e")
                .node("ConvTranspose", "e up", "t", "strides", new long[] {2, 2}, "pads", new long[] {1, 1, 1, 1})
                .node("Sigmoid", "t", "reconstruction");
    }

    private static Tensor tensor(String name, Array array) {
        return new Tensor(name, array.shape(), array.floats());
    }

    /** The same networks, written without ONNX. */
    private static final TorchScript ENCODER = new TorchScript(
            "Plain",
            List.of(tensor("conv", CONV), tensor("mean", MEAN), tensor("variance", VARIANCE)),
            List.of(new ScriptMethod(
                    "forward",
                    List.of("x: Tensor"),
                    List.of(
                            "h = torch.relu(torch.conv2d(x, self.conv, None, [2, 2], [1, 1]))",
                            "f = torch.flatten(h, 1)"),
                    "(torch.linear(f, self.mean), torch.linear(f, self.variance))",
                    "Tuple[Tensor, Tensor]")));

    private static final TorchScript DECODER = new TorchScript(
            "Plain",
            List.of(tensor("dense", DENSE), tensor("up", UP)),
            List.of(new ScriptMethod(
                    "forward",
                    List.of("z: Tensor"),
                    List.of(
                            "e = torch.elu(torch.reshape(torch.linear(z, self.dense), [-1, 4, 3, 3]))",
                            "t = torch.conv_transpose2d(e, self.up, None, [2, 2], [1, 1])"),
                    "torch.sigmoid(t)",
                    "Tensor")));

    private static Array array(ScriptRun.Numbers numbers) {
        double[] values = new double[numbers.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.values()[i];
        }
        int[] sides = new int[numbers.shape().length];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = (int) numbers.shape()[i];
        }
        return Array.of(sides, values);
    }

    private static void same(TorchScript expected, TorchScript found, Array input) {
        try (ScriptRun one = new ScriptRun(expected);
                ScriptRun other = new ScriptRun(found)) {
            List<ScriptRun.Numbers> wanted = one.run(input.floats(), input.sides());
            List<ScriptRun.Numbers> got = other.run(input.floats(), input.sides());
            assertEquals(wanted.size(), got.size());
            for (int i = 0; i < wanted.size(); i++) {
                Agreement.check(array(wanted.get(i)), got.get(i));
            }
        }
    }

    @Test
    void anEncoderAndADecoderAreWhatTheyAreWithoutOnnx() {
        OnnxBuilder encoder = new OnnxBuilder();
        encode(encoder);
        ConvertedModel first = read(encoder.output("mu", -1, 2).output("logvar", -1, 2));
        assertEquals(new Shape(1, 6, 6), first.image().orElseThrow());
        assertTrue(first.decoder().isEmpty());
        same(ENCODER, first.encoder().orElseThrow(), IMAGES);

        OnnxBuilder decoder = new OnnxBuilder().input("z", -1, 2);
        decode(decoder);
        ConvertedModel second = read(decoder.output("reconstruction", -1, 1, 6, 6));
        assertTrue(second.encoder().isEmpty());
        same(DECODER, second.decoder().orElseThrow(), CODES);
    }

    @Test
    void flatNetworksOfUnstatedWidthAreToldApartByTheirLastLayer() {
        OnnxBuilder narrow = new OnnxBuilder()
                .input("x", -1, 36)
                .constant("w", DENSE)
                .node("MatMul", "x w", "y")
                .output("y", -1, -1);
        assertTrue(read(narrow).encoder().isPresent());
        OnnxBuilder wide = new OnnxBuilder()
                .input("x", -1, 2)
                .constant("w", DENSE)
                .node("Gemm", "x w", "y", "transB", 1)
                .output("y", -1, -1);
        assertTrue(read(wide).decoder().isPresent());
        OnnxBuilder neither =
                new OnnxBuilder().input("x", -1, 2).node("Relu", "x", "y").output("y", -1, -1);
        assertEquals(
                "vae.onnx: expected shapes that tell images from codes, found an input 'x' (batch, 2) and an output 'y' "
                        + "(batch, ?); export with fixed sides, and with no axis dynamic but the batch",
                refusal(neither));
    }

    private static OnnxBuilder whole(boolean noise) {
        OnnxBuilder graph = new OnnxBuilder();
        encode(graph);
        if (noise) {
            graph.constant("half", Array.of(new int[0], 0.5))
                    .node("Mul", "logvar half", "l")
                    .node("Exp", "l", "deviation")
                    .node("RandomNormalLike", "deviation", "noise")
                    .node("Mul", "noise deviation", "n")
                    .node("Add", "mu n", "z");
        } else {
            graph.node("Identity", "mu", "z");
        }
        decode(graph);
        return graph.output("reconstruction", -1, 1, 6, 6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWholeVaeIsCutAtItsCode(boolean noise) {
        ConvertedModel model = read(whole(noise).output("mu", -1, 2).output("logvar", -1, 2));
        same(ENCODER, model.encoder().orElseThrow(), IMAGES);
        same(DECODER, model.decoder().orElseThrow(), CODES);
        assertEquals(
                List.of("The file holds encoder and decoder in one graph, which was cut at the code."),
                model.remarks());
    }

    @Test
    void theMeanIsFoundWhereOnlyTheReconstructionIsGiven() {
        ConvertedModel model = read(whole(true));
        try (ScriptRun plain = new ScriptRun(ENCODER);
                ScriptRun found = new ScriptRun(model.encoder().orElseThrow())) {
            List<ScriptRun.Numbers> outputs = found.run(IMAGES.floats(), IMAGES.sides());
            assertEquals(1, outputs.size());
            Agreement.check(array(plain.run(IMAGES.floats(), IMAGES.sides()).get(0)), outputs.get(0));
        }
        assertTrue(model.remarks()
                .contains("None of the file's outputs is the encoder's: its mean is what noise is added to."));
    }

    private String refusal(OnnxBuilder file) {
        return assertThrows(Failure.class, () -> read(file)).getMessage();
    }

    @Test
    void aGraphWithoutAClearCutIsRefused() {
        String cure =
                "; export the encoder (image to mean and log variance) and the decoder (code to image) as two files";
        assertEquals(
                "vae.onnx: expected a tensor between image and reconstruction that all paths go through, and where one draw "
                        + "of noise joins or which is an output, found no noise, and none of the outputs "
                        + "[reconstruction] such a tensor" + cure,
                refusal(whole(false)));
        // A path around the code, as in a U-net.
        OnnxBuilder skip = new OnnxBuilder();
        encode(skip);
        skip.node("Identity", "mu", "z");
        decode(skip);
        skip.node("Add", "reconstruction image", "sum")
                .output("sum", -1, 1, 6, 6)
                .output("mu", -1, 2);
        assertTrue(refusal(skip).endsWith("none of the outputs [sum, mu] such a tensor" + cure));
    }

    @Test
    void anOperatorThatIsNotReadIsNamedWithItsPlace() {
        OnnxBuilder graph = new OnnxBuilder().input("x", -1, 4).output("y", -1, 9);
        assertEquals(
                "vae.onnx: node 'LSTM_0', which gives 'y': expected an operator that is read here, listed in "
                        + "models/README.md, found LSTM; export the network without it, or save encoder and decoder with "
                        + "torch.jit",
                refusal(graph.node("LSTM", "x", "y")));
        assertTrue(
                refusal(new OnnxBuilder().input("x", -1, 4).output("y", -1, 9).foreign("com.example", "Relu", "x", "y"))
                        .contains("found com.example.Relu;"));
    }

    @Test
    void aFileThatIsNotOnnxIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("text.onnx"), "this is no model at all");
        assertTrue(assertThrows(Failure.class, () -> OnnxFile.read(file))
                .getMessage()
                .startsWith("text.onnx: expected an ONNX file, found "));
    }

    @Test
    void aBatchThatTheFileFixesIsFreedAndSaid() {
        OnnxBuilder graph = new OnnxBuilder()
                .input("z", 2, 6)
                .integers("s", 2, 3, 2)
                .integers("again", 2, 9)
                .constant("w", Array.uniform(9, -1, 1, 2, 3))
                .node("Reshape", "z s", "r")
                .node("MatMul", "r w", "m")
                .node("Reshape", "m again", "y")
                .output("y", 2, 9);
        ConvertedModel model = read(graph);
        assertEquals(OptionalInt.of(2), model.batch());
        assertEquals(
                List.of("The file was exported for batches of 2; 2 of its shapes now follow the batch."),
                model.remarks());
        Array w = Array.uniform(9, -1, 1, 2, 3);
        Array codes = Array.uniform(8, -1, 1, 5, 6);
        try (ScriptRun run = new ScriptRun(model.decoder().orElseThrow())) {
            Agreement.check(
                    codes.shaped(15, 2).times(w).shaped(5, 9),
                    run.run(codes.floats(), codes.sides()).get(0));
        }
    }

    /** The number 1.5, -2 and 0.09375, which each format has exactly. */
    private static byte[] bytes(int type) {
        ByteBuffer raw = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case 10 -> raw.putShort((short) 0x3e00).putShort((short) 0xc000).putShort((short) 0x2e00);
            case 16 -> raw.putShort((short) 0x3fc0).putShort((short) 0xc000).putShort((short) 0x3dc0);
            default -> raw.putDouble(1.5).putDouble(-2).putDouble(0.09375);
        }
        byte[] bytes = new byte[raw.position()];
        raw.flip().get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 16})
    void weightsOfOtherPrecisionsBecomeFloat32(int type) {
        OnnxBuilder graph = new OnnxBuilder()
                .input("z", -1, 1)
                .constant(OnnxBuilder.tensor("w", type, new int[] {3}, bytes(type)))
                .node("Mul", "z w", "y")
                .output("y", -1, 3);
        try (ScriptRun run = new ScriptRun(read(graph).decoder().orElseThrow())) {
            Agreement.check(
                    Array.of(new int[] {2, 3}, 1.5, -2, 0.09375, 3, -4, 0.1875),
                    run.run(new float[] {1, 2}, 2, 1).get(0));
        }
    }

    @Test
    void weightsMayBeInAFileBeside() throws IOException {
        Files.write(folder.resolve("weights.bin"), new byte[] {9, 9, 9, 9, 0, 0, 64, 64, 0, 0, 0, 63}); // …, 3, 0.5
        ConvertedModel model = read(new OnnxBuilder()
                .input("z", -1, 1)
                .constant(OnnxBuilder.external("w", new int[] {2}, "weights.bin", 4, 8))
                .node("Mul", "z w", "y")
                .output("y", -1, 2));
        try (ScriptRun run = new ScriptRun(model.decoder().orElseThrow())) {
            Agreement.check(
                    Array.of(new int[] {1, 2}, 6, 1),
                    run.run(new float[] {2}, 1, 1).get(0));
        }
        assertTrue(refusal(new OnnxBuilder()
                        .input("z", -1, 1)
                        .constant(OnnxBuilder.external("w", new int[] {2}, "../weights.bin", 4, 8))
                        .node("Mul", "z w", "y")
                        .output("y", -1, 2))
                .contains("tensor 'w': expected a file in the model's folder, found '../weights.bin'"));
    }

    @Test
    void aFunctionOfTheFileIsReadAsItsNodes() {
        ConvertedModel model = read(new OnnxBuilder()
                .input("z", -1, 2)
                .function("mine", "Leak", "a", "b", "LeakyRelu", "alpha", new OnnxBuilder.Reference("slope"))
                .foreign("mine", "Leak", "z", "l", "slope", 0.5)
                .integers("s", -1, 2, 1, 1)
                .node("Reshape", "l s", "y")
                .output("y", -1, 2, 1, 3));
        try (ScriptRun run = new ScriptRun(model.decoder().orElseThrow())) {
            Agreement.check(
                    Array.of(new int[] {1, 2, 1, 1}, -1, 3),
                    run.run(new float[] {-2, 3}, 1, 2).get(0));
        }
    }

    @Test
    void imagesWithChannelsLastStaySo() {
        ConvertedModel model = read(new OnnxBuilder()
                .input("image", -1, 8, 6, 3)
                .node("Transpose", "image", "t", "perm", new long[] {0, 3, 1, 2})
                .node("GlobalAveragePool", "t", "p")
                .node("Flatten", "p", "mu")
                .output("mu", -1, 3));
        assertEquals(new Shape(3, 8, 6), model.image().orElseThrow());
        Array images = Array.uniform(1, 0, 1, 2, 8, 6, 3);
        try (ScriptRun run = new ScriptRun(model.encoder().orElseThrow())) {
            Agreement.check(
                    images.sum(1).sum(2).map(v -> v / 48).shaped(2, 3),
                    run.run(images.floats(), images.sides()).get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vae.onnx", "vae-one.onnx"})
    void whatPyTorchExportedGivesWhatPyTorchGave(String file) throws IOException {
        ConvertedModel model = OnnxFile.read(Resources.file(file));
        List<Array> given = Resources.numbers("vae.txt");
        Array x = given.get(0);
        Array z = given.get(1);
        assertEquals(new Shape(3, 8, 8), model.image().orElseThrow());
        try (ScriptRun run = new ScriptRun(model.encoder().orElseThrow())) {
            List<ScriptRun.Numbers> outputs = run.run(x.floats(), x.sides());
            assertEquals(2, outputs.size());
            Agreement.check(given.get(3), outputs.get(0));
            Agreement.check(given.get(4), outputs.get(1));
        }
        try (ScriptRun run = new ScriptRun(model.decoder().orElseThrow(), true)) {
            Agreement.check(given.get(2), run.run(z.floats(), z.sides()).get(0));
            float[] gradient = run.gradient(z.floats(), z.sides());
            for (int i = 0; i < gradient.length; i++) {
                assertEquals((squares(run, z, i, 0.01f) - squares(run, z, i, -0.01f)) / 0.02, gradient[i], 2e-3);
            }
        }
    }

    /** The sum of what is decoded, squared, where one number of the codes is moved. */
    private static double squares(ScriptRun run, Array z, int index, float step) {
        float[] moved = z.floats();
        moved[index] += step;
        double sum = 0;
        for (float value : run.run(moved, z.sides()).get(0).values()) {
            sum += value * value;
        }
        return sum;
    }
}
