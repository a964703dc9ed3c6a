package isthmus.train;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The few words of Python's pickle language (protocol 2) that a TorchScript module's state needs. Each call appends a
 * word. One thread.
 */
final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Pickle() {
        out.write(0x80); // PROTO
        out.write(2);
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.write('.'); // STOP
        return whole.toByteArray();
    }

    Pickle newObject(String module, String type) {
        global(module, type);
        emptyTuple();
        return word(0x81); // NEWOBJ
    }

    Pickle emptyTuple() {
        return word(')');
    }

    Pickle beginDictionary() {
        word('}');
        return word('(');
    }

    Pickle endDictionary() {
        return word('u'); // SETITEMS
    }

    Pickle build() {
        return word('b');
    }

    Pickle bool(boolean value) {
        return word(value ? 0x88 : 0x89);
    }

    Pickle string(String text) {
        word('X');
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        littleEndian(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    /** A float tensor whose values are the record {@code data/index}, in row-major order, requiring gradients. */
    Pickle tensor(int index, int[] shape) {
        global("torch._utils", "_rebuild_tensor_v2");
        word('(');
        word('(').string("storage");
        global("torch", "FloatStorage");
        string(Integer.toString(index)).string("cpu").integer(Tensor.size(shape));
        word('t').word('Q'); // the tuple is a persistent id
        integer(0); // offset into the storage
        tuple(shape);
        tuple(strides(shape));
        bool(true);
        global("collections", "OrderedDict");
        emptyTuple().word('R'); // no backward hooks
        return word('t').word('R');
    }

    private Pickle global(String module, String name) {
        word('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private Pickle integer(int value) {
        word('J');
        littleEndian(value);
        return this;
    }

    private void tuple(int[] values) {
        word('(');
        for (int value : values) {
            integer(value);
        }
        word('t');
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

    private Pickle word(int code) {
        out.write(code);
        return this;
    }
}
