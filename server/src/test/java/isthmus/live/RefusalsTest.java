package isthmus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import isthmus.http.SmallServer;
import isthmus.live.LiveClient.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bad input gets: an error that says what was expected and found, a session that lives on, a line in the log. */
@Isolated
class RefusalsTest {
    @TempDir
    private static Path folder;

    private static SmallServer site;
    private static LiveClient client;

    @BeforeAll
    static void open() throws IOException {
        site = new SmallServer(folder, settings -> {});
        client = new LiveClient(site.address());
    }

    @AfterAll
    static void close() {
        client.close();
        site.close();
    }

    @AfterEach
    void theSessionLivesOn() {
        assertEquals(
                "done", client.ask("{'id': 1, 'op': 'cancel', 'request': 0}").end());
        assertTrue(client.isQuiet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            BAD_INPUT | 5 | expected JSON, found | {'id': 5
            BAD_INPUT | null | expected a request as a JSON object, found a list | [1, 2]
            BAD_INPUT | null | expected a request as a JSON object, found a list | [[[[[[[[[[[[[[[[[[[[
            BAD_INPUT | null | expected JSON, found | hello
            BAD_INPUT | 5 | expected JSON, found | {'id': 5, 'op': 'decode', 'op': 'decode'}
            BAD_INPUT | 5 | expected one request as a JSON object, found more behind it | {'id': 5, 'op': 'cancel', 'request': 1} {}
            BAD_INPUT | null | id: expected a whole number from 0 to 4294967295, found none | {'op': 'cancel', 'request': 1}
            BAD_INPUT | null | id: expected a whole number from 0 to 4294967295, found -1 | {'id': -1, 'op': 'cancel'}
            BAD_INPUT | null | id: expected a whole number, found 1.5 | {'id': 1.5, 'op': 'cancel'}
            BAD_INPUT | null | id: expected a whole number | {'id': 99999999999999999999999, 'op': 'cancel'}
            BAD_INPUT | 5 | op: expected one of plane,  | {'id': 5}
            BAD_INPUT | 5 | op: expected one of plane, | {'id': 5, 'op': 'reboot'}
            BAD_INPUT | 5 | model: expected the id of a model, found none | {'id': 5, 'op': 'dimensions'}
            NOT_FOUND | 5 | expected one of the models | {'id': 5, 'op': 'dimensions', 'model': '../etc'}
            MODEL_FAILED | 5 | broken: expected a whole model, found one that was refused: | {'id': 5, 'op': 'dimensions', 'model': 'broken'}
            BAD_INPUT | 5 | decode: expected no fields but codes, as, found colour | {'id': 5, 'op': 'decode', 'colour': 1}
            BAD_INPUT | 5 | decode: expected no fields but codes, as, found z | {'id': 5, 'op': 'decode', 'model': 'digits', 'codes': [[0, 0]], 'z': [1]}
            BAD_INPUT | 5 | lane: expected a word of 1 to 32 letters, found a b | {'id': 5, 'op': 'decode', 'lane': 'a b'}
            BAD_INPUT | 5 | codes: expected codes of 2 numbers, found 3 | {'id': 5, 'op': 'decode', 'model': 'digits', 'codes': [[0, 0, 0]]}
            BAD_INPUT | 5 | codes: expected rows of 2 numbers like the first, found one of 1 | {'id': 5, 'op': 'decode', 'model': 'digits', 'codes': [[0, 0], [1]]}
            BAD_INPUT | 5 | codes: expected one or more rows | {'id': 5, 'op': 'decode', 'model': 'digits', 'codes': []}
            BAD_INPUT | 5 | codes: expected a list of numbers, found 1 | {'id': 5, 'op': 'decode', 'model': 'digits', 'codes': [1]}
            BAD_INPUT | 5 | expected JSON, found | {'id': 5, 'op': 'decode', 'model': 'digits', 'codes': [[NaN, 0]]}
            BAD_INPUT | 5 | codes: expected finite numbers, found 1e999 | {'id': 5, 'op': 'decode', 'model': 'digits', 'codes': [[1e999, 0]]}
            BAD_INPUT | 5 | codes: expected numbers, found null | {'id': 5, 'op': 'decode', 'model': 'digits', 'codes': [[null, 0]]}
            BAD_INPUT | 5 | as: expected u1 or f4, found f8 | {'id': 5, 'op': 'decode', 'model': 'digits', 'codes': [[0, 0]], 'as': 'f8'}
            TOO_LARGE | 5 | count: expected 1 to 4096, found 1000000000 | {'id': 5, 'op': 'sample', 'model': 'digits', 'count': 1000000000}
            BAD_INPUT | 5 | count: expected a whole number | {'id': 5, 'op': 'sample', 'model': 'digits', 'count': 1e9}
            BAD_INPUT | 5 | seed: expected a whole number from 0 to 9007199254740991 | {'id': 5, 'op': 'sample', 'model': 'digits', 'count': 1, 'seed': 9007199254740992}
            BAD_INPUT | 5 | from: expected a row from 0 to 2, found 3 | {'id': 5, 'op': 'sample', 'model': 'digits', 'count': 1, 'from': {'row': 3}}
            BAD_INPUT | 5 | from: expected as many numbers in mu as in logvar | {'id': 5, 'op': 'sample', 'model': 'digits', 'count': 1, 'from': {'mu': [1]}}
            TOO_LARGE | 5 | expected a viewport of at most 256 tiles | {'id': 5, 'op': 'tiles', 'model': 'digits', 'view': [-200, -200, 200, 200], 'level': 22}
            BAD_INPUT | 5 | view: expected a viewport of finite numbers | {'id': 5, 'op': 'tiles', 'model': 'digits', 'view': [1, 0, 0, 1], 'level': 2}
            BAD_INPUT | 5 | expected a tile level from 0 to 22, found 23 | {'id': 5, 'op': 'tiles', 'model': 'digits', 'view': [0, 0, 1, 1], 'level': 23}
            BAD_INPUT | 5 | expected two different axes below 2, found 0 and 2 | {'id': 5, 'op': 'plane', 'model': 'digits', 'plane': {'axes': [0, 2]}}
            BAD_INPUT | 5 | that lie on one line | {'id': 5, 'op': 'plane', 'model': 'digits', 'plane': {'through': [[0, 0], [1, 1], [2, 2]]}}
            BAD_INPUT | 5 | plane.tilt: expected one of the fields axes, first, origin | {'id': 5, 'op': 'plane', 'model': 'digits', 'plane': {'tilt': 3}}
            BAD_INPUT | 5 | plane: expected axes (and an origin), principal | {'id': 5, 'op': 'plane', 'model': 'digits', 'plane': {}}
            TOO_LARGE | 5 | frames: expected 2 to 1024, found 2000 | {'id': 5, 'op': 'path', 'model': 'digits', 'keyframes': [[0, 0], [1, 1]], 'frames': 2000}
            BAD_INPUT | 5 | keyframes: expected two or more, found 1 | {'id': 5, 'op': 'path', 'model': 'digits', 'keyframes': [[0, 0]], 'frames': 20}
            BAD_INPUT | 5 | mode: expected one of lerp, slerp, found jump | {'id': 5, 'op': 'path', 'model': 'digits', 'keyframes': [[0, 0], [1, 1]], 'frames': 20, 'mode': 'jump'}
            BAD_INPUT | 5 | rows: expected rows from 0 to 2, found 3 | {'id': 5, 'op': 'rows', 'model': 'digits', 'rows': [0, 3]}
            NOT_FOUND | 5 | point: expected a model with an atlas, found one without | {'id': 5, 'op': 'rows', 'model': 'point', 'rows': [0]}
            BAD_INPUT | 5 | z: expected a code of 2 numbers, found 1 | {'id': 5, 'op': 'nearest', 'model': 'digits', 'z': [0], 'k': 1}
            BAD_INPUT | 5 | k: expected 1 to 4096, found 0 | {'id': 5, 'op': 'nearest', 'model': 'digits', 'z': [0, 0], 'k': 0}
            TOO_LARGE | 5 | cells: expected 1 to 65536, found 4000000 | {'id': 5, 'op': 'density', 'model': 'digits', 'view': [0, 0, 1, 1], 'columns': 2000, 'rows': 2000}
            BAD_INPUT | 5 | expected either codes or the fields of a grid, found both | {'id': 5, 'op': 'density', 'model': 'digits', 'codes': [[0, 0]], 'columns': 2000}
            BAD_INPUT | 5 | expected either files or images to encode, found neither | {'id': 5, 'op': 'encode', 'model': 'digits'}
            BAD_INPUT | 5 | files.0: expected an array u1 "file 0" in a binary frame, found none | {'id': 5, 'op': 'encode', 'model': 'digits', 'files': [{'name': 'a'}]}
            BAD_INPUT | 5 | request: expected a whole number, found none | {'id': 5, 'op': 'cancel'}
            """)
    void whatCannotBeUnderstoodIsRefusedInASentence(String code, String id, String sentence, String frame) {
        Message refused = client.ask(frame);
        JsonNode error = refused.error();
        assertNotNull(error, refused.head().toString());
        assertEquals(code, error.get("code").asText(), error.toString());
        assertTrue(error.get("message").asText().contains(sentence), error.toString());
        assertEquals(id, refused.head().get("id").asText());
        if (!code.equals("MODEL_FAILED")) {
            assertTrue(error.get("expected").isTextual() && error.get("found").isTextual(), error.toString());
        }
    }

    private static String refused(byte[] frame) {
        Message refused = client.send(ByteBuffer.wrap(frame)).next();
        assertNotNull(refused.error(), refused.head().toString());
        return refused.error().get("code").asText() + ": "
                + refused.error().get("message").asText();
    }

    @Test
    void binaryFramesThatAreNoneAreRefused() {
        String decode = "{'op': 'decode', 'model': 'digits', 'arrays': [%s]}";
        byte[] frame = Frames.of(2, decode, Frames.floats("codes", 1, 0, 0));
        assertEquals("BAD_INPUT: expected a frame of 16 bytes or more, found 3", refused(new byte[3]));
        byte[] noise = frame.clone();
        noise[1] ^= 5;
        assertEquals("BAD_INPUT: expected a frame that begins with ISTH, found other bytes", refused(noise));
        byte[] version = frame.clone();
        version[4] = 9;
        assertEquals("BAD_INPUT: expected a frame of version 1, found 9", refused(version));
        byte[] head = frame.clone();
        Arrays.fill(head, 12, 16, (byte) 0xFF);
        assertTrue(refused(head).startsWith("BAD_INPUT: expected a head of a multiple of 8 bytes"));
        String cut = refused(Arrays.copyOf(frame, frame.length - 4));
        assertTrue(cut.startsWith("BAD_INPUT: codes, in bytes: expected one at a multiple of 8 within the"), cut);
        assertEquals(
                "BAD_INPUT: codes: expected finite numbers, found NaN",
                refused(Frames.of(2, decode, Frames.floats("codes", 1, Float.NaN, 0))));
        assertTrue(
                refused(Frames.of(2, decode, new Frames.Array("codes", "f4", "[2000000000, 2000000000]", new byte[8])))
                        .startsWith("BAD_INPUT: codes, in bytes: expected one at a multiple of 8"));
        assertTrue(refused(Frames.of(2, decode, new Frames.Array("codes", "u1", "[8]", new byte[8])))
                .startsWith("BAD_INPUT: codes: expected an array f4"));
        assertTrue(refused(Frames.of(2, decode, Frames.floats("codas", 1, 0, 0)))
                .startsWith("BAD_INPUT: codes: expected a value, found none"));
        assertTrue(refused(Frames.of(2, "{'id': 3, 'op': 'decode', 'model': 'digits', 'arrays': [%s]}"))
                .startsWith("BAD_INPUT: id: expected the frame's own, 2, found 3"));
    }

    @Test
    void imagesThatDoNotFitTheModelAreRefused() {
        String encode = "{'op': 'encode', 'model': 'digits', 'arrays': [%s]}";
        assertEquals(
                "BAD_INPUT: images: expected images of 1×4×5, which have 20 values, found ones of 3",
                refused(Frames.of(2, encode, Frames.floats("images", 1, 0, 0, 0))));
        assertEquals(
                "BAD_INPUT: images: expected values from 0 to 1, found 2.0",
                refused(Frames.of(2, encode, Frames.floats("images", 1, 2, 0, 0))));
    }

    @Test
    void anIdThatRunsIsRefusedWithoutEndingWhatRuns() {
        String path = "{'id': 5, 'op': 'path', 'model': 'digits', 'keyframes': [[0, 0], [1, 1]], 'frames': 1024}";
        client.send(path).send(path);
        int frames = 0;
        int refusals = 0;
        for (Message message = client.next(); ; message = client.next()) {
            if (message.isText()) {
                assertTrue(message.head().get("id").isNull());
                refusals++;
            } else {
                frames++;
            }
            if (message.last()) {
                break;
            }
        }
        assertEquals(1, refusals);
        assertEquals(64, frames);
    }

    @Test
    void aRefusalIsOneLineOfTheLog() throws InterruptedException {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (log.size() == 0 && System.nanoTime() < end) { // an address has one line a second
                TimeUnit.MILLISECONDS.sleep(20);
                client.ask("{'id': 5, 'op': 'decode', 'lane': 'first\\nsecond'}");
                client.ask("{'id': 1, 'op': 'cancel', 'request': 0}");
            }
        } finally {
            System.setErr(before);
        }
        String text = log.toString(StandardCharsets.UTF_8);
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.contains("first?second"), text);
    }
}
