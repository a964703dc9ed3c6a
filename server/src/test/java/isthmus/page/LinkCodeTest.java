package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import isthmus.share.LinkState;
import isthmus.wire.PlaneChoice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page and the server read and write the codes of short links alike, and neither takes a damaged one. */
class LinkCodeTest {
    private static final int LONG = 2000;

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
            return "Wrong: " + failure.getMessage();
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
    void tenThousandStatesGoFromThePageToTheServerAndBackUnchanged() throws IOException {
        List<String> again = new ArrayList<>();
        for (Object code : links("codes", 10_000)) {
            String server = LinkState.of((String) code).code();
            assertEquals(code, server);
            again.add(server);
        }
        assertEquals(10_000, again.size());
        assertEquals(List.of(), links("lost", again));
    }

    @Test
    void tenThousandDamagedCodesAreRefusedInTheSameSentenceOnBothSides() throws IOException {
        assertEquals(0, agreed(links("spoilt", 10_000)), "of them that were taken");
    }

    @Test
    void whatHasARightChecksumIsStillReadWithCare() throws IOException {
        int sound = agreed(links("forged", 5_000));
        assertTrue(sound > 1000 && sound < 4900, sound + " of 5,000 say something that could have been written");
    }

    @Test
    void eightKeyframesOfFiftyDimensionsFitIntoALinkThatProgramsTake() {
        BundledModel model = new BundledModel(pages.address(), "digits-50");
        for (int first : new int[] {0, 2_000, 4_000}) {
            List<Object> keyframes = new ArrayList<>();
            for (int row = first; row < first + 8; row++) {
                keyframes.add(List.of(Given.list(model.mu(row)), row));
            }
            String code = (String) pages.module("/src/link-code.js")
                    .call(
                            "(m, spots) => { const keyframes = spots.map(([z, row]) => ({ z, row }));"
                                    + " return m.encode({ hash: '0123456789ab', dim: 50, kept: { model: 'digits-50', plane:"
                                    + " { principal: true }, view: { x: Math.PI, y: -Math.E, span: Math.SQRT2 }, layers: {},"
                                    + " colour: 'kl', dimmed: [1, 2, 3], pin: keyframes[0], keyframes, mode: 'slerp',"
                                    + " frames: 240, seed: 12345 }, seen: { hash: '0123456789ab', samples:"
                                    + " new Uint8Array(24) } }); }",
                            keyframes);
            int length = "http://127.0.0.1:7070/p/".length() + code.length();
            System.out.printf(Locale.ROOT, "a link to 8 keyframes of 50 dimensions has %d characters%n", length);
            assertTrue(length < LONG, length + " characters");
        }
    }

    @Test
    void aCodeIsWhatItsFormatSays() {
        String bits = "00000001" // the version
                + "00000010" + "01100001" + "01100010" // the model: ab
                + "000000010010001101000101011001111000100110101011" // its hash: 0123456789ab
                + "00000010" // dimensions
                + "00" + "00011000" + "10101100" + "00000010" // straight, 24 frames, seed 300
                + "00000010" // keyframes
                + "00" + "0011110000000000" + "1011100000000000" + "0" // new, of float16: 1 and -0.5; no row
                + "01" + "01" // new, of float32: 3 and 0.1; the low bit of distances as it is
                + "0" + "1101" + "10000000000000000000000" // 5 from the guess: three above
                + "0" + "100" + "10011001100110011001101" // 2 from the guess: one below
                + "1" + "00001001" // of row 9
                + "1" + "1" + "00000001" + "0" // pinned: the second point again; no row
                + "001" + "00000001" + "00000000" // the plane of axes 1 and 0
                + "0" // no view
                + "11100" + "01" + "00000001" + "00000111" // layers, coloured by kl, class 7 dimmed
                + "0"; // frames not seen
        LinkState shared = LinkState.of(sealed(bits));
        assertEquals(sealed(bits), shared.code());
        assertEquals(
                "ab 0123456789ab 24 300",
                String.join(" ", shared.model(), shared.hash(), "" + shared.frames(), "" + shared.seed()));
        assertArrayEquals(new float[] {1, -0.5f, 3, 0.1f}, shared.path());
        assertArrayEquals(new float[] {3, 0.1f}, shared.pin().z());
        assertEquals(9, shared.keyframes().get(1).row());
        assertEquals(new PlaneChoice.Axes(1, 0, null), shared.plane());
        assertEquals(List.of(7), shared.dimmed());
    }

    /** The code of bits that are given as text, with its checksum. */
    private static String sealed(String bits) {
        int count = (bits.length() + 7) / 8;
        ByteBuffer bytes = ByteBuffer.allocate(count + 4);
        CRC32 sum = new CRC32();
        for (String one : (bits + "0".repeat(8 * count - bits.length())).split("(?<=\\G.{8})")) {
            bytes.put((byte) Integer.parseInt(one, 2));
        }
        sum.update(bytes.array(), 0, count);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes.putInt((int) sum.getValue()).array());
    }
}
