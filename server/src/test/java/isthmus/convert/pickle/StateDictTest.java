package isthmus.convert.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.convert.pickle.StateDict.Entry;
import isthmus.torchscript.TorchScript;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch 1.13 wrote of one small model, and files that nobody should have written. */
class StateDictTest {
    private static final List<Entry> TENSORS = List.of(
            new Entry("encoder.0.weight", "float32", List.of(2, 1, 4, 4)),
            new Entry("encoder.0.bias", "float32", List.of(2)),
            new Entry("encoder.1.weight", "float32", List.of(2)),
            new Entry("encoder.1.bias", "float32", List.of(2)),
            new Entry("encoder.1.running_mean", "float32", List.of(2)),
            new Entry("encoder.1.running_var", "float32", List.of(2)),
            new Entry("encoder.1.num_batches_tracked", "int64", List.of()),
            new Entry("fc_mu.weight", "float32", List.of(3, 8)),
            new Entry("fc_mu.bias", "float32", List.of(3)),
            new Entry("fc_logvar.weight", "float32", List.of(3, 8)),
            new Entry("decoder.weight", "float32", List.of(4, 3)),
            new Entry("decoder.bias", "float32", List.of(4)));
    private static final String NUMBERS =
            ": 12 tensors of 110 numbers in all, encoder.0.weight (2×1×4×4), encoder.0.bias (2), …,"
                    + " decoder.weight (4×3), decoder.bias (4)";

    @TempDir
    Path folder;

    private static Path real(String name) {
        return Path.of(
                System.getProperty("isthmus.root", ".."), "server/src/test/resources/isthmus/convert/pickle", name);
    }

    @Test
    void aStateDictIsReadByNamesAndShapes() {
        StateDict state = StateDict.read(real("state.pth"));
        assertEquals(new StateDict(TENSORS, Optional.empty(), Optional.empty()), state);
        assertEquals("a state dict" + NUMBERS, state.sentence());
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.pth", "module-old.pth"})
    void aWholeModuleIsNamedByItsClass(String file) {
        StateDict state = StateDict.read(real(file));
        assertEquals(Optional.of("small_vae.SmallVae"), state.type());
        assertEquals(TENSORS, state.tensors());
        assertEquals("a module of class small_vae.SmallVae without its code" + NUMBERS, state.sentence());
    }

    @Test
    void aCheckpointHasTheModelUnderAKey() {
        StateDict state = StateDict.read(real("checkpoint.pth"));
        assertEquals(Optional.of("model_state_dict"), state.within());
        assertEquals(
                TENSORS.stream()
                        .map(entry ->
                                new Entry(entry.name(), entry.type().replace("float32", "float16"), entry.shape()))
                        .toList(),
                state.tensors());
    }

    @Test
    void theRefusalSaysWhatIsInTheFileAndWhatToDo() {
        Path file = real("state.pth");
        String message = StateDict.read(file).refusal(file).getMessage();
        assertTrue(message.startsWith(file + ": expected a network that can be run, found a state dict: 12"), message);
        assertTrue(message.contains("export-script"), message);
    }

    @Test
    void otherFilesAreNotTakenForOne() throws IOException {
        for (String file : List.of("state.pth", "module.pth", "module-old.pth", "checkpoint.pth")) {
            assertTrue(StateDict.recognises(real(file)), file);
        }
        Path script = folder.resolve("script.pt");
        new TorchScript("Empty", List.of(), List.of()).write(script);
        Path text = Files.writeString(folder.resolve("text"), "no model");
        Path empty = Files.write(folder.resolve("empty"), new byte[0]);
        for (Path file : List.of(script, text, empty, folder.resolve("missing"))) {
            assertFalse(StateDict.recognises(file), file.toString());
            Failure refused = assertThrows(Failure.class, () -> StateDict.read(file));
            assertTrue(refused.getMessage().startsWith(file.toString()), refused.getMessage());
        }
    }

    private StateDict pickled(String pickle) throws IOException {
        return pickled(pickle.getBytes(StandardCharsets.ISO_8859_1));
    }

    private StateDict pickled(byte[] pickle) throws IOException {
        Path file = folder.resolve("made.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(pickle);
        }
        return StateDict.read(file);
    }

    /** A call of the system's shell, which any program that unpickles would run. */
    @Test
    void nothingIsRun() throws IOException {
        Path made = folder.resolve("made-by-the-pickle");
        String pickle = "cos\nsystem\n(Vtouch " + made + "\ntR.";
        assertEquals(List.of(), pickled(pickle).tensors());
        assertFalse(Files.exists(made));
    }

    @Test
    void controlCharactersOfNamesAreNotPrinted() throws IOException {
        String tensor =
                "ctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nK\u0001tQK\u0000"
                        + "(K\u0001t(K\u0001t\u0089NtR";
        StateDict state = pickled("}V\u001b[31mred\n" + tensor + "s.");
        assertEquals(List.of(new Entry("?[31mred", "float32", List.of(1))), state.tensors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no end
                ".", // nothing on the stack
                "0.",
                "t.",
                "e.",
                "u.",
                "}K\u0001s.",
                "h\u0007.",
                "\u00ff.",
                "R.",
                "NNR.",
                "NNR\u0093.",
                "I9x\n.",
                "F1,5\n.",
                "X\u00ff\u00ff\u00ff\u007f",
                "X\u00ff\u00ff\u00ff\u00ff.",
                "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.",
                "\u008b\u00ff\u00ff\u00ff\u007f.",
                "(o."
            })
    void aBrokenPickleIsRefusedByASentence(String pickle) {
        Failure refused = assertThrows(Failure.class, () -> pickled(pickle));
        assertTrue(refused.getMessage().startsWith(folder + "/made.pth: "), refused.getMessage());
    }

    @Test
    void whatGrowsWithoutEndIsRefused() {
        assertThrows(Failure.class, () -> pickled("]".repeat(2_000_000) + "."));
        assertThrows(Failure.class, () -> pickled("V" + "a".repeat(100_000) + "\n."));
    }

    @Test
    void whatHoldsItselfIsReadOnce() throws IOException {
        assertEquals(List.of(), pickled("}q\u0000V1\nh\u0000s.").tensors());
        // Each dictionary holds the one before it twice: 2^60 ways to the innermost.
        StringBuilder doubling = new StringBuilder("}q\u0000");
        for (int i = 0; i < 60; i++) {
            doubling.append("}(Va\nh\u0000Vb\nh\u0000uq\u0000");
        }
        assertEquals(List.of(), pickled(doubling + ".").tensors());
        StringBuilder deep = new StringBuilder("}q\u0000");
        for (int i = 0; i < 5000; i++) {
            deep.append("}Va\nh\u0000sq\u0000");
        }
        assertThrows(Failure.class, () -> pickled(deep + "."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(J\u00ff\u00ff\u00ff\u00fft", "(J\u00ff\u00ff\u00ff\u007fK\u0002t", "(Vx\nt", "N"})
    void impossibleShapesAreRefused(String shape) {
        assertThrows(
                Failure.class,
                () -> pickled("}Vw\nctorch._utils\n_rebuild_tensor_v2\n(NK\u0000" + shape + "(t\u0089NtRs."));
    }

    /** Whatever byte of a real file is another one, there is an answer or a sentence. */
    @Test
    void aChangedByteEndsInASentence() throws IOException {
        byte[] pickle;
        try (ZipFile zip = new ZipFile(real("module.pth").toFile())) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            zip.getInputStream(zip.getEntry("module/data.pkl")).transferTo(read);
            pickle = read.toByteArray();
        }
        int refused = 0;
        for (int i = 0; i < pickle.length; i++) {
            byte before = pickle[i];
            for (int other : new int[] {before ^ 1, 'R'}) {
                pickle[i] = (byte) other;
                try {
                    TensorNames.of(new PickleReader(new ByteArrayInputStream(pickle)).next())
                            .sentence();
                } catch (Failure | IOException e) {
                    refused++;
                }
            }
            pickle[i] = before;
        }
        assertTrue(refused > 500, refused + " refused");
    }
}
