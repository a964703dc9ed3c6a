package isthmus.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests in binary frames that are wrong in their header, their head or their arrays. One thread. */
final class BinaryFrames {
    private static final int HEADER = 16;
    private static final int[] LENGTHS = {
        0, 1, 4, 7, 8, 16, 1 << 20, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE, -8, -1
    };
    private static final float[] FLOATS = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, Float.MIN_VALUE, -0f, 1e30f
    };

    private final Pictures pictures;

    BinaryFrames(Pictures pictures) {
        this.pictures = pictures;
    }

    Sent any(long id, Dice dice) {
        return switch (dice.below(5)) {
            case 4 -> twoFiles(id, dice);
            case 0 -> encode(id, dice.oneIn(2) ? pictures.sane(dice) : pictures.any(dice), dice);
            case 1 -> numbers(id, "{'op':'decode','model':'digits'}", "codes", new int[] {3, 2}, dice);
            case 2 ->
                numbers(
                        id,
                        "{'op':'path','model':'digits','mode':'lerp','frames':4}",
                        "keyframes",
                        new int[] {2, 2},
                        dice);
            default ->
                dice.oneIn(2)
                        ? numbers(id, "{'op':'nearest','model':'digits','k':2}", "z", new int[] {2}, dice)
                        : dice.oneIn(2)
                                ? numbers(
                                        id, "{'op':'encode','model':'digits'}", "images", new int[] {2, 1, 4, 5}, dice)
                                : numbers(
                                        id,
                                        "{'op':'believe','model':'digits','k':4}",
                                        "images",
                                        new int[] {1, 1, 4, 5},
                                        dice);
        };
    }

    /** A request to encode a picture, itself as it should be. */
    static Sent whole(long id, byte[] picture) {
        ObjectNode head = Requests.read("{'op':'encode','model':'digits','files':[{'name':'a'}]}");
        describe(head, "file 0", "u1", new int[] {picture.length});
        return new Sent(id, true, frame(id, head, picture), true, true);
    }

    /** Two pictures that lie one behind the other, or over one another, each array by itself as it should be. */
    private Sent twoFiles(long id, Dice dice) {
        byte[] first = pictures.sane(dice);
        byte[] second = pictures.sane(dice);
        int between = (first.length + 7) / 8 * 8;
        ObjectNode head = Requests.read("{'op':'encode','model':'digits','files':[{'name':'a'},{'name':'b'}]}");
        describe(head, "file 0", "u1", new int[] {first.length});
        ObjectNode other =
                head.withArray("arrays").addObject().put("name", "file 1").put("type", "u1");
        other.putArray("shape").add(second.length);
        other.put("offset", dice.oneIn(2) ? between : dice.below(between / 8) * 8);
        byte[] both = Arrays.copyOf(first, between + second.length);
        System.arraycopy(second, 0, both, between, second.length);
        return new Sent(id, true, frame(id, head, both), true, false);
    }

    private Sent encode(long id, byte[] picture, Dice dice) {
        ObjectNode head = Requests.read("{'op':'encode','model':'digits','files':[{'name':'a.png'}]}");
        if (dice.oneIn(5)) {
            head.put("frame", dice.of(List.of("crop", "pad", "auto", "x")));
        }
        describe(head, "file 0", "u1", new int[] {picture.length});
        return wrong(id, head, picture, dice);
    }

    private static Sent numbers(long id, String request, String name, int[] shape, Dice dice) {
        ObjectNode head = Requests.read(request);
        describe(head, name, "f4", shape);
        ByteBuffer values = ByteBuffer.allocate(Arrays.stream(shape).reduce(4, (a, b) -> a * b))
                .order(ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
            values.putFloat(dice.oneIn(20) ? FLOATS[dice.below(FLOATS.length)] : dice.below(100) / 100f);
        }
        return wrong(id, head, values.array(), dice);
    }

    private static void describe(ObjectNode head, String name, String type, int[] shape) {
        ObjectNode array = head.putArray("arrays").addObject().put("name", name).put("type", type);
        Arrays.stream(shape).forEach(array.putArray("shape")::add);
        array.put("offset", 0);
    }

    private static byte[] frame(long id, ObjectNode head, byte[] array) {
        byte[] text = head.put("id", id).toString().getBytes(UTF_8);
        int length = (text.length + 7) / 8 * 8;
        ByteBuffer frame = ByteBuffer.allocate(HEADER + length + array.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.put("ISTH".getBytes(UTF_8)).put((byte) 1).put((byte) 1).putShort((short) 0);
        frame.putInt((int) id).putInt(length).put(text);
        while (frame.position() < HEADER + length) {
            frame.put((byte) ' ');
        }
        return frame.put(array).array();
    }

    private static Sent wrong(long id, ObjectNode head, byte[] array, Dice dice) {
        switch (dice.below(7)) {
            case 0 -> {
                return new Sent(id, true, frame(id, head, array), true, false);
            }
            case 1 -> {
                TextFrames.change(head, TextFrames.value(dice), dice);
                return new Sent(id, true, frame(id, head, array), true, false);
            }
            case 2 -> {
                lie((ArrayNode) head.get("arrays"), dice);
                return new Sent(id, true, frame(id, head, array), true, false);
            }
            case 3 -> {
                // Past the header, which keeps the id readable as long as the head lies within the frame.
                byte[] frame = frame(id, head, array);
                byte[] other = Bytes.mutated(frame, HEADER, dice);
                return new Sent(id, true, other, other.length >= frame.length, false);
            }
            case 4 -> {
                byte[] frame = frame(id, head, array);
                ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(12, LENGTHS[dice.below(LENGTHS.length)]);
                return new Sent(id, true, frame, false, false);
            }
            case 5 -> {
                byte[] frame = frame(id, head, array);
                int at = dice.below(8); // the id stays
                frame[at] ^= (byte) (1 << dice.below(8));
                return new Sent(id, true, frame, false, false);
            }
            default -> {
                byte[] noise = dice.bytes(dice.below(200));
                if (noise.length >= 4 && dice.oneIn(2)) {
                    System.arraycopy(frame(id, head, array), 0, noise, 0, Math.min(12, noise.length));
                }
                return new Sent(id, true, noise, false, false);
            }
        }
    }

    /** Says of an array what is not so. */
    private static void lie(ArrayNode arrays, Dice dice) {
        ObjectNode array = (ObjectNode) arrays.get(0);
        List<Long> numbers =
                new ArrayList<>(List.of(-1L, 0L, 1L, 3L, 8L, 40L, 1L << 16, (1L << 31) - 1, 1L << 32, 1L << 62));
        switch (dice.below(6)) {
            case 0 -> array.put("offset", dice.of(numbers));
            case 1 -> array.withArray("shape").set(0, dice.of(numbers));
            case 2 -> array.withArray("shape").add(dice.of(numbers)).add(dice.of(numbers));
            case 3 -> array.put("type", dice.of(List.of("u1", "i4", "f4", "f8", "f2", "", "F4")));
            case 4 -> array.put("name", dice.of(List.of("codes", "z", "file 1", "file 99999", "images", "pixels", "")));
            default -> {
                ObjectNode twice = array.deepCopy();
                arrays.add(dice.oneIn(2) ? twice : twice.put("name", "file 1"));
            }
        }
    }
}
