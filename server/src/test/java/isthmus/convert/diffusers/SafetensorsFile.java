package isthmus.convert.diffusers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isthmus.torchscript.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Writes weights as safetensors in float32. */
final class SafetensorsFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SafetensorsFile() {}

    static void write(Path file, Collection<Tensor> tensors) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Tensor tensor : tensors) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Float.BYTES * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(tensor.values());
            describe(header, tensor.name(), "F32", tensor.shape(), data.size(), data.size() + bytes.capacity());
            data.writeBytes(bytes.array());
        }
        write(file, JSON.writeValueAsString(header), data.toByteArray());
    }

    static void describe(ObjectNode header, String name, String type, int[] shape, long begin, long end) {
        ObjectNode entry = header.putObject(name).put("dtype", type);
        entry.set("shape", JSON.valueToTree(shape));
        entry.putArray("data_offsets").add(begin).add(end);
    }

    static void write(Path file, String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ByteBuffer whole = ByteBuffer.allocate(Long.BYTES + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data);
        Files.write(file, whole.array());
    }
}
