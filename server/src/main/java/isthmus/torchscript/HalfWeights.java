package isthmus.torchscript;

import isthmus.Half;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * TorchScript files that hold weights in half precision and convert each to float32 wherever their code reads it, as those
 * do that {@link TorchScript} writes of {@link Tensor#inHalf}. Any reader of TorchScript runs them; with the weights as
 * float32 they compute the same and need not convert at each run. Any thread.
 */
public final class HalfWeights {
    private static final String STATE = "/data.pkl";
    private static final String HALF = "ctorch\nHalfStorage\n";
    private static final String FLOAT = "ctorch\nFloatStorage\n";
    // A name, and then the tensor of that name: the class of its storage, and the number of its record.
    private static final Pattern TENSOR = Pattern.compile(
            "X.{4}(\\w+)ctorch\\._utils\n_rebuild_tensor_v2\n\\(\\(X.{4}storage" + HALF + "X.{4}(\\d+)X",
            Pattern.DOTALL);
    private static final Pattern CONVERTED = Pattern.compile("torch\\.to\\(self\\.(\\w+), 6\\)"); // 6 is float32
    private static final Pattern READ = Pattern.compile("self\\.(\\w+)");

    private HalfWeights() {}

    /** The file with its weights as float32; empty where it is no such file, and may be opened as it is. */
    public static Optional<byte[]> widened(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry state = zip.stream()
                    .filter(entry -> entry.getName().endsWith(STATE))
                    .findFirst()
                    .orElse(null);
            if (state == null) {
                return Optional.empty();
            }
            String pickle = new String(bytes(zip, state), StandardCharsets.ISO_8859_1);
            String root = state.getName().substring(0, state.getName().length() - STATE.length());
            Map<String, String> records = records(pickle, root);
            if (records.isEmpty() || !convertsAll(code(zip), records.keySet())) {
                return Optional.empty();
            }
            return Optional.of(widened(zip, state, pickle, Set.copyOf(records.values())));
        } catch (IOException e) {
            return Optional.empty(); // what is wrong with it is said by who opens it
        }
    }

    /** The paths of the tensors in half precision by their names; empty where not all are of one form. */
    private static Map<String, String> records(String pickle, String root) {
        Map<String, String> records = new HashMap<>();
        Matcher tensor = TENSOR.matcher(pickle);
        while (tensor.find()) {
            records.put(tensor.group(1), root + "/data/" + tensor.group(2));
        }
        int all = pickle.split(Pattern.quote(HALF), -1).length - 1;
        return all == records.size() ? records : Map.of();
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

    private static byte[] widened(ZipFile zip, ZipEntry state, String pickle, Set<String> halves) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StoredZip out = new StoredZip(new ZipOutputStream(bytes, StandardCharsets.UTF_8));
        for (ZipEntry entry : zip.stream().toList()) {
            if (entry.getName().equals(state.getName())) {
                out.put(entry.getName(), pickle.replace(HALF, FLOAT).getBytes(StandardCharsets.ISO_8859_1));
            } else {
                byte[] content = bytes(zip, entry);
                out.put(entry.getName(), halves.contains(entry.getName()) ? widened(content) : content);
            }
        }
        out.finish();
        return bytes.toByteArray();
    }

    private static byte[] widened(byte[] halves) {
        ByteBuffer from = ByteBuffer.wrap(halves).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer to = ByteBuffer.allocate(2 * halves.length).order(ByteOrder.LITTLE_ENDIAN);
        while (from.remaining() >= Short.BYTES) {
            to.putFloat(Half.toFloat(from.getShort()));
        }
        return to.array();
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
