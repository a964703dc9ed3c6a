package isthmus.convert.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.convert.pickle.StateDict.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportScriptTest {
    /** @param weights such as {@code fc1 400 784; fc21 20 400} */
    private static StateDict state(String weights) {
        List<Entry> entries = Arrays.stream(weights.split("; "))
                .map(weight -> weight.split(" "))
                .map(words -> new Entry(
                        words[0] + ".weight",
                        "float32",
                        IntStream.range(1, words.length)
                                .mapToObj(i -> Integer.valueOf(words[i]))
                                .toList()))
                .toList();
        return new StateDict(entries, Optional.empty(), Optional.empty());
    }

    private static List<String> changed(String script) {
        List<String> plain = ExportScript.plain().lines().toList();
        return script.lines()
                .filter(line -> !plain.contains(line))
                .map(line -> line.replaceAll("  #.*", ""))
                .toList();
    }

    @Test
    void theScriptIsInstalledAsItIsWritten() throws IOException {
        Path source = Path.of(
                System.getProperty("isthmus.root", ".."), "server/src/main/resources/isthmus/convert/pickle/export.py");
        assertEquals(Files.readString(source), ExportScript.plain());
    }

    @Test
    void whatTheFileSaysIsFilledIn() {
        StateDict state = new StateDict(
                state("enc.conv1 16 3 4 4; enc.conv2 32 16 4 4; enc.fc_mu 7 2048")
                        .tensors(),
                Optional.of("models.Vae"),
                Optional.of("model_state_dict"));
        assertEquals(
                List.of(
                        "CHECKPOINT = \"runs/x.pth\"",
                        "KEY = \"model_state_dict\"",
                        "WHOLE = True",
                        "SHAPE = [3, 32, 32]",
                        "CODE = 7"),
                changed(state.exportScript(Path.of("runs/x.pth"))));
    }

    @Test
    void aNameOfAFileStaysAName() {
        String name = "a\"; import os; os.system('x') #\n\\";
        String script = ExportScript.of(Path.of(name), state("w 1"));
        assertTrue(
                script.contains("\nCHECKPOINT = \"a\\\"; import os; os.system('x') #\\n\\\\\"  #"),
                changed(script).toString());
        assertEquals(ExportScript.plain().lines().count(), script.lines().count());
    }

    @ParameterizedTest
    @CsvSource({
        // The perceptron of PyTorch's own example
        "fc1 400 784; fc21 20 400; fc22 20 400; fc3 400 20; fc4 784 400, '[1, 28, 28]', 20",
        "encoder.0 512 12288; encoder.2 32 512; decoder.0 512 16; decoder.2 12288 512, '[3, 64, 64]', 16",
        "e.0 8 560; mean_layer 2 8, '[1, 28, 20]', 2",
        "encoder.0 32 1 4 4; encoder.2 64 32 4 4; fc_mu 10 3136; decoder.0 3136 10, '[1, 28, 28]', 10",
        // With convolutions that keep the sides
        "enc.0 8 3 3 3; enc.1 8 8 3 3; enc.2 8 8 3 3; enc.3 8 8 1 1; z_mean 6 2048, '[3, 128, 128]', 6",
        "conv_in 8 1 3 3; conv_out 8 8 3 3, '[1, 32, 32]', 0",
        "blocks.0 4 5 6, '[1, 28, 28]', 0"
    })
    void shapesOfWeightsSuggestImagesAndCodes(String weights, String shape, String code) {
        String script = ExportScript.of(Path.of("x"), state(weights));
        assertTrue(
                script.contains("\nSHAPE = " + shape + "  #"), changed(script).toString());
        assertTrue(script.contains("\nCODE = " + code + "  #"), changed(script).toString());
    }
}
