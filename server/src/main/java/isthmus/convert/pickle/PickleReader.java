package isthmus.convert.pickle;

import isthmus.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Python's pickle format, protocols 0 to 5, as data: what would be looked up or called is written down as a
 * {@link Pickled} and never made. Bytes, opcodes and lengths are bounded, so hostile input costs no more than honest input
 * of its size. By hand because the readers on the JVM make objects. One thread.
 */
final class PickleReader {
    private static final long MAX_BYTES = 64 << 20; // of all pickles of a file; tensors lie beside them
    private static final int MAX_OPCODES = 1_000_000;
    private static final int MAX_LINE = 4096;
    private static final int MAX_INTEGER = 256; // bytes of a long integer

    private final InputStream in;
    private long bytes;
    private int opcodes;

    private List<Object> stack = new ArrayList<>();
    private final Deque<List<Object>> marked = new ArrayDeque<>(); // what was below each mark
    private final Map<Long, Object> memo = new HashMap<>();

    PickleReader(InputStream in) {
        this.in = in;
    }

    /**
     * The value of the next pickle: null, a Boolean, a number, a String, bytes, a List for a list, tuple or set, or a
     * {@link Pickled}.
     */
    Object next() throws IOException {
        stack = new ArrayList<>();
        marked.clear();
        memo.clear();
        while (true) {
            if (++opcodes > MAX_OPCODES) {
                throw malformed("at most %d opcodes".formatted(MAX_OPCODES), "more");
            }
            int opcode = one();
            if (opcode == '.') {
                return pop();
            }
            run(opcode);
        }
    }

    private void run(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> one(); // PROTO
            case 0x95 -> take(8); // FRAME
            case '(' -> {
                marked.push(stack);
                stack = new ArrayList<>();
            }
            case '0' -> pop();
            case '1' -> toMark(); // POP_MARK
            case '2' -> push(top());
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'I', 'L', 'F', 'S', 'V', 'P' -> text(opcode, line());
            case 'J' -> push((long) little(4).getInt());
            case 'K' -> push((long) one());
            case 'M' -> push((long) (little(2).getShort() & 0xFFFF));
            case 0x8A -> push(integer(one()));
            case 0x8B -> push(integer(little(4).getInt()));
            case 'G' -> push(ByteBuffer.wrap(take(8)).getDouble());
            case 'U' -> push(new String(take(one()), StandardCharsets.ISO_8859_1));
            case 'T' -> push(new String(take(little(4).getInt()), StandardCharsets.ISO_8859_1));
            case 0x8C -> push(new String(take(one()), StandardCharsets.UTF_8));
            case 'X' -> push(new String(take(little(4).getInt()), StandardCharsets.UTF_8));
            case 0x8D -> push(new String(take(little(8).getLong()), StandardCharsets.UTF_8));
            case 'C' -> push(take(one()));
            case 'B' -> push(take(little(4).getInt()));
            case 0x8E, 0x96 -> push(take(little(8).getLong()));
            case ']', ')', 0x8F -> push(new ArrayList<>()); // list, tuple, set
            case 'l', 't', 0x91 -> push(toMark());
            case 0x85, 0x86, 0x87 -> push(last(opcode - 0x84)); // a tuple of 1, 2 or 3
            case 'a' -> append(last(1));
            case 'e', 0x90 -> append(toMark());
            case '}' -> push(new Pickled(null, List.of()));
            case 'd' -> {
                List<Object> items = toMark();
                push(new Pickled(null, List.of()));
                put(items);
            }
            case 's' -> put(last(2));
            case 'u' -> put(toMark());
            default -> object(opcode);
        }
    }

    /** The opcodes that name or make objects, or remember values. */
    private void object(int opcode) throws IOException {
        switch (opcode) {
            case 'c' -> push(new Global(line(), line()));
            case 0x93 -> {
                List<Object> names = last(2);
                push(new Global(text(names.get(0)), text(names.get(1))));
            }
            case 'R', 0x81 -> { // REDUCE, NEWOBJ
                List<Object> call = last(2);
                push(new Pickled(call.get(0), list(call.get(1))));
            }
            case 0x92 -> { // NEWOBJ_EX, whose keywords are passed over
                List<Object> call = last(3);
                push(new Pickled(call.get(0), list(call.get(1))));
            }
            case 'o' -> {
                List<Object> call = toMark();
                if (call.isEmpty()) {
                    throw malformed("a class", "none");
                }
                push(new Pickled(call.get(0), call.subList(1, call.size())));
            }
            case 'i' -> {
                Global type = new Global(line(), line());
                push(new Pickled(type, toMark()));
            }
            case 'b' -> { // BUILD
                Object state = pop();
                if (top() instanceof Pickled made) {
                    made.state = state;
                }
            }
            case 'Q' -> push(persistent(pop()));
            case 'g' -> push(remembered(number(line())));
            case 'h' -> push(remembered(one()));
            case 'j' -> push(remembered(little(4).getInt() & 0xFFFFFFFFL));
            case 'p' -> memo.put(number(line()), top());
            case 'q' -> memo.put((long) one(), top());
            case 'r' -> memo.put(little(4).getInt() & 0xFFFFFFFFL, top());
            case 0x94 -> memo.put((long) memo.size(), top());
            default -> throw malformed("an opcode of a pickle", "0x%02x".formatted(opcode));
        }
    }

    /** A class that PyTorch's old format names beside its source, or where a tensor's numbers are. */
    private static Object persistent(Object id) {
        return id instanceof List<?> parts && parts.size() > 1 && "module".equals(parts.get(0))
                ? parts.get(1)
                : new Pickled(Global.PERSISTENT, id instanceof List<?> parts ? parts : Collections.singletonList(id));
    }

    private void text(int opcode, String line) {
        switch (opcode) {
            case 'I' -> push(line.equals("01") || line.equals("00") ? (Object) line.equals("01") : number(line));
            case 'L' -> push(number(line.endsWith("L") ? line.substring(0, line.length() - 1) : line));
            case 'F' -> {
                try {
                    push(Double.parseDouble(line));
                } catch (NumberFormatException e) {
                    throw malformed("a number", line).causedBy(e);
                }
            }
            case 'P' -> push(persistent(line));
            default -> push(line);
        }
    }

    private static long number(String line) {
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException e) {
            throw malformed("a number", line).causedBy(e);
        }
    }

    private Number integer(int length) throws IOException {
        if (length < 0 || length > MAX_INTEGER) {
            throw malformed("a number of at most %d bytes".formatted(MAX_INTEGER), length);
        }
        byte[] digits = take(length);
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            byte swapped = digits[i];
            digits[i] = digits[j];
            digits[j] = swapped;
        }
        BigInteger number = length == 0 ? BigInteger.ZERO : new BigInteger(digits);
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }

    private void append(List<Object> items) {
        Object to = top();
        if (to instanceof Pickled made) {
            made.items.addAll(items);
        } else {
            list(to).addAll(items);
        }
    }

    /** @param items keys and values by turns */
    private void put(List<Object> items) {
        if (!(top() instanceof Pickled made) || items.size() % 2 != 0) {
            throw malformed("a dictionary and pairs", "other values");
        }
        for (int i = 0; i < items.size(); i += 2) {
            made.keys.add(items.get(i));
            made.values.add(items.get(i + 1));
        }
    }

    private Object remembered(long index) {
        if (!memo.containsKey(index)) {
            throw malformed("a value that was remembered", index);
        }
        return memo.get(index);
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object top() {
        if (stack.isEmpty()) {
            throw malformed("a value on the stack", "none");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        Object value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private List<Object> last(int count) {
        if (stack.size() < count) {
            throw malformed("%d values on the stack".formatted(count), stack.size());
        }
        List<Object> end = stack.subList(stack.size() - count, stack.size());
        List<Object> values = new ArrayList<>(end);
        end.clear();
        return values;
    }

    private List<Object> toMark() {
        if (marked.isEmpty()) {
            throw malformed("a mark on the stack", "none");
        }
        List<Object> above = stack;
        stack = marked.pop();
        return above;
    }

    @SuppressWarnings("unchecked") // every list here is one of objects
    private static List<Object> list(Object value) {
        if (!(value instanceof List)) {
            throw malformed("a list", "another value");
        }
        return (List<Object>) value;
    }

    private static String text(Object value) {
        if (!(value instanceof String text)) {
            throw malformed("a name", "another value");
        }
        return text;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = one(); next != '\n'; next = one()) {
            if (line.length() == MAX_LINE) {
                throw malformed("a line of at most %d characters".formatted(MAX_LINE), "more");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private ByteBuffer little(int length) throws IOException {
        return ByteBuffer.wrap(take(length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int one() throws IOException {
        int next = ++bytes > MAX_BYTES ? -1 : in.read();
        if (next < 0) {
            throw end();
        }
        return next;
    }

    private byte[] take(long length) throws IOException {
        bytes += length;
        if (length < 0 || length > MAX_BYTES || bytes > MAX_BYTES) {
            throw malformed("values of at most %d bytes in all".formatted(MAX_BYTES), "more");
        }
        byte[] taken = in.readNBytes((int) length); // which takes memory as bytes come
        if (taken.length < length) {
            throw end();
        }
        return taken;
    }

    private static EOFException end() {
        return new EOFException("the end of the pickle");
    }

    private static Failure malformed(String expected, Object found) {
        return Failure.badInput("", expected, found).at("pickle");
    }
}
