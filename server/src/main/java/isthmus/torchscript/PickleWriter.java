package isthmus.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the few opcodes of Python's pickle format (protocol 2) that the state of a TorchScript module needs. One
 * thread.
 */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        out.write(0x80); // PROTO
        out.write(2);
    }

    byte[] bytes() {
        byte[] bytes = Arrays.copyOf(out.toByteArray(), out.size() + 1);
        bytes[bytes.length - 1] = '.'; // STOP
        return bytes;
    }

    PickleWriter newObject(String module, String type) {
        global(module, type);
        emptyTuple();
        return opcode(0x81); // NEWOBJ
    }

    PickleWriter emptyTuple() {
        return opcode(')');
    }

    PickleWriter beginDictionary() {
        opcode('}');
        return opcode('(');
    }

    PickleWriter endDictionary() {
        return opcode('u'); // SETITEMS
    }

    PickleWriter build() {
        return opcode('b');
    }

    PickleWriter bool(boolean value) {
        return opcode(value ? 0x88 : 0x89);
    }

    PickleWriter string(String text) {
        opcode('X');
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        littleEndian(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    /**
     * A tensor whose values are the record {@code data/index}, in row-major order.
     *
     * @param storage PyTorch's class for numbers of its type
     */
    PickleWriter tensor(int index, int[] shape, String storage, boolean gradients) {
        global("torch._utils", "_rebuild_tensor_v2");
        opcode('(');
        opcode('(').string("storage");
        global("torch", storage);
        string(Integer.toString(index)).string("cpu").integer(Tensor.size(shape));
        opcode('t').opcode('Q'); // the tuple is a persistent id
        integer(0); // offset into the storage
        tuple(shape);
        tuple(strides(shape));
        bool(gradients);
        global("collections", "OrderedDict");
        emptyTuple().opcode('R'); // no backward hooks
        return opcode('t').opcode('R');
    }

    private PickleWriter global(String module, String name) {
        opcode('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private PickleWriter integer(int value) {
        opcode('J');
        littleEndian(value);
        return this;
    }

    private void tuple(int[] values) {
        opcode('(');
        for (int value : values) {
            integer(value);
        }
        opcode('t');
    }

    private static int[] strides(int[] shape) {
        int[] strides = new int[shape.length];
        for (int i = shape.length - 1, stride = 1; i >= 0; stride *= shape[i--]) {
            strides[i] = stride;
        }
        return strides;
    }

    private void littleEndian(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(value >>> shift);
        }
    }

    private PickleWriter opcode(int code) {
        out.write(code);
        return this;
    }
}
