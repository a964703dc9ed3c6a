package isthmus.convert.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import isthmus.Failure;
import isthmus.convert.graph.Constant;
import isthmus.convert.graph.NumberFormat;
import isthmus.torchscript.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
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

    static Constant constant(String name, ByteBuffer bytes, JsonNode meta) {
        NumberFormat format = FORMATS.get(meta.path("dtype").asInt());
        if (format == null) {
            throw Failure.badInput(
                    "tensor '%s'".formatted(name), "real or whole numbers", "type " + meta.path("dtype"));
        }
        int[] shape = integers(meta.path("sizes"));
        int offset = Union.integer(meta.path("storage_offset"));
        return constant(name, bytes, format, shape, integers(meta.path("strides")), offset);
    }

    static Constant constant(
            String name, ByteBuffer bytes, NumberFormat format, int[] shape, int[] strides, int offset) {
        if (Arrays.stream(shape).anyMatch(side -> side < 0)) {
            throw Failure.badInput("tensor '%s'".formatted(name), "fixed sides", Arrays.toString(shape));
        }
        if (offset == 0
                && isRowMajor(shape, strides)
                && bytes.remaining() == (long) Tensor.size(shape) * format.bytes()) {
            return format.constant(bytes, shape);
        }
        int[] places = places(shape, strides, offset);
        int stored = bytes.remaining() / format.bytes();
        for (int place : places) {
            if (place < 0 || place >= stored) {
                throw Failure.badInput(
                        "tensor '%s'".formatted(name), "%d numbers".formatted(place + 1), "%d".formatted(stored));
            }
        }
        Constant all = format.constant(bytes, new int[] {stored});
        if (all.isInteger()) {
            long[] values = new long[places.length];
            for (int i = 0; i < places.length; i++) {
                values[i] = all.integers()[places[i]];
            }
            return Constant.of(shape, values);
        }
        float[] values = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            values[i] = all.floats()[places[i]];
        }
        return Constant.of(shape, values);
    }

    private static boolean isRowMajor(int[] shape, int[] strides) {
        for (int side = shape.length - 1, stride = 1; side >= 0; stride *= shape[side--]) {
            if (strides[side] != stride && shape[side] > 1) {
                return false;
            }
        }
        return true;
    }

    /** Where each number of a tensor lies, in row-major order. */
    private static int[] places(int[] shape, int[] strides, int offset) {
        int[] places = new int[Tensor.size(shape)];
        for (int i = 0; i < places.length; i++) {
            int place = offset;
            for (int side = shape.length - 1, rest = i; side >= 0; rest /= shape[side--]) {
                place += rest % shape[side] * strides[side];
            }
            places[i] = place;
        }
        return places;
    }

    private static int[] integers(JsonNode list) {
        int[] numbers = new int[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Union.integer(list.get(i));
        }
        return numbers;
    }
}
