package isthmus.convert.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import isthmus.convert.Array;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes ONNX files, message by message as onnx.proto has them. One thread. */
public final class OnnxBuilder {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int BOOL = 9;

    /** Writes the fields of one message. */
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
    private final ByteArrayOutputStream functions = new ByteArrayOutputStream();
    private int version = 17;

    public static byte[] message(Fields fields) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(int field, byte[] message) {
        graph.writeBytes(message(out -> out.writeByteArray(field, message)));
    }

    public OnnxBuilder version(int operators) {
        version = operators;
        return this;
    }

    /** @param sides −1 for one that is free */
    public OnnxBuilder input(String name, int... sides) {
        add(11, value(name, sides));
        return this;
    }

    public OnnxBuilder output(String name, int... sides) {
        add(12, value(name, sides));
        return this;
    }

    private static byte[] value(String name, int... sides) {
        byte[] shape = message(out -> {
            for (int side : sides) {
                out.writeByteArray(1, message(dim -> {
                    if (side < 0) {
                        dim.writeString(2, "batch");
                    } else {
                        dim.writeInt64(1, side);
                    }
                }));
            }
        });
        byte[] tensor = message(out -> {
            out.writeEnum(1, FLOAT);
            out.writeByteArray(2, shape);
        });
        return message(out -> {
            out.writeString(1, name);
            out.writeByteArray(2, message(type -> type.writeByteArray(1, tensor)));
        });
    }

    public OnnxBuilder constant(String name, Array array) {
        ByteBuffer raw =
                ByteBuffer.allocate(array.values().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : array.floats()) {
            raw.putFloat(value);
        }
        return constant(tensor(name, FLOAT, array.shape(), raw.array()));
    }

    public OnnxBuilder constant(byte[] tensor) {
        add(5, tensor);
        return this;
    }

    public OnnxBuilder integers(String name, long... values) {
        return constant(integers(name, new int[] {values.length}, values));
    }

    public static byte[] integers(String name, int[] shape, long... values) {
        return message(out -> {
            header(out, name, INT64, shape);
            out.writeByteArray(7, message(packed -> {
                for (long value : values) {
                    packed.writeInt64NoTag(value);
                }
            }));
        });
    }

    public static byte[] tensor(String name, int type, int[] shape, byte[] raw) {
        return message(out -> {
            header(out, name, type, shape);
            out.writeByteArray(9, raw);
        });
    }

    /** A tensor whose numbers are in a file beside. */
    public static byte[] external(String name, int[] shape, String file, long offset, long length) {
        return message(out -> {
            header(out, name, FLOAT, shape);
            for (String[] entry : new String[][] {
                {"location", file}, {"offset", Long.toString(offset)}, {"length", Long.toString(length)}
            }) {
                out.writeByteArray(13, message(pair -> {
                    pair.writeString(1, entry[0]);
                    pair.writeString(2, entry[1]);
                }));
            }
            out.writeEnum(14, 1);
        });
    }

    private static void header(CodedOutputStream out, String name, int type, int[] shape) throws IOException {
        for (int side : shape) {
            out.writeInt64(1, side);
        }
        out.writeInt32(2, type);
        out.writeString(8, name);
    }

    /**
     * @param inputs names between spaces, - for one that is left out
     * @param attributes each a name and a value
     */
    public OnnxBuilder node(String operator, String inputs, String outputs, Object... attributes) {
        return foreign("", operator, inputs, outputs, attributes);
    }

    /** A node whose operator is not one of ONNX's own. */
    public OnnxBuilder foreign(String domain, String operator, String inputs, String outputs, Object... attributes) {
        add(1, nodeMessage(domain, operator, inputs, outputs, attributes));
        return this;
    }

    private static byte[] nodeMessage(
            String domain, String operator, String inputs, String outputs, Object... attributes) {
        return message(out -> {
            for (String input : inputs.isEmpty() ? new String[0] : inputs.split(" ")) {
                out.writeString(1, input.equals("-") ? "" : input);
            }
            for (String output : outputs.split(" ")) {
                out.writeString(2, output);
            }
            out.writeString(3, operator + "_0");
            out.writeString(4, operator);
            out.writeString(7, domain);
            for (int i = 0; i < attributes.length; i += 2) {
                out.writeByteArray(5, attribute((String) attributes[i], attributes[i + 1]));
            }
        });
    }

    /** What an attribute of a function takes from the call. */
    record Reference(String attribute) {}

    private static byte[] attribute(String name, Object value) {
        return message(out -> {
            out.writeString(1, name);
            if (value instanceof Integer integer) {
                out.writeInt64(3, integer);
            } else if (value instanceof Double real) {
                out.writeFloat(2, real.floatValue());
            } else if (value instanceof String text) {
                out.writeBytes(4, ByteString.copyFromUtf8(text));
            } else if (value instanceof long[] integers) {
                for (long integer : integers) {
                    out.writeInt64(8, integer);
                }
            } else if (value instanceof double[] reals) {
                for (double real : reals) {
                    out.writeFloat(7, (float) real);
                }
            } else if (value instanceof byte[] tensor) {
                out.writeByteArray(5, tensor);
            } else if (value instanceof Reference reference) {
                out.writeString(21, reference.attribute());
            } else {
                throw new IllegalArgumentException(String.valueOf(value));
            }
        });
    }

    /** An operator that the file defines by one other. */
    public OnnxBuilder function(
            String domain, String name, String inputs, String outputs, String operator, Object... attributes) {
        byte[] function = message(out -> {
            out.writeString(1, name);
            for (String input : inputs.split(" ")) {
                out.writeString(4, input);
            }
            out.writeString(5, outputs);
            out.writeByteArray(7, nodeMessage("", operator, inputs, outputs, attributes));
            out.writeString(10, domain);
        });
        functions.writeBytes(message(out -> out.writeByteArray(25, function)));
        return this;
    }

    byte[] bytes() {
        byte[] operators = message(out -> {
            out.writeString(1, "");
            out.writeInt64(2, version);
        });
        byte[] model = message(out -> {
            out.writeInt64(1, 8); // version of the format
            out.writeByteArray(7, graph.toByteArray());
            out.writeByteArray(8, operators);
        });
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(model);
        all.writeBytes(functions.toByteArray());
        return all.toByteArray();
    }

    public Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
