package isthmus.convert.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.convert.Array;
import isthmus.convert.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that nobody should have written are refused by a sentence. */
class HostileOnnxTest {
    @TempDir
    Path folder;

    private void refused(String expected, OnnxBuilder graph) {
        Path file = graph.write(folder.resolve("hostile.onnx"));
        String sentence = assertThrows(Failure.class, () -> OnnxFile.read(file)).getMessage();
        assertTrue(sentence.startsWith("hostile.onnx: "), sentence);
        assertTrue(sentence.contains("expected " + expected), sentence);
    }

    private static OnnxBuilder input() {
        return new OnnxBuilder().input("z", -1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 65536, 'fixed sides, of at most 2147483647 numbers in all'",
        "-1, -1, 'fixed sides, of at most 2147483647 numbers in all'",
        "2, 3, 24 bytes",
        "0, 2, 0 bytes"
    })
    void anInitialiserOfAnotherLengthThanItsShapeIsRefused(int rows, int columns, String expected) {
        refused(
                expected,
                input().constant(OnnxBuilder.tensor("w", OnnxBuilder.FLOAT, new int[] {rows, columns}, new byte[4]))
                        .node("MatMul", "z w", "y")
                        .output("y", -1, 3));
        refused(
                rows > 2 || rows < 0 ? expected : rows * columns + " numbers",
                input().constant(OnnxBuilder.integers("w", new int[] {rows, columns}, 7))
                        .node("MatMul", "z w", "y")
                        .output("y", -1, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "w.bin, -1, 8, 8 bytes from -1 on in w.bin",
        "w.bin, 8, 8, 8 bytes from 8 on in w.bin",
        "w.bin, 9223372036854775807, 8, 8 bytes from 9223372036854775807 on in w.bin",
        "w.bin, 0, 9223372036854775807, 9223372036854775807 bytes from 0 on in w.bin",
        "w.bin, 0, 4, 8 bytes",
        "'', 0, 8, a file in the model's folder",
        "'w\u0000.bin', 0, 8, a file in the model's folder"
    })
    void numbersBesideTheFileAreWithinTheirFile(String name, long offset, long length, String expected)
            throws IOException {
        Files.write(folder.resolve("w.bin"), new byte[12]);
        refused(
                expected,
                input().constant(OnnxBuilder.external("w", new int[] {2}, name, offset, length))
                        .node("Mul", "z w", "y")
                        .output("y", -1, 2));
    }

    @Test
    void anInputOfTooManyNumbersIsRefused() {
        refused(
                "fixed sides, of at most",
                new OnnxBuilder()
                        .input("z", -1, 65536, 65536)
                        .node("Relu", "z", "y")
                        .output("y", -1, 2));
    }

    @Test
    void nodesInACircleAreRefused() {
        refused(
                "a value that an earlier node gives",
                input().node("Add", "z b", "a").node("Relu", "a", "b").output("b", -1, 9));
        refused(
                "a value that an earlier node gives",
                input().node("Add", "z a", "a").output("a", -1, 9));
    }

    @Test
    void aFunctionThatCallsItselfIsRefused() {
        refused(
                "functions at most 64 deep",
                input().function("", "Forever", "a", "b", "Forever")
                        .node("Forever", "z", "y")
                        .output("y", -1, 9));
    }

    @Test
    void aNodeWithoutWhatItsOperatorHasIsRefused() {
        refused("an input in place 1", input().node("Add", "z", "y").output("y", -1, 9));
        refused(
                "as many inputs, outputs, sides and numbers as the operator has",
                input().constant(OnnxBuilder.integers("none", new int[] {0}))
                        .node("CumSum", "z none", "y")
                        .output("y", -1, 9));
        refused(
                "two pads for each of a few axes",
                input().integers("pads", 1, 1)
                        .constant("zero", Array.of(new int[0], 0))
                        .integers("axes", -500_000_000)
                        .node("Pad", "z pads zero axes", "y")
                        .output("y", -1, 9));
    }

    /** Whatever byte of what PyTorch wrote is another one, and wherever it ends, there is an answer or a sentence. */
    @Test
    void aChangedByteEndsInASentence() throws IOException {
        byte[] model = Files.readAllBytes(Resources.file("vae.onnx"));
        Random random = new Random(3);
        Path file = folder.resolve("changed.onnx");
        int refused = 0;
        for (int i = 0; i < model.length; i += 23) {
            byte[] changed = i % 2 == 0 ? model.clone() : Arrays.copyOf(model, i);
            if (i % 2 == 0) {
                changed[i] = (byte) random.nextInt(256);
            }
            try {
                OnnxFile.read(Files.write(file, changed));
            } catch (Failure e) {
                refused++;
            }
        }
        assertTrue(refused > 100, refused + " refused");
    }
}
