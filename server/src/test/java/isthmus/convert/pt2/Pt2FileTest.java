package isthmus.convert.pt2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.convert.Agreement;
import isthmus.convert.Array;
import isthmus.convert.ConvertedModel;
import isthmus.convert.Examples;
import isthmus.convert.Resources;
import isthmus.convert.ScriptRun;
import isthmus.image.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pt2FileTest {
    private static final Array MEAN = Array.uniform(1, -1, 1, 2, 9);
    private static final Array VARIANCE = Array.uniform(2, -1, 1, 2, 9);
    private static final Array DENSE = Array.uniform(3, -1, 1, 9, 2);
    private static final Array IMAGES = Array.uniform(4, 0, 1, 5, 1, 3, 3);
    private static final Array CODES = Array.uniform(5, -1, 1, 4, 2);

    @TempDir
    Path folder;

    private static Pt2Builder encode(Pt2Builder graph) {
        return graph.weight("mean", MEAN)
                .weight("variance", VARIANCE)
                .input("image", -1, 1, 3, 3)
                .node("torch.ops.aten.sym_size.int", "$batch", "self=image dim=0")
                .node("torch.ops.aten.view.default", "flat", "self=image size=[$batch,9]")
                .node("torch.ops.aten.linear.default", "mu", "input=flat weight=mean")
                .node("torch.ops.aten.linear.default", "logvar", "input=flat weight=variance")
                .node("torch.ops.aten.mul.Tensor", "half", "self=logvar other=0.5")
                .node("torch.ops.aten.exp.default", "deviation", "self=half")
                .node("torch.ops.aten.randn_like.default", "noise", "self=deviation")
                .node("torch.ops.aten.mul.Tensor", "scaled", "self=noise other=deviation")
                .node("torch.ops.aten.add.Tensor", "z", "self=mu other=scaled");
    }

    /** With the batch of the image, as torch.export asks for it once. */
    private static Pt2Builder decode(Pt2Builder graph) {
        return graph.weight("dense", DENSE)
                .node("torch.ops.aten.linear.default", "decoded", "input=z weight=dense")
                .node("torch.ops.aten.sigmoid.default", "grey", "self=decoded")
                .node("torch.ops.aten.view.default", "reconstruction", "self=grey size=[$batch,1,3,3]");
    }

    private static Array decoded(Array codes) {
        return codes.times(DENSE.permuted(1, 0))
                .map(v -> 1 / (1 + Math.exp(-v)))
                .shaped(codes.shape()[0], 1, 3, 3);
    }

    private static void checkHalves(ConvertedModel model) {
        Array flat = IMAGES.shaped(5, 9);
        try (ScriptRun run = new ScriptRun(model.encoder().orElseThrow())) {
            List<ScriptRun.Numbers> outputs = run.run(IMAGES.floats(), IMAGES.sides());
            assertEquals(2, outputs.size());
            Agreement.check(flat.times(MEAN.permuted(1, 0)), outputs.get(0));
            Agreement.check(flat.times(VARIANCE.permuted(1, 0)), outputs.get(1));
        }
        try (ScriptRun run = new ScriptRun(model.decoder().orElseThrow(), true)) {
            Agreement.check(
                    decoded(CODES), run.run(CODES.floats(), CODES.sides()).get(0));
            // d Σ y² / dz = Σ 2 y² (1 - y) w
            Array y = decoded(CODES).shaped(4, 9).map(v -> 2 * v * v * (1 - v));
            Array gradient = y.times(DENSE);
            assertArrayEquals(gradient.floats(), run.gradient(CODES.floats(), CODES.sides()), 1e-5f);
        }
    }

    @Test
    void aWholeVaeIsCutAtItsCodeAndTheDecoderTakesItsBatchFromThere() {
        Path file = decode(encode(new Pt2Builder()))
                .output("reconstruction", -1, 1, 3, 3)
                .output("mu", -1, 2)
                .output("logvar", -1, 2)
                .write(folder.resolve("vae.pt2"));
        ConvertedModel model = Pt2File.read(file);
        assertEquals(new Shape(1, 3, 3), model.image().orElseThrow());
        checkHalves(model);
    }

    @Test
    void anEncoderAndADecoderMayBeInOneFile() {
        Map<String, byte[]> parts = new LinkedHashMap<>(encode(new Pt2Builder())
                .output("mu", -1, 2)
                .output("logvar", -1, 2)
                .parts("encoder"));
        Pt2Builder decoder =
                new Pt2Builder().input("z", -1, 2).node("torch.ops.aten.sym_size.int", "$batch", "self=z dim=0");
        decode(decoder).output("reconstruction", -1, 1, 3, 3).parts("decoder").forEach(parts::putIfAbsent);
        checkHalves(Pt2File.read(Pt2Builder.write(folder.resolve("vae.pt2"), parts)));
    }

    @Test
    void theArchiveOfEarlierVersionsIsReadWithItsExamples() throws IOException {
        ConvertedModel model = Pt2File.read(Resources.file("linear.pt2"));
        List<Array> given = Resources.numbers("linear.txt");
        Examples examples = model.examples().orElseThrow();
        assertArrayEquals(given.get(0).shape(), examples.shape());
        assertArrayEquals(given.get(0).floats(), examples.inputs(), 1e-6f);
        try (ScriptRun run = new ScriptRun(model.decoder().orElseThrow())) {
            Agreement.check(given.get(1), run.run(examples.inputs(), 2, 4).get(0));
        }
    }

    @Test
    void weightsThatLieInAnotherOrderAreRead() {
        Path file = new Pt2Builder()
                .input("z", -1, 2)
                .weight("w", new float[] {9, 1, 2, 3, 4, 5, 6}, new int[] {3, 2}, new int[] {1, 3}, 1)
                .node("torch.ops.aten.linear.default", "y", "input=z weight=w")
                .output("y", -1, 3)
                .write(folder.resolve("strided.pt2"));
        try (ScriptRun run = new ScriptRun(Pt2File.read(file).decoder().orElseThrow())) {
            Agreement.check(
                    Array.of(new int[] {1, 3}, 41, 52, 63),
                    run.run(new float[] {1, 10}, 1, 2).get(0));
        }
    }

    @Test
    void aBatchThatTheFileFixesIsFreedAndSaid() {
        Path file = new Pt2Builder()
                .input("z", 8, 2)
                .node("torch.ops.aten.expand.default", "e", "self=z size=[8,2]")
                .node("torch.ops.aten.repeat.default", "r", "self=e repeats=[1,3]")
                .node("torch.ops.aten.view.default", "y", "self=r size=[8,1,3,2]")
                .output("y", 8, 1, 3, 2)
                .write(folder.resolve("fixed.pt2"));
        ConvertedModel model = Pt2File.read(file);
        assertEquals(OptionalInt.of(8), model.batch());
        try (ScriptRun run = new ScriptRun(model.decoder().orElseThrow())) {
            Agreement.check(
                    Array.of(new int[] {1, 1, 3, 2}, 1, 2, 1, 2, 1, 2),
                    run.run(new float[] {1, 2}, 1, 2).get(0));
        }
    }

    @Test
    void layersAsInTrainingAreSaidToBeChanged() {
        Path file = new Pt2Builder()
                .input("z", -1, 2)
                .node("torch.ops.aten.dropout.default", "d", "input=z p=0.5 train=true")
                .node("torch.ops.aten.repeat.default", "y", "self=d repeats=[1,2]")
                .output("y", -1, 4)
                .write(folder.resolve("training.pt2"));
        assertEquals(
                List.of("Dropout was exported as in training; it is left out, as in use."),
                Pt2File.read(file).remarks());
    }

    private String refusal(Path file) {
        return assertThrows(Failure.class, () -> Pt2File.read(file)).getMessage();
    }

    @Test
    void anOperatorThatIsNotReadIsNamedWithItsPlace() {
        Path file = new Pt2Builder()
                .input("z", -1, 2)
                .node("torch.ops.aten.lstm.input", "y", "input=z")
                .output("y", -1, 3)
                .write(folder.resolve("lstm.pt2"));
        assertEquals(
                "lstm.pt2: the node that gives 'y', from File \"vae.py\", line 7, in forward: expected an operator that is "
                        + "read here, listed in models/README.md, found torch.ops.aten.lstm.input; export the network "
                        + "without it, or save encoder and decoder with torch.jit",
                refusal(file));
    }

    @Test
    void whatIsNoExportedProgramIsRefused() throws IOException {
        assertEquals(
                "empty.pt2: expected an exported program, or an encoder and a decoder, found none",
                refusal(Pt2Builder.write(folder.resolve("empty.pt2"), Map.of("version", new byte[] {'3'}))));
        Path text = Files.writeString(folder.resolve("text.pt2"), "no zip");
        assertTrue(refusal(text).startsWith("text.pt2: expected a zip, as torch.export.save writes it, found "));
    }
}
