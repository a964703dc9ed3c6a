package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import isthmus.Beside;
import isthmus.Failure;
import isthmus.latent.Path;
import isthmus.share.LinkState;
import isthmus.share.LinkState.Place;
import isthmus.share.LinkState.Report;
import isthmus.wire.PlaneChoice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page and the server read and write the codes of short links alike, and neither takes a damaged one. */
@Beside
class LinkCodeTest {
    @RegisterExtension
    final Pages pages = new Pages();

    private ScriptModule module;

    private List<?> links(String part, Object given) throws IOException {
        if (module == null) {
            module = pages.module("/src/link-code.js");
        }
        try (InputStream in = LinkCodeTest.class.getResourceAsStream("links.js")) {
            String links = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return (List<?>) module.call(
                    "async (m, given) => (" + links + ")({ ...m, ...(await import('/src/url-parts.js')),"
                            + " ...(await import('/src/crc32.js')) })." + part + "(given)",
                    given);
        }
    }

    /** What the server says of a code, in the words of the script that says what the page does. */
    private static String verdict(String code) {
        try {
            return LinkState.of(code).code().equals(code) ? "sound" : "read as another";
        } catch (Failure failure) {
            assertEquals(Failure.Kind.BAD_INPUT, failure.kind());
            return failure.getMessage().replaceFirst("^This link: ", "Wrong: ");
        }
    }

    /** Checks that both sides say the same of each code; gives how many both take for sound. */
    private static int agreed(List<?> judged) {
        List<String> other = new ArrayList<>();
        int sound = 0;
        for (Object one : judged) {
            String code = (String) ((List<?>) one).get(0);
            String page = ((String) ((List<?>) one).get(1)).replaceAll("\\p{Cntrl}", "?");
            String server = verdict(code);
            sound += server.equals("sound") ? 1 : 0;
            if (!page.equals(server) || !server.matches("sound|Wrong: .*expected .+, found .+")) {
                other.add(page + " / " + server + " of " + code);
            }
        }
        assertEquals(List.of(), other.stream().limit(3).toList());
        return sound;
    }

    @Test
    void manyStatesGoFromThePageToTheServerAndBackUnchanged() throws IOException {
        List<String> again = new ArrayList<>();
        for (Object code : links("codes", 1_000)) {
            String server = LinkState.of((String) code).code();
            assertEquals(code, server);
            again.add(server);
        }
        assertEquals(1_000, again.size());
        assertEquals(List.of(), links("lost", again));
    }

    @Test
    void manyDamagedCodesAreRefusedInTheSameSentenceOnBothSides() throws IOException {
        assertEquals(0, agreed(links("spoilt", 1_000)), "of them that were taken");
    }

    @Test
    void damagedCodesWhoseChecksumFitsAreReadOrRefusedAlikeOnBothSides() throws IOException {
        int sound = agreed(links("forged", 2_000));
        assertTrue(sound > 120 && sound < 1_800, sound + " of 2,000 say something that could have been written");
    }

    @Test
    void hostileCodesAreRefusedAlikeOnBothSidesAndCostNoMoreThanTheirLength() throws IOException {
        List<?> hostile = links("hostile", 0);
        assertEquals(21, agreed(hostile), "of them that say something that could have been written");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Object one : hostile) {
            String code = (String) ((List<?>) one).get(0);
            long before = threads.getCurrentThreadAllocatedBytes();
            verdict(code);
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            long most = 40_000 + 30L * Math.min(code.length(), LinkState.MOST_CHARACTERS);
            assertTrue(bytes < most, "%d bytes for %d characters: %s".formatted(bytes, code.length(), code));
        }
    }

    @Test
    void eightKeyframesOfFiftyDimensionsFitIntoALink() {
        BundledModel model = new BundledModel(pages.address(), "digits-50");
        List<Object> keyframes = new ArrayList<>();
        for (int row = 0; row < 8; row++) {
            keyframes.add(List.of(Given.list(model.mu(row)), row));
        }
        String code = (String) pages.module("/src/link-code.js")
                .call(
                        "(m, spots) => { const keyframes = spots.map(([z, row]) => ({ z, row }));"
                                + " return m.encode({ version: '0123456789abcdef', dim: 50, kept: { model: 'digits-50', plane:"
                                + " { principal: true }, view: { x: Math.PI, y: -Math.E, span: Math.SQRT2 }, layers: {},"
                                + " colour: 'kl', dimmed: [1, 2, 3], pin: keyframes[0], keyframes, mode: 'slerp',"
                                + " frames: 240, seed: 12345 }, looked: { report: ['open', 'true'], noise: 0.1,"
                                + " mask: [0, 1, 783], selection: [1, 300], lasso: [], experiments: 'bound', step: 1234 },"
                                + " seen: { checksum: '01234567', samples:"
                                + " new Uint8Array(24) } }); }",
                        keyframes);
        assertEquals(8, LinkState.of(code).keyframes().size());
    }

    @Test
    void thePageAndTheServerAgreeOnTheMostFramesAndCharactersOfALink() throws Exception {
        URI live = URI.create(pages.address().toString().replaceFirst("http", "ws") + "/live");
        CompletableFuture<String> hello = new CompletableFuture<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            private final StringBuilder text = new StringBuilder();

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                text.append(part);
                if (last) {
                    hello.complete(text.toString());
                }
                socket.request(1);
                return null;
            }
        };
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(live, listener)
                .join();
        JsonNode limits =
                new ObjectMapper().readTree(hello.get(60, TimeUnit.SECONDS)).at("/hello/limits");
        socket.abort();
        assertTrue(LinkState.MOST_FRAMES >= limits.get("maxPathFrames").asInt());
        assertEquals(LinkState.MOST_FRAMES, pages.module("/src/url-parts.js").call("(m) => m.MOST_FRAMES"));
        assertEquals(
                LinkState.MOST_CHARACTERS, pages.module("/src/link-code.js").call("(m) => m.MOST_CHARACTERS"));
    }

    @Test
    void aPathThatIsTooLongForALinkHasNoCode() {
        List<Place> keyframes = Collections.nCopies(400, new Place(new float[] {1, 2}, -1));
        LinkState state = new LinkState(
                "digits",
                "0123456789ab",
                2,
                Path.LERP,
                24,
                1,
                keyframes,
                null,
                null,
                null,
                List.of(),
                "class",
                List.of(),
                LinkState.Looked.NOTHING,
                null,
                LinkState.Beside.NONE);
        Failure failure = assertThrows(Failure.class, state::code);
        assertEquals(Failure.Kind.TOO_LARGE, failure.kind());
        assertEquals("link: expected at most 4096 characters, found 4423", failure.getMessage());
    }

    @Test
    void aCodeIsWhatItsFormatSays() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(1); // the version of the format
        section(bytes, "model", "ab".getBytes(StandardCharsets.UTF_8));
        section(bytes, "version", "0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        section(bytes, "dim", "2".getBytes(StandardCharsets.UTF_8));
        section(bytes, "mode", "lerp".getBytes(StandardCharsets.UTF_8));
        section(bytes, "frames", "24".getBytes(StandardCharsets.UTF_8));
        section(bytes, "seed", "300".getBytes(StandardCharsets.UTF_8));
        // 1, -0.5, 3 and 0.1 as float32, little-endian
        section(bytes, "keyframes", HexFormat.of().parseHex("0000803f000000bf00004040cdcccc3d"));
        section(bytes, "keyframes.rows", HexFormat.of().parseHex("ffffffff09010000")); // none, and 265
        section(bytes, "pin", HexFormat.of().parseHex("00004040cdcccc3d"));
        section(bytes, "plane", "axes,1,0".getBytes(StandardCharsets.UTF_8));
        section(bytes, "plane.points", HexFormat.of().parseHex("0000000000000080")); // 0 and -0
        // 0.1, -2 and 3.5 as float64
        section(bytes, "view", HexFormat.of().parseHex("9a9999999999b93f00000000000000c00000000000000c40"));
        section(bytes, "layers", "manifold,prior".getBytes(StandardCharsets.UTF_8));
        section(bytes, "colour", "kl".getBytes(StandardCharsets.UTF_8));
        section(bytes, "dimmed", new byte[] {7, (byte) 200});
        section(bytes, "report", "open,refine,true".getBytes(StandardCharsets.UTF_8));
        section(bytes, "noise", HexFormat.of().parseHex("000000000000e03f")); // 0.5 as float64
        section(bytes, "mask", new byte[] {0, 5, (byte) 0x88, 6}); // 5 unknown, and 0x08 + (6 << 7) = 776 known
        section(bytes, "selection", new byte[] {3, 4, (byte) 0x80, 1}); // 3, 3 + 4, 7 + 128
        section(bytes, "experiments", "bound:x=0.5,turn=-30".getBytes(StandardCharsets.UTF_8));
        section(bytes, "step", "40".getBytes(StandardCharsets.UTF_8));
        section(bytes, "seen", ("fedcba98" + "x".repeat(24)).getBytes(StandardCharsets.UTF_8));
        CRC32 sum = new CRC32();
        sum.update(bytes.toByteArray());
        for (int i = 0; i < 4; i++) {
            bytes.write((int) (sum.getValue() >> (8 * i)));
        }
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());

        LinkState state = LinkState.of(code);
        assertEquals(code, state.code());
        assertEquals(
                "ab 0123456789abcdef LERP 24 300",
                String.join(
                        " ",
                        state.model(),
                        state.version(),
                        "" + state.mode(),
                        "" + state.frames(),
                        "" + state.seed()));
        assertArrayEquals(new float[] {1, -0.5f, 3, 0.1f}, state.path());
        assertEquals(-1, state.keyframes().get(0).row());
        assertEquals(265, state.keyframes().get(1).row());
        assertArrayEquals(new float[] {3, 0.1f}, state.pin().z());
        assertEquals(-1, state.pin().row());
        PlaneChoice.Axes plane = (PlaneChoice.Axes) state.plane();
        assertEquals("1 0", plane.first() + " " + plane.second());
        assertArrayEquals(new double[] {0, -0.0}, plane.origin());
        assertEquals(new LinkState.View(0.1, -2, 3.5), state.view());
        assertEquals(List.of("manifold", "prior"), state.layers());
        assertEquals("kl", state.colour());
        assertEquals(List.of(7, 200), state.dimmed());
        assertEquals(
                Set.of(Report.OPEN, Report.REFINE, Report.TRUE), state.looked().report());
        assertEquals(0.5, state.looked().noise());
        assertArrayEquals(new int[] {0, 5, 776}, state.looked().mask());
        assertArrayEquals(new int[] {3, 7, 135}, state.looked().selection());
        assertEquals("bound:x=0.5,turn=-30", state.looked().experiments());
        assertEquals(40, state.looked().step());
        assertEquals("fedcba98", state.seen().checksum());
        assertEquals('x', state.seen().samples()[23]);
    }

    private static void section(ByteArrayOutputStream bytes, String name, byte[] content) {
        bytes.write(name.length());
        bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        bytes.write(content.length);
        bytes.write(content.length >> 8);
        bytes.writeBytes(content);
    }
}
