package isthmus.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import isthmus.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;

/**
 * A view of a binary frame's bytes: a head and arrays, as API.md describes it. The format is implemented a second time
 * here, without the server's code, so that both are tested against API.md. Immutable by agreement; any thread.
 */
public final class ReceivedFrame {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int MAGIC = 0x48545349; // ISTH, little endian
    private static final int VERSION = 1;
    private static final int START = 16; // bytes before the head
    private static final int ALIGNMENT = 8;
    private static final Map<String, Integer> WIDTHS = Map.of("u1", 1, "i4", 4, "f4", 4, "f8", 8);

    private final ByteBuffer bytes; // little endian, from 0
    private final int headLength;

    private ReceivedFrame(ByteBuffer bytes, int headLength) {
        this.bytes = bytes;
        this.headLength = headLength;
    }

    /** A view of bytes, which must not change any more; fails where they are no frame. */
    public static ReceivedFrame of(byte[] all) {
        ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        if (all.length < START
                || bytes.getInt(0) != MAGIC
                || bytes.get(4) != VERSION
                || (bytes.get(5) & ~1) != 0
                || bytes.getShort(6) != 0) {
            throw broken("ISTH, version 1, flags of one bit and two zero bytes", "other bytes");
        }
        long head = bytes.getInt(12) & 0xFFFFFFFFL;
        if (head % ALIGNMENT != 0 || head > all.length - START) {
            throw broken("a head within the frame, its length a multiple of 8", head + " bytes of " + all.length);
        }
        return new ReceivedFrame(bytes, (int) head);
    }

    /** The bytes of a request: a JSON object and one array of bytes. */
    static byte[] request(long id, String object, String name, int[] shape, byte[] values) {
        ObjectNode head;
        try {
            head = (ObjectNode) JSON.readTree(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected a JSON object, found " + object, e);
        }
        ObjectNode array = head.putArray("arrays").addObject().put("name", name).put("type", "u1");
        for (int side : shape) {
            array.withArray("shape").add(side);
        }
        array.put("offset", 0);
        byte[] json = head.toString().getBytes(UTF_8);
        int headLength = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] frame = new byte[START + headLength + values.length];
        ByteBuffer.wrap(frame)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .put((byte) VERSION)
                .position(ALIGNMENT)
                .putInt((int) id)
                .putInt(headLength)
                .put(json);
        Arrays.fill(frame, START + json.length, START + headLength, (byte) ' ');
        System.arraycopy(values, 0, frame, START + headLength, values.length);
        return frame;
    }

    /** Of the request that it answers. */
    public long id() {
        return bytes.getInt(8) & 0xFFFFFFFFL;
    }

    /** Whether it is the last of its request. */
    public boolean last() {
        return (bytes.get(5) & 1) != 0;
    }

    public int size() {
        return bytes.capacity();
    }

    /** The head's JSON, parsed at each call. */
    public JsonNode head() {
        try {
            return JSON.readTree(UTF_8.decode(bytes.slice(START, headLength)).toString());
        } catch (JsonProcessingException e) {
            throw broken("a head of JSON", e.getOriginalMessage());
        }
    }

    /** The shape of an array. */
    public int[] shape(String name) {
        JsonNode sides = named(name).path("shape");
        int[] shape = new int[sides.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sides.get(i).asInt();
        }
        return shape;
    }

    /** A view of an array's bytes, little endian. */
    public ByteBuffer array(String name) {
        JsonNode array = named(name);
        long length = WIDTHS.getOrDefault(array.path("type").asText(), 0);
        for (JsonNode side : array.path("shape")) {
            length *= side.asLong();
        }
        long from = START + headLength + array.path("offset").asLong(-1);
        if (length < 0 || from % ALIGNMENT != 0 || from < START + headLength || from + length > size()) {
            throw broken("the array " + name + " within the frame, at a multiple of 8", array.toString());
        }
        return bytes.slice((int) from, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private JsonNode named(String name) {
        for (JsonNode array : head().path("arrays")) {
            if (array.path("name").asText().equals(name)) {
                return array;
            }
        }
        throw broken("an array " + name, head().toString());
    }

    private static Failure broken(String expected, String found) {
        return Failure.modelFailed("a frame of the server", expected, found);
    }
}
