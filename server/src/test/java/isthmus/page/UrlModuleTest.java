package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Beside;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is kept goes into a link and comes out of it as it was, and what cannot come out is said. */
@Beside
class UrlModuleTest {
    private static final String CARDS = """
            const card = (id, dim, version) =>
              ({ id, latent: { dim }, input: { width: 2, height: 2 }, atlas: { count: 50 }, version });
            const cards = [card("digits", 2, "1234567"), card("faces", 3, "7654321")];
            const kept = {
              model: "digits", plane: { axes: [1, 0] }, view: { x: 0.25, y: -1, span: 3 },
              layers: { manifold: true, points: false, thumbnails: false, ellipses: true, prior: true, density: false },
              colour: "kl", dimmed: [3, 7], pin: { z: [0.5, -2], row: 12 },
              keyframes: [{ z: [1, 2], row: 3 }, { z: [3, 4] }], mode: "slerp", frames: 9, seed: 42,
            };
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private Object links(String part, int count) throws IOException {
        try (InputStream in = UrlModuleTest.class.getResourceAsStream("links.js")) {
            String links = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return pages.module("/src/url.js").call("(m, count) => (" + links + ")(m)." + part + "(count)", count);
        }
    }

    private Object read(String what) {
        return pages.module("/src/url.js").call("(m) => { " + CARDS + "return " + what + "; }");
    }

    @Test
    void manyStatesSurviveTheirLinksExactly() throws IOException {
        assertEquals(List.of(), links("roundTrips", 3_000));
    }

    @Test
    void damageToALinkIsSaidInASentence() throws IOException {
        assertEquals(List.of(), links("silent", 8_000));
    }

    @Test
    void nothingBehindAQuestionMarkThrows() throws IOException {
        assertEquals(8_000, links("noise", 8_000));
    }

    @Test
    void aFreshStatesLinkIsItsModelsName() {
        assertEquals("?model=digits", read("m.write(m.read('?model=digits', cards).kept, cards)"));
        assertEquals("faces", read("m.read('', [cards[1], cards[0]]).kept.model")); // the first is to be shown
        assertEquals(true, read("m.read('', []).kept === null"));
        assertEquals(
                List.of(true, true, false),
                read("['', '?model=digits&hash=', '?model=digits&seed=2'].map((s) => m.isPlain(s))"));
    }

    @Test
    void ofAnOwnImageItsCodeGoesIntoTheLink() {
        assertEquals(
                true,
                read(
                        "JSON.stringify(m.read(m.write({ ...kept, pin: { z: [0.5, 1], sample: 4 } }, cards).slice(1), cards)"
                                + ".kept.pin) === '{\"z\":[0.5,1]}'"));
    }

    @Test
    void aSelectionThatIsTooLongForALinkIsLeftOut() {
        String held =
                "(rows) => m.pack({ selection: Int32Array.from(rows), mask: null, experiments: {} }, { pin: null }).selection.length";
        String many = "Array.from({ length: 1500 }, (_, i) => %s)";
        ScriptModule looked = pages.module("/src/looked.js");
        assertEquals(1500, looked.call("(m) => (" + held + ")(" + many.formatted("100 * i") + ")")); // a byte each
        assertEquals(0, looked.call("(m) => (" + held + ")(" + many.formatted("200 * i") + ")")); // two
        assertEquals(3, looked.call("(m) => (" + held + ")([9, 4, 9, 7])")); // in any order, some twice
    }

    @Test
    void aLinkOfAMissingModelOpensWhatDoesNotDependOnIt() {
        String opened =
                "(({ kept: { model, plane, view, pin, keyframes, dimmed, colour, mode, frames, seed }, problems }) =>"
                        + " [model, plane, view, pin, keyframes.length, dimmed.length, colour, mode, frames, seed, ...problems])"
                        + "(m.read(m.write(kept, cards).slice(1), cards.slice(1), %s))";
        List<?> missing = (List<?>) read(opened.formatted("[]"));
        assertEquals("faces", missing.get(0));
        assertEquals(List.of(0, 0, "kl", "slerp", 9, 42), missing.subList(4, 10));
        assertTrue(missing.subList(1, 4).stream().allMatch(part -> part == null), missing.toString());
        assertEquals(
                List.of("This link is for the model “digits”, which isn't here. Showing “faces” instead."),
                missing.subList(10, missing.size()));
        List<?> refused =
                (List<?>) read(opened.formatted("[{ id: 'digits', sentence: 'expected a card, found none' }]"));
        assertEquals(
                List.of(
                        "This link is for the model “digits”, which the server can't load: expected a card, found none"),
                refused.subList(10, refused.size()));
    }

    @Test
    void aLinkOfAnotherVersionKeepsCodesAndForgetsRows() {
        List<?> opened =
                (List<?>) read("(({ kept, problems }) => [JSON.stringify([kept.pin, kept.keyframes]), ...problems])"
                        + "(m.read(m.write(kept, cards).slice(1), [card('digits', 2, 'fedcba9')]))");
        assertEquals("[{\"z\":[0.5,-2]},[{\"z\":[1,2]},{\"z\":[3,4]}]]", opened.get(0));
        assertEquals(
                List.of("This link was made with another version of “digits” (1234567; here fedcba9). Positions"
                        + " may differ."),
                opened.subList(1, opened.size()));
    }

    @Test
    void aPartThatCannotBeReadIsLeftOutAndTheRestIsOpened() {
        List<?> opened = (List<?>) read("(({ kept, problems }) => [kept.pin, kept.frames, kept.seed, problems.length,"
                + " problems.at(-1)])(m.read('?model=digits&pin=AAAA&frames=1&seed=7', cards))");
        assertEquals(Arrays.asList(null, 24, 7, 2), opened.subList(0, 4));
        assertEquals(
                "This link's number of frames couldn't be read (expected a whole number from 2 to 1000000, found “1”) and"
                        + " was ignored.",
                opened.get(4));
    }
}
