package isthmus.torchscript;

import isthmus.Failure;
import isthmus.Half;
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
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module, its parameters and methods, and its file as PyTorch's {@code torch.jit.load} and DJL read it. By
 * hand because nothing on the JVM writes this format: a stored zip with the methods as text, a pickle that names the
 * tensors, and the tensors as raw little-endian numbers. The same module gives the same bytes. Immutable; any thread.
 *
 * @param parameters numbers that a training may change, of which gradients are taken
 * @param buffers numbers of which none are
 * @param integers whole numbers, of which none are either
 */
public record TorchScript(
        String name,
        List<Tensor> parameters,
        List<Tensor> buffers,
        List<IntegerTensor> integers,
        List<ScriptMethod> methods) {
    // The version whose operators are those that we write, so that readers upgrade nothing.
    private static final String VERSION = "10\n";

    public TorchScript(String name, List<Tensor> parameters, List<ScriptMethod> methods) {
        this(name, parameters, List.of(), List.of(), methods);
    }

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
        int index = 0;
        for (Tensor tensor : floats()) {
            zip.put(root + "data/" + index++, bytes(tensor));
        }
        for (IntegerTensor tensor : integers) {
            zip.put(root + "data/" + index++, bytes(tensor));
        }
        zip.put(root + "constants.pkl", new PickleWriter().emptyTuple().bytes());
        zip.put(root + "version", VERSION.getBytes(StandardCharsets.US_ASCII));
        zip.put(root + "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        zip.finish();
    }

    /** The class as TorchScript source. */
    public String code() {
        List<String> learned = parameters.stream().map(Tensor::name).toList();
        List<String> fixed = Stream.concat(
                        buffers.stream().map(Tensor::name), integers.stream().map(IntegerTensor::name))
                .toList();
        StringBuilder text = new StringBuilder("class %s(Module):\n".formatted(name));
        text.append("  __parameters__ = ").append(quoted(learned));
        text.append("\n  __buffers__ = ").append(quoted(fixed)).append('\n');
        Stream.concat(learned.stream(), fixed.stream())
                .forEach(tensor -> text.append("  ").append(tensor).append(" : Tensor\n"));
        text.append("  training : bool\n");
        for (ScriptMethod method : methods) {
            text.append(method.text(name));
        }
        return text.toString();
    }

    private List<Tensor> floats() {
        return Stream.concat(parameters.stream(), buffers.stream()).toList();
    }

    private static String quoted(List<String> names) {
        return names.stream().map(one -> '"' + one + "\", ").collect(Collectors.joining("", "[", "]"));
    }

    private byte[] data() {
        PickleWriter pickle = new PickleWriter().newObject("__torch__", name).beginDictionary();
        int index = 0;
        for (Tensor one : floats()) {
            boolean learned = index < parameters.size();
            pickle.string(one.name())
                    .tensor(index++, one.shape(), one.half() ? "HalfStorage" : "FloatStorage", learned);
        }
        for (IntegerTensor one : integers) {
            pickle.string(one.name()).tensor(index++, one.shape(), "LongStorage", false);
        }
        return pickle.string("training").bool(false).endDictionary().build().bytes();
    }

    private static byte[] bytes(Tensor tensor) {
        float[] values = tensor.values();
        int size = tensor.half() ? Short.BYTES : Float.BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(values.length * size).order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.half()) {
            for (float value : values) {
                buffer.putShort(Half.of(value));
            }
        } else {
            buffer.asFloatBuffer().put(values);
        }
        return buffer.array();
    }

    private static byte[] bytes(IntegerTensor tensor) {
        ByteBuffer buffer =
                ByteBuffer.allocate(tensor.values().length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(tensor.values());
        return buffer.array();
    }
}
