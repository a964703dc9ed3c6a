package isthmus.torchscript;

import isthmus.Half;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Files that {@link TorchScript} wrote, with the same weights in the form in which the engine computes fastest. Those in
 * half precision ({@link Tensor#inHalf}), which the code converts wherever it reads them, become float32. Matrices of
 * linear layers are stored column by column, as their strides then say: a product with 16 rows takes 0.6 of the time, one
 * with 64 rows 0.8, and one with a single row as long as before. Any thread.
 */
public final class EngineWeights {
    private static final String STATE = "/data.pkl";
    private static final String HALF = "HalfStorage";
    private static final String FLOAT = "FloatStorage";
    // A name and the tensor of that name: the class of its storage, the number of its record, how many values that has,
    // which is the tensor's first, its sides and its strides.
    private static final Pattern TENSOR = Pattern.compile(
            "X.{4}(\\w+)ctorch\\._utils\n_rebuild_tensor_v2\n\\(\\(X.{4}storagectorch\n(HalfStorage|FloatStorage)\n"
                    + "X.{4}(\\d+)X.{4}cpuJ.{4}tQJ.{4}\\(((?:J.{4})*)t\\(((?:J.{4})*)t",
            Pattern.DOTALL);
    private static final int NAME = 1;
    private static final int STORAGE = 2;
    private static final int RECORD = 3;
    private static final int SIDES = 4;
    private static final int STRIDES = 5;
    private static final Pattern CONVERTED = Pattern.compile("torch\\.to\\(self\\.(\\w+), 6\\)"); // 6 is float32
    private static final Pattern READ = Pattern.compile("self\\.(\\w+)");
    private static final String LINEAR = "torch.linear(";

    /**
     * A tensor of the file.
     *
     * @param columns whether its matrix is to be stored column by column
     */
    private record Weight(MatchResult found, boolean half, int[] sides, boolean columns) {
        String name() {
            return found.group(NAME);
        }

        boolean changes() {
            return half || columns;
        }
    }

    private EngineWeights() {}

    /** The file in that form; empty where it is in it already, or was written by others, and may be opened as it is. */
    public static Optional<byte[]> of(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry state = zip.stream()
                    .filter(entry -> entry.getName().endsWith(STATE))
                    .findFirst()
                    .orElse(null);
            if (state == null) {
                return Optional.empty();
            }
            String pickle = new String(bytes(zip, state), StandardCharsets.ISO_8859_1);
            String code = code(zip);
            List<Weight> weights = weights(pickle, code);
            Set<String> halves =
                    weights.stream().filter(Weight::half).map(Weight::name).collect(Collectors.toSet());
            boolean knowsAll = pickle.split(HALF, -1).length - 1 == halves.size() && convertsAll(code, halves);
            return knowsAll && weights.stream().anyMatch(Weight::changes)
                    ? Optional.of(rewritten(zip, state, pickle, weights))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // what is wrong with it is said by who opens it
        }
    }

    private static List<Weight> weights(String pickle, String code) {
        Set<String> linear = code.lines()
                .filter(line -> line.contains(LINEAR))
                .flatMap(line -> READ.matcher(line).results())
                .map(read -> read.group(1))
                .collect(Collectors.toSet());
        List<Weight> weights = new ArrayList<>();
        Matcher tensor = TENSOR.matcher(pickle);
        while (tensor.find()) {
            int[] sides = integers(tensor.group(SIDES));
            boolean inRows = sides.length == 2 && integers(tensor.group(STRIDES))[0] == sides[1];
            weights.add(new Weight(
                    tensor.toMatchResult(),
                    tensor.group(STORAGE).equals(HALF),
                    sides,
                    inRows && linear.contains(tensor.group(NAME))));
        }
        return weights;
    }

    /** Of integers that each follow the letter J. */
    private static int[] integers(String pickled) {
        ByteBuffer bytes = littleEndian(pickled.getBytes(StandardCharsets.ISO_8859_1));
        int[] all = new int[bytes.capacity() / (1 + Integer.BYTES)];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes.getInt(i * (1 + Integer.BYTES) + 1);
        }
        return all;
    }

    private static String integers(int first, int second) {
        byte[] bytes = new byte[2 * (1 + Integer.BYTES)];
        littleEndian(bytes).put((byte) 'J').putInt(first).put((byte) 'J').putInt(second);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static boolean convertsAll(String code, Set<String> names) {
        String others = CONVERTED
                .matcher(code)
                .replaceAll(read -> names.contains(read.group(1)) ? "" : Matcher.quoteReplacement(read.group()));
        Set<String> unconverted = new HashSet<>();
        READ.matcher(others).results().map(read -> read.group(1)).forEach(unconverted::add);
        return names.stream().noneMatch(unconverted::contains);
    }

    private static String code(ZipFile zip) throws IOException {
        StringBuilder code = new StringBuilder();
        List<? extends ZipEntry> sources =
                zip.stream().filter(entry -> entry.getName().endsWith(".py")).toList();
        for (ZipEntry source : sources) {
            code.append(new String(bytes(zip, source), StandardCharsets.UTF_8));
        }
        return code.toString();
    }

    private static byte[] rewritten(ZipFile zip, ZipEntry state, String pickle, List<Weight> weights)
            throws IOException {
        String root = state.getName().substring(0, state.getName().length() - STATE.length());
        Map<String, Weight> byRecord = new HashMap<>();
        weights.forEach(weight -> byRecord.put(root + "/data/" + weight.found.group(RECORD), weight));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StoredZip out = new StoredZip(new ZipOutputStream(bytes, StandardCharsets.UTF_8));
        for (ZipEntry entry : zip.stream().toList()) {
            Weight weight = byRecord.get(entry.getName());
            if (entry.getName().equals(state.getName())) {
                out.put(entry.getName(), state(pickle, weights).getBytes(StandardCharsets.ISO_8859_1));
            } else {
                byte[] content = bytes(zip, entry);
                out.put(entry.getName(), weight == null ? content : values(weight, content));
            }
        }
        out.finish();
        return bytes.toByteArray();
    }

    /** The pickle with the storages and strides that the weights are to have. */
    private static String state(String pickle, List<Weight> weights) {
        StringBuilder state = new StringBuilder();
        int at = 0;
        for (Weight weight : weights) {
            MatchResult found = weight.found;
            state.append(pickle.substring(at, found.start(STORAGE))).append(FLOAT);
            at = found.end(STORAGE);
            state.append(pickle.substring(at, found.start(STRIDES)));
            state.append(weight.columns ? integers(1, weight.sides[0]) : found.group(STRIDES));
            at = found.end(STRIDES);
        }
        return state.append(pickle.substring(at)).toString();
    }

    private static byte[] values(Weight weight, byte[] content) {
        byte[] floats = weight.half ? widened(content) : content;
        return weight.columns ? inColumns(floats, weight.sides) : floats;
    }

    private static byte[] inColumns(byte[] inRows, int[] sides) {
        ByteBuffer from = littleEndian(inRows);
        byte[] bytes = new byte[inRows.length];
        ByteBuffer to = littleEndian(bytes);
        int rows = sides[0];
        int columns = sides[1];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                to.putInt((column * rows + row) * Float.BYTES, from.getInt((row * columns + column) * Float.BYTES));
            }
        }
        return bytes;
    }

    private static byte[] widened(byte[] halves) {
        ByteBuffer from = littleEndian(halves);
        byte[] bytes = new byte[2 * halves.length];
        ByteBuffer to = littleEndian(bytes);
        while (from.remaining() >= Short.BYTES) {
            to.putFloat(Half.toFloat(from.getShort()));
        }
        return bytes;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
