package isthmus.convert.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import isthmus.Failure;
import isthmus.convert.graph.Constant;
import isthmus.convert.graph.NumberFormat;
import java.nio.ByteBuffer;
import java.util.Map;

/** Tensors of a .pt2 file: raw numbers, whose type, sides and strides a TensorMeta states. */
final class Payload {
    /** By the numbers of the schema's ScalarType. */
    private static final Map<Integer, NumberFormat> FORMATS = Map.ofEntries(
            Map.entry(1, NumberFormat.UINT8),
            Map.entry(2, NumberFormat.INT8),
            Map.entry(3, NumberFormat.INT16),
            Map.entry(4, NumberFormat.INT32),
            Map.entry(5, NumberFormat.INT64),
            Map.entry(6, NumberFormat.FLOAT16),
            Map.entry(7, NumberFormat.FLOAT32),
            Map.entry(8, NumberFormat.FLOAT64),
            Map.entry(12, NumberFormat.UINT8), // truth values
            Map.entry(13, NumberFormat.BFLOAT16),
            Map.entry(28, NumberFormat.UINT16));

    private Payload() {}

    static boolean isTruth(JsonNode meta) {
        return meta.path("dtype").asInt() == 12;
    }

    static Constant constant(Archive archive, String name, ByteBuffer bytes, JsonNode meta) {
        NumberFormat format = FORMATS.get(meta.path("dtype").asInt());
        if (format == null) {
            throw Failure.badInput(
                    "tensor '%s'".formatted(name), "real or whole numbers", "type " + meta.path("dtype"));
        }
        try {
            Layout layout = new Layout(
                    integers(meta.path("sizes")),
                    integers(meta.path("strides")),
                    Union.integer(meta.path("storage_offset")));
            return constant(archive, name, bytes, format, layout);
        } catch (Failure e) {
            throw e.where().isEmpty() ? e.at("tensor '%s'".formatted(name)) : e;
        }
    }

    /** @param bytes of the storage, from its beginning */
    static Constant constant(Archive archive, String name, ByteBuffer bytes, NumberFormat format, Layout layout) {
        long stored = bytes.remaining() / format.bytes();
        if (layout.reach() > stored) {
            throw Failure.badInput("tensor '%s'".formatted(name), layout.reach() + " numbers", stored);
        }
        int width = format.bytes();
        archive.take("tensor '%s'".formatted(name), (long) layout.size() * width);
        if (layout.isRowMajor()) {
            return format.constant(bytes.slice(layout.offset() * width, layout.size() * width), layout.shape());
        }
        ByteBuffer ordered = ByteBuffer.allocate(layout.size() * width);
        for (int i = 0; i < layout.size(); i++) {
            ordered.put(i * width, bytes, layout.place(i) * width, width);
        }
        return format.constant(ordered, layout.shape());
    }

    private static int[] integers(JsonNode list) {
        int[] numbers = new int[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Union.integer(list.get(i));
        }
        return numbers;
    }
}
