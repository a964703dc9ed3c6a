package isthmus.convert.diffusers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A model's {@code config.json}: fields that are left out have the defaults of the model's class. Any thread. */
final class Config {
    private static final int MAX_BYTES = 1 << 20;
    private static final int LARGEST = 1 << 16; // channels, layers, sides
    private static final int MAX_STAGES = 16;
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode fields;

    private Config(JsonNode fields) {
        this.fields = fields;
    }

    static Config read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw Failure.tooLarge(file.toString(), "at most %d bytes".formatted(MAX_BYTES), Files.size(file));
        }
        try {
            return new Config(JSON.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            throw Failure.badInput(file.toString(), "JSON", "other text").causedBy(e);
        }
    }

    /** The name of the model's class. */
    String className() {
        return word("_class_name", "none");
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(node -> !node.isNull());
    }

    String word(String name, String initial) {
        return field(name).map(node -> node.asText()).orElse(initial);
    }

    boolean flag(String name, boolean initial) {
        JsonNode node = field(name).orElse(null);
        if (node != null && !node.isBoolean()) {
            throw Failure.badInput(name, "true or false", node);
        }
        return node == null ? initial : node.booleanValue();
    }

    int count(String name, int initial) {
        return field(name).map(node -> count(name, node)).orElse(initial);
    }

    double number(String name, double initial) {
        return field(name).map(node -> node.asDouble(initial)).orElse(initial);
    }

    private static int count(String name, JsonNode node) {
        if (!node.isInt() || node.intValue() < 1 || node.intValue() > LARGEST) {
            throw Failure.badInput(name, "a number from 1 to " + LARGEST, node);
        }
        return node.intValue();
    }

    /** Numbers, one a stage; a number by itself is one of them. */
    List<Integer> counts(String name, List<Integer> initial) {
        return list(name)
                .map(nodes -> nodes.stream().map(node -> count(name, node)).toList())
                .orElse(initial);
    }

    List<String> words(String name, List<String> initial) {
        return list(name)
                .map(nodes -> nodes.stream().map(JsonNode::asText).toList())
                .orElse(initial);
    }

    private Optional<List<JsonNode>> list(String name) {
        Optional<List<JsonNode>> nodes = field(name)
                .map(node -> node.isArray()
                        ? StreamSupport.stream(node.spliterator(), false).toList()
                        : List.of(node));
        if (nodes.isPresent() && (nodes.get().isEmpty() || nodes.get().size() > MAX_STAGES)) {
            throw Failure.badInput(
                    name, "1 to %d entries".formatted(MAX_STAGES), nodes.get().size());
        }
        return nodes;
    }

    /** Refuses a field that says anything but what is known. */
    void require(String name, String known) {
        if (!word(name, known).equals(known)) {
            throw Failure.badInput(name, known, word(name, known));
        }
    }
}
