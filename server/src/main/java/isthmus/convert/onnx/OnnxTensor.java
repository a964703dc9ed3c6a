package isthmus.convert.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import isthmus.Failure;
import isthmus.convert.graph.Constant;
import isthmus.convert.graph.NumberFormat;
import isthmus.torchscript.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A TensorProto. Its numbers are in one of three places: raw bytes, a list of its own type, or a file beside.
 *
 * @param type as ONNX numbers types
 * @param external where its bytes are: location, offset and length by name; empty where they are in the model's file
 */
record OnnxTensor(
        String name,
        int type,
        List<Long> dims,
        ByteString raw,
        List<Double> reals,
        List<Long> integers,
        Map<String, String> external) {
    private static final int FLOAT = 1;
    private static final int FLOAT16 = 10;
    private static final int DOUBLE = 11;
    private static final int BFLOAT16 = 16;
    private static final Map<Integer, NumberFormat> FORMATS = Map.ofEntries(
            Map.entry(FLOAT, NumberFormat.FLOAT32),
            Map.entry(2, NumberFormat.UINT8),
            Map.entry(3, NumberFormat.INT8),
            Map.entry(4, NumberFormat.UINT16),
            Map.entry(5, NumberFormat.INT16),
            Map.entry(6, NumberFormat.INT32),
            Map.entry(7, NumberFormat.INT64),
            Map.entry(9, NumberFormat.UINT8), // truth values
            Map.entry(FLOAT16, NumberFormat.FLOAT16),
            Map.entry(DOUBLE, NumberFormat.FLOAT64),
            Map.entry(12, NumberFormat.UINT32),
            Map.entry(13, NumberFormat.INT64),
            Map.entry(BFLOAT16, NumberFormat.BFLOAT16));

    static OnnxTensor read(CodedInputStream in) throws IOException {
        String name = "";
        int type = 0;
        List<Long> dims = new ArrayList<>();
        ByteString raw = ByteString.EMPTY;
        List<Double> reals = new ArrayList<>();
        List<Long> integers = new ArrayList<>();
        Map<String, String> external = new HashMap<>();
        boolean elsewhere = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean packed = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> Proto.numbers(in, packed, CodedInputStream::readInt64, dims);
                case 2 -> type = in.readInt32();
                case 4 -> Proto.numbers(in, packed, stream -> (double) stream.readFloat(), reals);
                case 5, 7, 11 -> Proto.numbers(in, packed, CodedInputStream::readInt64, integers);
                case 8 -> name = in.readString();
                case 9 -> raw = in.readBytes();
                case 10 -> Proto.numbers(in, packed, CodedInputStream::readDouble, reals);
                case 13 -> Proto.message(in, entry -> Proto.entry(entry, external));
                case 14 -> elsewhere = in.readEnum() == 1;
                default -> in.skipField(tag);
            }
        }
        return new OnnxTensor(name, type, dims, raw, reals, integers, elsewhere ? external : Map.of());
    }

    boolean isTruth() {
        return type == 9;
    }

    /** @param folder of the model's file; null where no numbers may be beside it */
    Constant constant(Path folder) {
        NumberFormat format = FORMATS.get(type);
        if (format == null) {
            throw Failure.badInput("tensor '%s'".formatted(name), "numbers or truth values", "ONNX type " + type);
        }
        int[] shape = shape();
        int size = Tensor.size(shape);
        ByteBuffer bytes = external.isEmpty() ? raw.asReadOnlyByteBuffer() : beside(folder);
        if (bytes.hasRemaining()) {
            if (bytes.remaining() != (long) size * format.bytes()) {
                throw Failure.badInput(
                        "tensor '%s'".formatted(name),
                        "%d bytes".formatted((long) size * format.bytes()),
                        bytes.remaining());
            }
            return format.constant(bytes, shape);
        }
        List<? extends Number> values = format.isInteger() || reals.isEmpty() ? integers : reals;
        if (values.size() != size) {
            throw Failure.badInput("tensor '%s'".formatted(name), size + " numbers", values.size());
        }
        if (format.isInteger()) {
            return Constant.of(
                    shape, values.stream().mapToLong(Number::longValue).toArray());
        }
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = reals.isEmpty()
                    ? format.bits(values.get(i).shortValue()) // half precision, as numbers of 16 bits
                    : values.get(i).floatValue();
        }
        return Constant.of(shape, floats);
    }

    private int[] shape() {
        try {
            return Constant.shape(dims.stream().mapToLong(Long::longValue).toArray());
        } catch (Failure e) {
            throw e.at("tensor '%s'".formatted(name));
        }
    }

    /** A number of bytes that says where numbers are in a file. */
    private long external(String key, long otherwise) {
        String number = external.get(key);
        try {
            return number == null ? otherwise : Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw Failure.badInput("tensor '%s': %s".formatted(name, key), "a whole number", number)
                    .causedBy(e);
        }
    }

    private ByteBuffer beside(Path folder) {
        String location = external.getOrDefault("location", "");
        Path file = file(folder, location);
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long offset = external("offset", 0);
            long length = external("length", in.length() - offset);
            if (offset < 0 || length < 0 || length > in.length() - offset || length > Integer.MAX_VALUE - 8) {
                throw Failure.badInput(
                        "tensor '%s'".formatted(name),
                        "%d bytes from %d on in %s".formatted(length, offset, location),
                        "a file of " + in.length());
            }
            byte[] bytes = new byte[(int) length];
            in.seek(offset);
            in.readFully(bytes);
            return ByteBuffer.wrap(bytes);
        } catch (IOException e) {
            throw Failure.badInput(
                            "tensor '%s'".formatted(name),
                            "its numbers in the file %s".formatted(location),
                            "none that can be read")
                    .hint("copy it beside the model")
                    .causedBy(e);
        }
    }

    private Path file(Path folder, String location) {
        try {
            Path file = folder == null ? null : folder.resolve(location).normalize();
            if (file != null && !location.isEmpty() && file.startsWith(folder.normalize())) {
                return file;
            }
        } catch (InvalidPathException e) {
            // is none in the folder
        }
        throw Failure.badInput(
                "tensor '%s'".formatted(name), "a file in the model's folder", "'%s'".formatted(location));
    }
}
