package isthmus.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The examples that the export script keeps in a file beside the graph: JSON, in which each tensor is its shape and
 * base64 of little-endian floats. Any thread.
 */
public final class ExamplesFile {
    /** As the file is called within the archive. */
    public static final String NAME = "isthmus-examples.json";

    private static final int MAX_RANK = 8;
    private static final JsonMapper JSON = new JsonMapper();

    private ExamplesFile() {}

    public static Examples read(byte[] text) {
        try {
            JsonNode file = JSON.readTree(text);
            int[] shape = shape(file.path("inputs"));
            List<float[]> outputs = new ArrayList<>();
            for (JsonNode output : file.path("outputs")) {
                outputs.add(values(output, shape(output)));
            }
            return new Examples(shape, values(file.path("inputs"), shape), outputs);
        } catch (IOException e) {
            throw Failure.badInput(NAME, "JSON", "other text").causedBy(e);
        }
    }

    private static int[] shape(JsonNode tensor) {
        JsonNode sides = tensor.path("shape");
        int[] shape = new int[sides.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sides.get(i).asInt(-1);
            if (shape[i] < 1) {
                throw Failure.badInput(NAME, "sides from 1", sides);
            }
        }
        if (shape.length < 1 || shape.length > MAX_RANK) {
            throw Failure.badInput(NAME, "a shape of 1 to %d sides".formatted(MAX_RANK), sides);
        }
        return shape;
    }

    private static float[] values(JsonNode tensor, int[] shape) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(tensor.path("float32").asText(""));
        } catch (IllegalArgumentException e) {
            throw Failure.badInput(NAME, "base64", "other text").causedBy(e);
        }
        long size = Float.BYTES;
        for (int side : shape) {
            size = Math.min(size * side, Integer.MAX_VALUE + 1L);
        }
        if (bytes.length != size) {
            throw Failure.badInput(NAME, "%d bytes of floats".formatted(size), bytes.length);
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
