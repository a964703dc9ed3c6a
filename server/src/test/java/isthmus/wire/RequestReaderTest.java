package isthmus.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    private final RequestReader reader = new RequestReader(Limits.defaults());

    private Request text(String json) {
        return reader.read(json.replace('\'', '"'));
    }

    private static Failure refused(Runnable work) {
        return assertThrows(Failure.class, work::run);
    }

    private String sentence(String json) {
        Failure failure = refused(() -> text(json));
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind(), failure.getMessage());
        return failure.getMessage();
    }

    private static ByteBuffer frame(String json, int payload) {
        byte[] head = (json.replace('\'', '"') + " ".repeat(7)).getBytes(StandardCharsets.UTF_8);
        int length = head.length / 8 * 8;
        ByteBuffer frame = ByteBuffer.allocate(16 + length + payload).order(ByteOrder.LITTLE_ENDIAN);
        frame.put("ISTH".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 1);
        return frame.putInt(8, 7)
                .putInt(12, length)
                .position(16)
                .put(head, 0, length)
                .rewind();
    }

    private static String array(String name, String type, String shape, long offset) {
        return "{'name': '%s', 'type': '%s', 'shape': %s, 'offset': %d}".formatted(name, type, shape, offset);
    }

    private static String decode(String... arrays) {
        return "{'op': 'decode', 'model': 'm', 'arrays': [%s]}".formatted(String.join(", ", arrays));
    }

    @Test
    void arraysOfAFrameThatOverlapAreRefusedBeforeAnyIsCopied() {
        int bytes = 8 << 20;
        String arrays = IntStream.range(0, 256)
                .mapToObj(i -> array("file " + i, "u1", "[" + bytes + "]", 0))
                .collect(Collectors.joining(", "));
        String files = IntStream.range(0, 256).mapToObj(i -> "{'name': 'a'}").collect(Collectors.joining(", "));
        ByteBuffer frame =
                frame("{'op': 'encode', 'model': 'm', 'files': [%s], 'arrays': [%s]}".formatted(files, arrays), bytes);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        refused(() -> reader.read(ByteBuffer.allocate(3))); // classes are loaded before memory is measured
        long before = threads.getCurrentThreadAllocatedBytes();
        Failure failure = refused(() -> reader.read(frame));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
        assertEquals(
                "file 1, in bytes: expected one from 8388608 on, where the array before it ends, found one from 0 to"
                        + " 8388608",
                failure.getMessage());
        assertTrue(allocated < 4 << 20, "allocated " + allocated);
    }

    @Test
    void arraysMayTouchAndComeInAnyOrderButNotOverlapByAByte() {
        String complete = "{'op': 'complete', 'model': 'm', 'arrays': [%s, %s]}";
        String mask = array("mask", "u1", "[1, 8]", 32);
        Question.Complete whole =
                (Question.Complete) reader.read(frame(complete.formatted(mask, array("images", "f4", "[1, 8]", 0)), 40))
                        .question();
        assertEquals(8, whole.image().values().width());
        assertEquals(8, whole.mask().unknown().length);
        assertTrue(refused(() -> reader.read(frame(complete.formatted(mask, array("images", "f4", "[1, 9]", 0)), 40)))
                .getMessage()
                .startsWith("mask, in bytes: expected one from 36 on"));
    }

    @Test
    void arraysThatLieElsewhereThanInTheFrameAreRefused() {
        for (String wrong : List.of(
                array("codes", "f4", "[1, 2]", 4),
                array("codes", "f4", "[1, 2]", 16),
                array("codes", "f4", "[1, 2]", Integer.MAX_VALUE),
                array("codes", "f4", "[2000000000, 2000000000]", 0),
                array("codes", "f4", "[1, 2]", 1L << 62),
                array("codes", "f4", "[1, 2]", -8),
                array("codes", "f4", "[1, -2]", 0),
                array("codes", "f4", "[]", 0),
                array("codes", "f2", "[1, 2]", 0),
                array("codes", "u1", "[1, 2]", 0),
                array("pixels", "f4", "[1, 2]", 0),
                "null",
                "{}")) {
            Failure failure = refused(() -> reader.read(frame(decode(wrong), 16)));
            assertEquals(Failure.Kind.BAD_INPUT, failure.kind(), wrong);
        }
        assertEquals(
                "arrays: expected names of fields of decode that its head leaves out, found z",
                refused(() -> reader.read(
                                frame(decode(array("codes", "f4", "[1, 2]", 0), array("z", "f4", "[2]", 8)), 16)))
                        .getMessage());
    }

    @Test
    void theModelsVersionIsSixteenHexDigits() {
        String plane = "{'id': 1, 'op': 'plane', 'model': 'm'%s}";
        assertEquals(
                "0123456789abcdef",
                text(plane.formatted(", 'version': '0123456789abcdef'")).version());
        assertNull(text(plane.formatted("")).version());
        for (String wrong : List.of("'0123'", "'0123456789ABCDEF'", "'0123456789abcdef0'", "'0123456789abcdeg'", "7")) {
            String sentence = sentence(plane.formatted(", 'version': " + wrong));
            assertTrue(sentence.startsWith("version: expected "), sentence);
        }
    }

    @Test
    void aFieldOfAnotherOperationIsRefusedByItsName() {
        assertEquals(
                "decode: expected no fields but codes, as, found z",
                sentence("{'id': 1, 'op': 'decode', 'model': 'm', 'codes': [[0]], 'z': [0]}"));
        assertEquals(
                "believe: expected no fields but row, files, images, frame, centre, background, invert, k, seed, sampled, found image",
                sentence("{'id': 1, 'op': 'believe', 'model': 'm', 'row': 1, 'image': {}}"));
        assertTrue(sentence("{'id': 1, 'op': 'plane', 'model': 'm', 'plane': {'tilt': [1, 2]}}")
                .startsWith("plane.tilt: expected one of the fields axes, first, origin, principal, second, through"));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Question.Believe believe =
                (Question.Believe) text("{'id': 1, 'op': 'believe', 'model': 'm', 'row': 3, 'invert': 'yes'}")
                        .question();
        assertEquals(3, believe.image().row());
        assertEquals(isthmus.image.Fitting.Invert.YES, believe.image().fitting().invert());
        assertEquals(
                isthmus.image.Fitting.Framing.AUTO, believe.image().fitting().frame());
        assertEquals(5000, believe.k());
        assertEquals(0L, believe.seed());
        Question.Sample sample = (Question.Sample)
                text("{'id': 1, 'op': 'sample', 'model': 'm', 'count': 2}").question();
        assertEquals(Question.Sample.Source.PRIOR, sample.from());
        assertEquals(ArrayType.U1, sample.as());
        Question.Sample given = (Question.Sample) text("{'id': 1, 'op': 'sample', 'model': 'm', 'count': 2, 'from':"
                        + " {'mu': [0.1], 'logvar': [1]}, 'as': 'f4'}")
                .question();
        assertArrayEquals(new float[] {0.1f}, given.from().mu());
        assertEquals(ArrayType.F4, given.as());
    }

    @Test
    void valuesOfAnotherTypeAreRefusedByTheNameOfTheirField() {
        String sample = "{'id': 1, 'op': 'sample', 'model': 'm', 'count': %s}";
        assertEquals("count: expected a whole number, found 1.0", sentence(sample.formatted("1.0")));
        assertEquals("count: expected a whole number, found 1", sentence(sample.formatted("'1'")));
        assertEquals("count: expected a whole number, found true", sentence(sample.formatted("true")));
        assertEquals("count: expected a whole number, found a list", sentence(sample.formatted("[1]")));
        assertTrue(sentence(sample.formatted("null")).startsWith("count: expected "));
        assertEquals("model: expected text, found 7", sentence("{'id': 1, 'op': 'plane', 'model': 7}"));
        assertEquals(
                "op: expected one of plane, dimensions, decode, path, tiles, encode, sample, atlas, column, rows, nearest,"
                        + " points, cells, select, neighbours, search, values, originals,"
                        + " density, support, believe, contours, posterior, refine, complete, likelihood,"
                        + " evidence, fit, trajectory, codebook, cancel, found DECODE",
                sentence("{'id': 1, 'op': 'DECODE'}"));
        assertTrue(sentence("{'id': 1, 'op': 'sample', 'model': 'm', 'count': 2, 'from': {'mu': [null]}}")
                .startsWith("from.mu: expected numbers, found null"));
        assertEquals(
                "frame: expected one of auto, figure, crop, pad, found up",
                sentence("{'id': 1, 'op': 'refine', 'model': 'm', 'row': 2, 'frame': 'up'}"));
        assertTrue(sentence("{'id': 1, 'op': 'sample', 'model': 'm', 'count': 2, 'from': 'posterior'}")
                .startsWith("from: expected "));
    }

    @Test
    void aViewHasFourFiniteEdges() {
        String tiles = "{'id': 1, 'op': 'tiles', 'model': 'm', 'level': 2, 'view': %s}";
        Question.Tiles asked =
                (Question.Tiles) text(tiles.formatted("[1, 2, 3, 4]")).question();
        assertEquals(new isthmus.latent.Viewport(1, 2, 3, 4), asked.view());
        assertEquals("view: expected a value, found none", sentence(tiles.formatted("null")));
        for (String wrong : List.of("[1, 2, 3]", "[1, 2, 3, 4, 5]", "[1, 2, null, 4]", "['NaN', 2, 3, 4]", "3")) {
            String sentence = sentence(tiles.formatted(wrong));
            assertTrue(sentence.startsWith("view: expected "), sentence);
        }
    }

    @Test
    void hugeNumbersAreRefused() {
        String sample = "{'id': 1, 'op': 'sample', 'model': 'm', 'count': %s}";
        String digits = "9".repeat(500);
        assertTrue(sentence(sample.formatted(digits)).startsWith("count: expected a whole number, found 9999"));
        assertTrue(sentence(sample.formatted("9".repeat(2000))).startsWith("expected JSON, found "));
        for (String huge : List.of("1e39", "-1e400", "1e999999999", digits)) {
            String sentence = sentence("{'id': 1, 'op': 'decode', 'model': 'm', 'codes': [[%s]]}".formatted(huge));
            assertTrue(sentence.startsWith("codes: expected finite numbers"), sentence);
        }
        assertTrue(sentence("{'id': 1, 'op': 'rows', 'model': 'm', 'rows': [2147483648]}")
                .startsWith("rows: expected whole numbers from 0 to 2147483647"));
    }

    @Test
    void whatIsNestedDeeplyIsRefused() {
        for (String field : List.of("codes", "plane", "from", "colour")) {
            for (int depth : new int[] {20, 1500, 20_000}) {
                String deep = "[".repeat(depth) + "]".repeat(depth);
                String sentence = sentence("{'id': 1, 'op': 'decode', 'model': 'm', '%s': %s}".formatted(field, deep));
                assertTrue(sentence.startsWith("expected JSON, found "), sentence);
            }
        }
        assertEquals(9, RequestReader.idIn("{\"id\": 9, \"codes\": " + "[".repeat(1000)));
    }

    @Test
    void aListIsRefusedAtTheFirstNumberThatIsTooMany() {
        RequestReader narrow = new RequestReader(Limits.defaults().with(Limit.MAX_POINTS_PER_REQUEST, 10));
        String rows = "{\"id\": 1, \"op\": \"decode\", \"model\": \"m\", \"codes\": [%s[0]]}";
        assertEquals(
                "codes: expected at most 10 rows, found more",
                refused(() -> narrow.read(rows.formatted("[0],".repeat(10)))).getMessage());
        assertEquals(
                Failure.Kind.TOO_LARGE,
                refused(() -> narrow.read(rows.formatted("[0],".repeat(50_000))))
                        .kind());
        assertEquals(
                "z: expected at most 4096 numbers, found more",
                refused(() -> narrow.read("{\"id\": 1, \"op\": \"nearest\", \"model\": \"m\", \"k\": 1, \"z\": [%s0]}"
                                .formatted("0,".repeat(4096))))
                        .getMessage());
    }
}
