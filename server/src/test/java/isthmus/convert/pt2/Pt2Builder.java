package isthmus.convert.pt2;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isthmus.convert.Array;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes .pt2 files as the schema of torch.export publishes them (torch/_export/serde/schema.py). One thread. */
public final class Pt2Builder {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int INT64 = 5; // of the schema's ScalarType
    private static final int FLOAT32 = 7;
    private static final int BOOL = 12;

    private final ArrayNode inputs = JSON.arrayNode();
    private final ArrayNode outputs = JSON.arrayNode();
    private final ArrayNode nodes = JSON.arrayNode();
    private final ObjectNode sizes = JSON.objectNode();
    private final ObjectNode weights = JSON.objectNode();
    private final ObjectNode constants = JSON.objectNode();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private static ObjectNode object(String name, com.fasterxml.jackson.databind.JsonNode value) {
        return JSON.objectNode().set(name, value);
    }

    private static ObjectNode tensor(String name) {
        return object("as_tensor", object("name", JSON.textNode(name)));
    }

    /** @param sides −1 for one that is free */
    private static ObjectNode meta(int type, int[] sides, int[] strides, int offset) {
        ObjectNode meta = JSON.objectNode().put("dtype", type);
        ArrayNode all = meta.putArray("sizes");
        for (int side : sides) {
            all.add(
                    side < 0
                            ? object("as_expr", JSON.objectNode().put("expr_str", "s0"))
                            : JSON.objectNode().put("as_int", side));
        }
        ArrayNode steps = meta.putArray("strides");
        for (int stride : strides) {
            steps.add(JSON.objectNode().put("as_int", stride));
        }
        meta.put("requires_grad", false).put("layout", 7);
        meta.putObject("device").put("type", "cpu").putNull("index");
        meta.putObject("storage_offset").put("as_int", offset);
        return meta;
    }

    private static int[] strides(int[] sides) {
        int[] strides = new int[sides.length];
        for (int i = sides.length - 1, stride = 1; i >= 0; stride *= sides[i--]) {
            strides[i] = stride;
        }
        return strides;
    }

    public Pt2Builder input(String name, int... sides) {
        inputs.add(object("user_input", object("arg", tensor(name))));
        sizes.set(name, meta(FLOAT32, sides, new int[0], 0));
        return this;
    }

    public Pt2Builder output(String name, int... sides) {
        outputs.add(object("user_output", object("arg", tensor(name))));
        sizes.set(name, meta(FLOAT32, sides, new int[0], 0));
        return this;
    }

    public Pt2Builder weight(String name, Array array) {
        return weight(name, array.floats(), array.shape(), strides(array.shape()), 0);
    }

    /** A parameter that lies in its storage in another order. */
    public Pt2Builder weight(String name, float[] storage, int[] sides, int[] strides, int offset) {
        ByteBuffer bytes = ByteBuffer.allocate(storage.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(storage);
        ObjectNode spec = JSON.objectNode().put("parameter_name", "net." + name);
        inputs.add(object("parameter", spec.set("arg", JSON.objectNode().put("name", name))));
        String path = "weight_" + name;
        weights.set("net." + name, payload(path, meta(FLOAT32, sides, strides, offset)));
        files.put("data/weights/" + path, bytes.array());
        return this;
    }

    /** A constant of whole numbers. */
    public Pt2Builder integers(String name, int[] sides, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(name, INT64, sides, bytes.array());
    }

    public Pt2Builder truths(String name, int[] sides, byte... values) {
        return constant(name, BOOL, sides, values);
    }

    private Pt2Builder constant(String name, int type, int[] sides, byte[] bytes) {
        ObjectNode spec = JSON.objectNode().put("tensor_constant_name", name);
        inputs.add(object("tensor_constant", spec.set("arg", JSON.objectNode().put("name", name))));
        String path = "tensor_" + constants.size();
        constants.set(name, payload(path, meta(type, sides, strides(sides), 0)));
        files.put("data/constants/" + path, bytes);
        return this;
    }

    private static ObjectNode payload(String path, ObjectNode meta) {
        return JSON.objectNode()
                .put("path_name", path)
                .put("is_param", true)
                .put("use_pickle", false)
                .set("tensor_meta", meta);
    }

    /**
     * @param results names between spaces: those of a tuple, of a list where they are in brackets; a number's begins with $
     * @param arguments each as name=value between spaces: a tensor's name, a number, true or false, 'word', none, a list in
     *     brackets, $name of a number that a node gives, type:number, or layout:number
     */
    public Pt2Builder node(String target, String results, String arguments) {
        ObjectNode node = nodes.addObject().put("target", target);
        ArrayNode given = node.putArray("inputs");
        for (String argument : arguments.isEmpty() ? new String[0] : arguments.split(" ")) {
            String[] parts = argument.split("=", 2);
            ObjectNode one = given.addObject().put("name", parts[0]).put("kind", 1);
            one.set("arg", value(parts[1]));
        }
        ArrayNode all = node.putArray("outputs");
        if (results.startsWith("[")) {
            ArrayNode list = all.addObject().putArray("as_tensors");
            for (String name : results.substring(1, results.length() - 1).split(" ")) {
                list.addObject().put("name", name);
            }
        } else {
            for (String name : results.isEmpty() ? new String[0] : results.split(" ")) {
                all.add(name.startsWith("$") ? symbol(name) : tensor(name));
            }
        }
        node.putObject("metadata")
                .put("stack_trace", "  File \"vae.py\", line 7, in forward\n    return self.net(x)\n");
        return this;
    }

    private static ObjectNode symbol(String name) {
        return object("as_sym_int", JSON.objectNode().put("as_name", name.substring(1)));
    }

    private static ObjectNode value(String text) {
        if (text.equals("none")) {
            return JSON.objectNode().put("as_none", true);
        } else if (text.startsWith("'")) {
            return JSON.objectNode().put("as_string", text.substring(1, text.length() - 1));
        } else if (text.startsWith("$")) {
            return symbol(text);
        } else if (text.startsWith("type:")) {
            return JSON.objectNode().put("as_scalar_type", Integer.parseInt(text.substring(5)));
        } else if (text.startsWith("layout:")) {
            return JSON.objectNode().put("as_layout", Integer.parseInt(text.substring(7)));
        } else if (text.equals("true") || text.equals("false")) {
            return JSON.objectNode().put("as_bool", Boolean.parseBoolean(text));
        } else if (text.matches("-?\\d+")) {
            return JSON.objectNode().put("as_int", Long.parseLong(text));
        } else if (text.matches("-?[\\d.]+")) {
            return JSON.objectNode().put("as_float", Double.parseDouble(text));
        } else if (text.startsWith("[")) {
            String inner = text.substring(1, text.length() - 1);
            return list(inner.isEmpty() ? new String[0] : inner.split(","));
        }
        return tensor(text);
    }

    private static ObjectNode list(String[] parts) {
        String all = String.join(",", parts);
        String kind = all.contains("$")
                ? "as_sym_ints"
                : all.contains("none")
                        ? "as_optional_tensors"
                        : all.matches("[-\\d,]*") ? "as_ints" : all.matches("[-\\d,.]*") ? "as_floats" : "as_tensors";
        ObjectNode result = JSON.objectNode();
        ArrayNode list = result.putArray(kind);
        for (String part : parts) {
            switch (kind) {
                case "as_ints" -> list.add(Long.parseLong(part));
                case "as_floats" -> list.add(Double.parseDouble(part));
                case "as_tensors" -> list.addObject().put("name", part);
                case "as_optional_tensors" -> list.add(value(part));
                default ->
                    list.add(
                            part.startsWith("$")
                                    ? JSON.objectNode().put("as_name", part.substring(1))
                                    : JSON.objectNode().put("as_int", Long.parseLong(part)));
            }
        }
        return result;
    }

    /** A further part of the archive. */
    public Pt2Builder file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** The graph and its signature, as JSON. */
    String program() {
        ObjectNode program = JSON.objectNode();
        ObjectNode module = program.putObject("graph_module");
        ObjectNode graph = module.putObject("graph");
        graph.set("nodes", nodes);
        graph.set("tensor_values", sizes);
        ObjectNode signature = module.putObject("signature");
        signature.set("input_specs", inputs);
        signature.set("output_specs", outputs);
        program.putObject("schema_version").put("major", 8).put("minor", 17);
        return JsonMapper.builder().build().valueToTree(program).toString();
    }

    /** All parts of the archive for a program of this name. */
    public Map<String, byte[]> parts(String model) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("archive_format", "pt2".getBytes(StandardCharsets.UTF_8));
        parts.put("models/" + model + ".json", program().getBytes(StandardCharsets.UTF_8));
        parts.put("data/weights/" + model + "_weights_config.json", config(weights));
        parts.put("data/constants/" + model + "_constants_config.json", config(constants));
        parts.putAll(files);
        return parts;
    }

    private static byte[] config(ObjectNode payloads) {
        return object("config", payloads).toString().getBytes(StandardCharsets.UTF_8);
    }

    public Path write(Path file) {
        return write(file, parts("model"));
    }

    public static Path write(Path file, Map<String, byte[]> parts) {
        String root = file.getFileName().toString().replace(".pt2", "") + "/";
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(root + part.getKey()));
                zip.write(part.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
