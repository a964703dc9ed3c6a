package isthmus.torchscript;

import ai.djl.util.Float16Utils;
import isthmus.Failure;
import isthmus.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module, its parameters and methods, and its file as PyTorch's {@code torch.jit.load} and DJL read it. By
 * hand because nothing on the JVM writes this format: a stored zip with the methods as text, a pickle that names the
 * tensors, and the tensors as raw little-endian numbers. The same module gives the same bytes. Immutable; any thread.
 */
public record TorchScript(String name, List<Tensor> parameters, List<ScriptMethod> methods) {
    // The version whose operators are those that we write, so that readers upgrade nothing.
    private static final String VERSION = "10\n";

    /** Writes the file whole or not at all. */
    public void write(Path file) {
        try {
            WholeFile.write(file, this::write);
        } catch (IOException e) {
            throw Failure.modelFailed(file.toString(), "a file that can be written", e)
                    .causedBy(e);
        }
    }

    public void write(OutputStream out) throws IOException {
        StoredZip zip = new StoredZip(new ZipOutputStream(out, StandardCharsets.UTF_8));
        String root = name.toLowerCase(Locale.ROOT) + "/";
        zip.put(root + "data.pkl", data());
        zip.put(root + "code/__torch__.py", code().getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < parameters.size(); i++) {
            zip.put(root + "data/" + i, bytes(parameters.get(i)));
        }
        zip.put(root + "constants.pkl", new PickleWriter().emptyTuple().bytes());
        zip.put(root + "version", VERSION.getBytes(StandardCharsets.US_ASCII));
        zip.put(root + "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        zip.finish();
    }

    /** The class as TorchScript source. */
    public String code() {
        String names = parameters.stream().map(p -> '"' + p.name() + "\", ").collect(Collectors.joining("", "[", "]"));
        StringBuilder text = new StringBuilder("class %s(Module):\n".formatted(name));
        text.append("  __parameters__ = ").append(names).append("\n  __buffers__ = []\n");
        for (Tensor parameter : parameters) {
            text.append("  ").append(parameter.name()).append(" : Tensor\n");
        }
        text.append("  training : bool\n");
        for (ScriptMethod method : methods) {
            text.append(method.text(name));
        }
        return text.toString();
    }

    private byte[] data() {
        PickleWriter pickle = new PickleWriter().newObject("__torch__", name).beginDictionary();
        for (int i = 0; i < parameters.size(); i++) {
            pickle.string(parameters.get(i).name())
                    .tensor(i, parameters.get(i).shape(), parameters.get(i).half());
        }
        return pickle.string("training").bool(false).endDictionary().build().bytes();
    }

    private static byte[] bytes(Tensor tensor) {
        float[] values = tensor.values();
        int size = tensor.half() ? Short.BYTES : Float.BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(values.length * size).order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.half()) {
            for (float value : values) {
                buffer.putShort(Float16Utils.floatToHalf(value));
            }
        } else {
            buffer.asFloatBuffer().put(values);
        }
        return buffer.array();
    }
}
