package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import isthmus.Limits;
import isthmus.wire.AnswerFrame;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import isthmus.wire.Request;
import isthmus.wire.RequestReader;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page and the server read each other's frames. */
@Beside
class WireModuleTest {
    private static final String READ = "(m, text) => { const f = m.readFrame(Uint8Array.from(atob(text),"
            + " (c) => c.charCodeAt(0)).buffer); return %s; }";
    private static final String WRITTEN = "btoa(String.fromCharCode(...new Uint8Array(m.writeFrame(%s))))";

    @RegisterExtension
    final Pages pages = new Pages();

    private static String text(AnswerFrame frame) {
        return Base64.getEncoder().encodeToString(frame.bytes());
    }

    private Request written(ScriptModule wire, String arguments) {
        String text = (String) wire.call("(m) => " + WRITTEN.formatted(arguments));
        return new RequestReader(Limits.defaults())
                .read(ByteBuffer.wrap(Base64.getDecoder().decode(text)));
    }

    @Test
    void aFrameOfTheServerIsReadNumberForNumber() {
        ScriptModule wire = pages.module("/src/wire.js");
        byte[] bytes = {0, 127, (byte) 255};
        int[] ints = {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE};
        float[] floats = {0.1f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN};
        double[] doubles = {Math.PI, -1e-300};
        String frame = text(AnswerFrame.of(
                        0xFFFFFFFEL,
                        true,
                        "decode",
                        Map.of("from", 3, "name", "žluť 数"),
                        ArraySpec.of("u1", ArrayType.U1, 3),
                        ArraySpec.of("i4", ArrayType.I4, 2, 2),
                        ArraySpec.of("f4", ArrayType.F4, 2, 3),
                        ArraySpec.of("none", ArrayType.F4, 0, 3),
                        ArraySpec.of("f8", ArrayType.F8, 2))
                .put(0, bytes, 0, 3)
                .put(1, ints)
                .put(2, floats)
                .put(4, doubles));
        assertEquals(
                List.of(0xFFFFFFFEL, true, Map.of("op", "decode", "from", 3, "name", "žluť 数")),
                List.of(
                        (long) wire.number(READ.formatted("f.id"), frame),
                        wire.call(READ.formatted("f.last"), frame),
                        wire.call(READ.formatted("f.head"), frame)));
        assertEquals(
                Map.of(
                        "u1",
                        List.of(3),
                        "i4",
                        List.of(2, 2),
                        "f4",
                        List.of(2, 3),
                        "none",
                        List.of(0, 3),
                        "f8",
                        List.of(2)),
                wire.call(READ.formatted("f.shapes"), frame));
        assertArrayEquals(new double[] {0, 127, 255}, wire.numbers(READ.formatted("f.arrays.u1"), frame));
        assertArrayEquals(
                new double[] {ints[0], ints[1], ints[2], ints[3]}, wire.numbers(READ.formatted("f.arrays.i4"), frame));
        double[] wide = new double[floats.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = floats[i];
        }
        assertArrayEquals(wide, wire.numbers(READ.formatted("f.arrays.f4"), frame));
        assertEquals(0, wire.number(READ.formatted("f.arrays.none.length"), frame));
        assertArrayEquals(doubles, wire.numbers(READ.formatted("f.arrays.f8"), frame));
        assertEquals(
                List.of("Uint8Array", "Int32Array", "Float32Array", "Float64Array"),
                wire.call(READ.formatted("['u1', 'i4', 'f4', 'f8'].map((n) => f.arrays[n].constructor.name)"), frame));
    }

    @Test
    void onlyTheLastFrameOfARequestSaysSo() {
        ScriptModule wire = pages.module("/src/wire.js");
        String first = text(AnswerFrame.of(7, false, "path", Map.of(), ArraySpec.of("support", ArrayType.F4, 1)));
        assertEquals(false, wire.call(READ.formatted("f.last"), first));
        assertEquals(true, wire.call(READ.formatted("f.last"), text(AnswerFrame.of(7, true, "path", Map.of()))));
    }

    @Test
    void whatIsNoFrameIsRefusedInASentence() {
        ScriptModule wire = pages.module("/src/wire.js");
        String refusal = "(m, bytes) => { try { m.readFrame(Uint8Array.from(bytes).buffer); } catch (e) { return"
                + " e.message; } }";
        assertEquals(
                "expected a frame that begins with ISTH, found 3 other bytes",
                wire.call(refusal, List.of((int) 'I', (int) 'S', (int) 'T')));
        byte[] good = AnswerFrame.of(1, true, "plane", Map.of()).bytes();
        Object[] bytes = new Object[good.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = good[i] & 0xFF;
        }
        assertNull(wire.call(refusal, List.of(bytes)));
        bytes[4] = 2;
        assertTrue(String.valueOf(wire.call(refusal, List.of(bytes))).contains("found version 2; reload the page"));
        bytes[0] = (int) 'J';
        assertTrue(String.valueOf(wire.call(refusal, List.of(bytes))).contains("begins with ISTH"));
    }

    @Test
    void theServerReadsCodesThatThePageWrites() {
        Request request = written(
                pages.module("/src/wire.js"),
                "{ id: 4294967295, op: 'path', model: 'digits', mode: 'slerp', frames: 5, lane: 'path' },"
                        + " [{ name: 'keyframes', values: new Float32Array([0.1, -2, 1e-40, 3e38]), shape: [2, 2] }]");
        Question.Path path = (Question.Path) request.question();
        assertEquals(List.of(0xFFFFFFFFL, "path", "digits"), List.of(request.id(), request.lane(), request.model()));
        assertEquals(isthmus.latent.Path.SLERP, path.mode());
        assertEquals(
                List.of(2, 2, 5),
                List.of(path.keyframes().rows(), path.keyframes().width(), path.frames()));
        assertArrayEquals(
                new float[] {0.1f, -2, 1e-40f, 3e38f}, path.keyframes().values());
    }

    @Test
    void theServerReadsFilesThatThePageWrites() {
        Request request = written(
                pages.module("/src/wire.js"),
                "{ id: 9, op: 'encode', model: 'digits', files: [{ name: 'čtyři \\u{1F600}.png' }, { name: '' }] },"
                        + " [{ name: 'file 0', values: new Uint8Array([1, 2, 255]) },"
                        + " { name: 'file 1', values: new Uint8Array([9, 8, 7, 6, 5, 4]).subarray(2, 5) }]");
        List<Question.Encode.File> files = ((Question.Encode) request.question()).files();
        assertEquals(
                List.of("čtyři 😀.png", ""),
                files.stream().map(Question.Encode.File::name).toList());
        assertArrayEquals(new byte[] {1, 2, -1}, files.get(0).bytes());
        assertArrayEquals(new byte[] {7, 6, 5}, files.get(1).bytes());
    }
}
