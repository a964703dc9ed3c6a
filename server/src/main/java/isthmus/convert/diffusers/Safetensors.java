package isthmus.convert.diffusers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of named arrays: the length of a header in 8 bytes, the header in JSON, and raw little-endian numbers. By hand
 * because the engine's reader is no part of its interface for whole files, and makes native arrays. What the header
 * announces is held against the file before any memory is taken. One thread.
 */
final class Safetensors implements Closeable {
    private static final int MAX_HEADER = 16 << 20; // bytes
    private static final int MAX_RANK = 8;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** One array: where its bytes begin and end after the header. */
    record Entry(String name, String type, int[] shape, long begin, long end) {
        int size() {
            return Arrays.stream(shape).reduce(1, Math::multiplyExact);
        }
    }

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final long data; // where the numbers begin

    Safetensors(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file);
        try {
            long length = read(0, Long.BYTES).getLong();
            if (length < 2 || length > MAX_HEADER || length > channel.size() - Long.BYTES) {
                throw Failure.badInput(
                        file.toString(),
                        "a safetensors file, whose header has 2 to %d bytes".formatted(MAX_HEADER),
                        "a length of " + Long.toUnsignedString(length) + " in a file of " + channel.size() + " bytes");
            }
            data = Long.BYTES + length;
            JsonNode header = JSON.readTree(read(Long.BYTES, (int) length).array());
            if (!header.isObject()) {
                throw Failure.badInput(file.toString(), "a header that names arrays", header.getNodeType());
            }
            for (Map.Entry<String, JsonNode> one : header.properties()) {
                if (!one.getKey().equals("__metadata__")) {
                    entries.put(one.getKey(), entry(one.getKey(), one.getValue()));
                }
            }
            requireDisjoint();
        } catch (JsonProcessingException e) {
            channel.close();
            throw Failure.badInput(file.toString(), "a header in JSON", "other text")
                    .causedBy(e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private Entry entry(String name, JsonNode node) throws IOException {
        JsonNode shape = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("dtype").isTextual() || !shape.isArray() || shape.size() > MAX_RANK || offsets.size() != 2) {
            throw at(name, "dtype, shape and data_offsets", "others");
        }
        String type = node.path("dtype").textValue();
        int[] sides = new int[shape.size()];
        long size = 1;
        for (int i = 0; i < sides.length; i++) {
            sides[i] = shape.get(i).canConvertToInt() ? shape.get(i).intValue() : -1;
            size = sides[i] < 0 || size > Integer.MAX_VALUE ? -1 : size * sides[i];
        }
        long begin = offsets.get(0).asLong(-1);
        long end = offsets.get(1).asLong(-1);
        if (size < 0 || size > Integer.MAX_VALUE || begin < 0 || end < begin || end > channel.size() - data) {
            throw at(name, "an array within the file", "shape %s at bytes %d to %d".formatted(shape, begin, end));
        }
        if (width(type) > 0 && end - begin != size * width(type)) {
            throw at(name, "%d bytes for shape %s".formatted(size * width(type), shape), end - begin);
        }
        return new Entry(name, type, sides, begin, end);
    }

    /** Otherwise a small file could announce arrays without end. */
    private void requireDisjoint() {
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).begin() < sorted.get(i - 1).end()) {
                throw at(
                        sorted.get(i).name(),
                        "bytes of its own",
                        "some of " + sorted.get(i - 1).name());
            }
        }
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    Entry entry(String name) {
        return entries.get(name);
    }

    /** The numbers of an array, as floats. */
    float[] values(Entry entry) throws IOException {
        if (width(entry.type()) == 0) {
            throw at(entry.name(), "F32, F16, BF16 or F64", entry.type());
        }
        ByteBuffer bytes = read(data + entry.begin(), Math.toIntExact(entry.end() - entry.begin()));
        float[] values = new float[entry.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (entry.type()) {
                case "F32" -> bytes.getFloat();
                case "F64" -> (float) bytes.getDouble();
                case "BF16" -> Float.intBitsToFloat(bytes.getShort() << 16);
                default -> ofHalf(bytes.getShort());
            };
        }
        return values;
    }

    /** Bytes of a number; 0 where the type is none of floats. */
    private static int width(String type) {
        return switch (type) {
            case "F32" -> Float.BYTES;
            case "F16", "BF16" -> Short.BYTES;
            case "F64" -> Double.BYTES;
            default -> 0;
        };
    }

    /** A number of half precision: a sign, 5 bits of exponent and 10 of fraction. */
    private static float ofHalf(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        float size;
        if (exponent == 0x1F) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((float) fraction, -24);
        } else {
            size = Math.scalb((float) (fraction + 0x400), exponent - 25);
        }
        return bits < 0 ? -size : size;
    }

    private ByteBuffer read(long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw Failure.badInput(file.toString(), "a safetensors file", "the end of the file");
            }
        }
        return bytes.flip();
    }

    private Failure at(String name, String expected, Object found) {
        return Failure.badInput(name, expected, found).at(file.toString());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
