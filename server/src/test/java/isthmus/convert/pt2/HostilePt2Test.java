package isthmus.convert.pt2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.convert.Resources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that nobody should have written are refused by a sentence, at the cost of an honest file of their size. */
class HostilePt2Test {
    private static final String PROGRAM = "serialized_exported_program.json";
    private static final String STATE = "serialized_state_dict.pt";

    @TempDir
    Path folder;

    private static Map<String, byte[]> parts(Path file) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return parts;
    }

    private static byte[] zip(Map<String, byte[]> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private String refusal(Path file) {
        String sentence = assertThrows(Failure.class, () -> Pt2File.read(file)).getMessage();
        assertTrue(sentence.startsWith(file.getFileName() + ": "), sentence);
        return sentence;
    }

    /** What PyTorch wrote, but for one part. */
    private Path linear(String part, byte[] content) throws IOException {
        Map<String, byte[]> parts = parts(Resources.file("linear.pt2"));
        assertTrue(parts.containsKey(part), part);
        parts.put(part, content);
        return Files.write(folder.resolve("linear.pt2"), zip(parts));
    }

    /** The same, but for one part of the weights. */
    private Path weights(String part, byte[] content) throws IOException {
        Path state = Files.write(
                folder.resolve("state.pt"), parts(Resources.file("linear.pt2")).get(STATE));
        Map<String, byte[]> parts = parts(state);
        String name = parts.keySet().stream()
                .filter(one -> one.endsWith(part))
                .findFirst()
                .orElseThrow();
        parts.put(name, content);
        return linear(STATE, zip(parts));
    }

    private Path dictionary(String tensor) throws IOException {
        return weights("data.pkl", ("}Vnet.w\n" + tensor + "s.").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The call that makes a tensor of the weights' first storage, of which the file has 36 numbers at the most. */
    private static String tensor(String type, String offset, String shape, String strides) {
        return "ctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\n" + type + "\nV0\nVcpu\nI36\ntQI" + offset
                + "\n(" + shape + "t(" + strides + "t\u0089NtR";
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Resources.file("linear.pt2"));
        for (int length = 0; length < whole.length; length += 211) {
            refusal(Files.write(folder.resolve("cut.pt2"), Arrays.copyOf(whole, length)));
        }
        for (String part : new String[] {PROGRAM, STATE}) {
            byte[] content = parts(Resources.file("linear.pt2")).get(part);
            for (int length = 0; length < content.length; length += 131) {
                refusal(linear(part, Arrays.copyOf(content, length)));
            }
        }
        refusal(weights("data.pkl", new byte[] {(byte) 0x80, 2, '}'}));
        refusal(weights("data/0", new byte[3]));
    }

    @ParameterizedTest
    @CsvSource({
        "FloatStorage, 0, I65536\\nI65536\\n, I65536\\nI1\\n, 'fixed sides, of at most 2147483647 numbers in all'",
        "FloatStorage, 0, I4294967297\\n, I1\\n, 'sides, strides and an offset from 0 to 2147483647'",
        "FloatStorage, 0, I-1\\n, I1\\n, 'sides, strides and an offset from 0 to 2147483647'",
        "FloatStorage, -1, I1\\n, I1\\n, 'sides, strides and an offset from 0 to 2147483647'",
        "FloatStorage, 0, Vtwo\\n, I1\\n, 'sides, strides and an offset from 0 to 2147483647'",
        "FloatStorage, 9x, I1\\n, I1\\n, a number",
        "FloatStorage, 0, I2\\n, '', a stride for each of 1 sides",
        "FloatStorage, 0, I100\\n, I1\\n, 100 numbers",
        "FloatStorage, 99, I1\\n, I1\\n, 100 numbers",
        "FloatStorage, 0, I2\\nI2\\n, I2147483647\\nI2147483647\\n, 4294967295 numbers",
        "FloatStorage, 0, I2147483647\\n, I0\\n, at most 16 bytes in memory for each of the file",
        "ComplexFloatStorage, 0, I1\\n, I1\\n, real or whole numbers"
    })
    void aTensorThatIsNoneOfTheStorageIsRefused(
            String type, String offset, String shape, String strides, String expected) throws IOException {
        String call = tensor(type, offset, shape.replace("\\n", "\n"), strides.replace("\\n", "\n"));
        String sentence = refusal(dictionary(call));
        assertTrue(sentence.contains("expected " + expected), sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "'65536,65536', '65536,1', 0, 'fixed sides, of at most 2147483647 numbers in all'",
        "'-1,2', '2,1', 0, 'fixed sides, of at most 2147483647 numbers in all'",
        "'3,3', '3,1', 0, 9 numbers",
        "'3,2', '2,1', 1, 7 numbers",
        "'3,2', '2', 0, 'a stride from 0 on for each side'",
        "'3,2', '2,-1', 0, a stride from 0 on for each side",
        "'2147483647', '0', 0, at most 16 bytes in memory for each of the file"
    })
    void aWeightThatIsNoneOfItsPartIsRefused(String shape, String strides, int offset, String expected) {
        Path file = new Pt2Builder()
                .input("z", -1, 2)
                .weight("w", new float[6], integers(shape), integers(strides), offset)
                .node("torch.ops.aten.linear.default", "y", "input=z weight=w")
                .output("y", -1, 3)
                .write(folder.resolve("weight.pt2"));
        String sentence = refusal(file);
        assertTrue(sentence.contains("expected " + expected), sentence);
    }

    private static int[] integers(String list) {
        return Arrays.stream(list.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    @ParameterizedTest
    @CsvSource({"4294967298, a number of 32 bits", "1.5, a whole number", "99999999999999999999, a whole number"})
    void anIntegerThatIsNoneIsRefused(String number, String expected) throws IOException {
        Map<String, byte[]> parts = new Pt2Builder()
                .input("z", -1, 1234)
                .node("torch.ops.aten.relu.default", "y", "self=z")
                .output("y", -1, 9)
                .parts("model");
        parts.computeIfPresent(
                "models/model.json",
                (name, json) -> new String(json, StandardCharsets.UTF_8)
                        .replace("1234", number)
                        .getBytes(StandardCharsets.UTF_8));
        String sentence = refusal(Pt2Builder.write(folder.resolve("integer.pt2"), parts));
        assertTrue(sentence.contains("expected " + expected), sentence);
    }

    @Test
    void anInputOfTooManyNumbersIsRefused() {
        Path file = new Pt2Builder()
                .input("z", -1, 65536, 65536)
                .node("torch.ops.aten.relu.default", "y", "self=z")
                .output("y", -1, 9)
                .write(folder.resolve("input.pt2"));
        assertTrue(refusal(file).contains("'z': expected fixed sides, of at most"), refusal(file));
    }

    @Test
    void aNodeWithoutItsArgumentsIsRefused() {
        Path file = new Pt2Builder()
                .input("z", -1, 2)
                .node("torch.ops.aten.clone.default", "y", "")
                .output("y", -1, 9)
                .write(folder.resolve("none.pt2"));
        assertTrue(refusal(file).contains("expected as many arguments as the operator has"), refusal(file));
    }

    @Test
    void aPartThatUnpacksToMuchMoreThanTheFileIsRefused() throws IOException {
        Path file = linear(PROGRAM, new byte[20 << 20]); // 20 MiB of zeros, out of 20 KiB
        assertTrue(Files.size(file) < 1 << 20);
        assertEquals(
                "linear.pt2: " + PROGRAM
                        + ": expected at most 16 bytes in memory for each of the file, and no part of more than 2147483639,"
                        + " found more",
                refusal(file));
    }

    /** Whatever byte of what PyTorch wrote is another one, there is an answer or a sentence. */
    @Test
    void aChangedByteEndsInASentence() throws IOException {
        byte[] program = parts(Resources.file("linear.pt2")).get(PROGRAM);
        int refused = 0;
        for (int i = 0; i < program.length; i += 11) {
            byte before = program[i];
            program[i] = 'x';
            try {
                Pt2File.read(linear(PROGRAM, program));
            } catch (Failure e) {
                refused++;
            }
            program[i] = before;
        }
        assertTrue(refused > 20, refused + " refused");
    }
}
