package isthmus.npz;

import isthmus.Failure;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The header of one array in NumPy's .npy format 1.0: a magic, a version, and a Python dictionary of type, order and
 * shape. By hand because the only reader on Maven Central outside tensor libraries is unmaintained and
 * brings the Kotlin runtime. Any thread.
 *
 * @param type NumPy's name of the element type, such as {@code <f4}
 * @param shape sides in C order
 */
public record NpyHeader(String type, int[] shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;

    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)");

    /** The shape as NumPy writes it: {@code (3,)} or {@code (3, 2)}. */
    static String tuple(int... shape) {
        String sides = IntStream.of(shape).mapToObj(NpyHeader::side).collect(Collectors.joining(", "));
        return shape.length == 1 ? "(" + sides + ",)" : "(" + sides + ")";
    }

    private static String side(int length) {
        return length == NpzReader.ANY ? "any" : Integer.toString(length);
    }

    /** Magic, version, length and dictionary, padded so that the values after it are aligned. */
    public byte[] bytes() {
        return bytes(type, tuple(shape));
    }

    /** The same for an array of any length. */
    public static byte[] bytes(String type, long... shape) {
        String sides = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return bytes(type, shape.length == 1 ? "(" + sides + ",)" : "(" + sides + ")");
    }

    private static byte[] bytes(String type, String tuple) {
        String dictionary = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, tuple);
        int unpadded = MAGIC.length + 4 + dictionary.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        int length = dictionary.length() + padding + 1;
        byte[] out = Arrays.copyOf(MAGIC, unpadded + padding);
        out[6] = 1;
        out[7] = 0;
        out[8] = (byte) length;
        out[9] = (byte) (length >> 8);
        byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, out, 10, text.length);
        return out;
    }

    /**
     * Reads a header and leaves the stream at the first value.
     *
     * @param name of the array in failures
     */
    static NpyHeader read(String name, InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] fixed = new byte[10];
        String dictionary;
        try {
            data.readFully(fixed);
            if (!Arrays.equals(MAGIC, Arrays.copyOf(fixed, MAGIC.length))) {
                throw Failure.badInput(name, "the magic of a .npy array", "other bytes");
            }
            if (fixed[6] != 1 || fixed[7] != 0) {
                throw Failure.badInput(name, ".npy format 1.0", fixed[6] + "." + fixed[7]);
            }
            byte[] text = new byte[(fixed[8] & 0xFF) | (fixed[9] & 0xFF) << 8];
            data.readFully(text);
            dictionary = new String(text, StandardCharsets.ISO_8859_1);
        } catch (EOFException e) {
            throw Failure.badInput(name, "a .npy array", "the end of the file").causedBy(e);
        }
        if (!field(ORDER, name, dictionary).equals("False")) {
            throw Failure.badInput(name, "C order", "fortran_order True");
        }
        return new NpyHeader(field(TYPE, name, dictionary), sides(name, field(SHAPE, name, dictionary)));
    }

    private static String field(Pattern pattern, String name, String dictionary) {
        Matcher matcher = pattern.matcher(dictionary);
        if (!matcher.find()) {
            throw Failure.badInput(name, "descr, fortran_order and shape", dictionary.strip());
        }
        return matcher.group(1);
    }

    private static int[] sides(String name, String text) {
        try {
            return Pattern.compile(",")
                    .splitAsStream(text)
                    .map(String::strip)
                    .filter(side -> !side.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw Failure.badInput(name, "a shape", "(" + text + ")").causedBy(e);
        }
    }
}
