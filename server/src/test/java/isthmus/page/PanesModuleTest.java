package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several panes: what is of one leaves the others alone, and what they share is one thing. */
@Beside
class PanesModuleTest {
    private static final String START = """
            const { fresh } = await import("/src/state.js");
            const card = (id, version) => ({ id, version, latent: { dim: 2 }, labels: [] });
            const of = (id) => ({ key: `of ${id}`, plane: { origin: [0, 0] } });
            let page = m.initialPage();
            const act = (action, pane) => (page = m.updatePage(page, action, pane));
            const see = (pane) => m.seenBy(page, pane);
            act({ type: "catalogue", cards: [card("a", "a1"), card("b", "b1")], refused: [] });
            act({ type: "open", kept: fresh("a") });
            act({ type: "pane-open" });
            act({ type: "model", id: "b" });
            act({ type: "space", space: of("a") }, 1);
            act({ type: "space", space: of("b") }, 2);
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private Object after(String script) {
        return pages.module("/src/panes.js").call("async (m) => { " + START + script + " }");
    }

    @Test
    void eachPaneHasItsModelAndWhatWasFetchedForIt() {
        assertEquals(List.of("a", "a1", "of a", "b", "b1", "of b"), after("""
                        return [1, 2].flatMap((pane) => [see(pane).kept.model, see(pane).version, see(pane).space.key]);
                        """));
    }

    @Test
    void whatIsDoneInOnePaneLeavesTheOtherTheSameObject() {
        assertEquals(List.of(true, true, true, 3), after("""
                        const first = see(1);
                        act({ type: "pin", spot: { z: [1, 2] } });
                        act({ type: "undo" });
                        act({ type: "undo" }); // the model: of this pane alone
                        act({ type: "hover", spot: { z: [3, 4] } });
                        const second = see(2);
                        act({ type: "pin", spot: { z: [5, 6] } }, 1);
                        return [first !== see(1), second === see(2), see(2).kept.model === "a", see(2).hover.z[0]];
                        """));
    }

    @Test
    void whatIsSharedIsSeenByAll() {
        assertEquals(List.of("dark", "dark", true, 5, "x"), after("""
                        act({ type: "theme", theme: "dark" });
                        act({ type: "bring", samples: [{ name: "x" }] }, 1);
                        act({ type: "encoded", id: 1, change: { mu: [5] } }, 1);
                        const { samplesOf } = await import("/src/state.js");
                        const [[one], [other]] = [1, 2].map((pane) => samplesOf(see(pane)));
                        return [see(1).theme, see(2).theme, other.mu === undefined, one.mu[0], other.name];
                        """));
    }

    @Test
    void anotherVersionOfAModelEmptiesThePanesThatShowItWhicheverIsActive() {
        assertEquals(List.of(true, "a2", "of b", "b1", true, "b2"), after("""
                        act({ type: "catalogue", cards: [card("a", "a2"), card("b", "b1")], refused: [] });
                        const one = [see(1).space === null, see(1).version, see(2).space.key, see(2).version];
                        act({ type: "catalogue", cards: [card("a", "a2"), card("b", "b2")], refused: [] });
                        return [...one, see(2).space === null, see(2).version];
                        """));
    }

    @Test
    void whatArrivesForAPaneThatIsClosedChangesNothing() {
        assertEquals(List.of(1, 1, true, 1, 3), after("""
                        act({ type: "pane-close" }, 2);
                        const before = page;
                        act({ type: "space", space: { key: "late" } }, 2);
                        const same = page === before;
                        const { panes, shared } = page;
                        act({ type: "pane-close" }, 1); // the last one stays
                        act({ type: "pane-open" });
                        return [panes.length, shared.active, same, page.panes[0].pane, page.panes[1].pane];
                        """));
    }

    @Test
    void noMorePanesOpenThanCanBeRead() {
        assertEquals(4, after("for (let i = 0; i < 5; i++) { act({ type: 'pane-open' }); } return page.panes.length;"));
    }

    @Test
    void aPaneChangesPlacesWithTheNextAndAnyCanBeClosed() {
        assertEquals(List.of(List.of(2, 1, 3), List.of(3, 1, 2), List.of(3, 2), 3), after("""
                        const order = () => page.panes.map(({ pane }) => pane);
                        act({ type: "pane-open" });
                        act({ type: "pane-swap" }, 1);
                        const first = order();
                        act({ type: "pane-swap" }, 3); // the last one with the first
                        const second = order();
                        act({ type: "pane-close" }, 1);
                        return [first, second, order(), page.shared.active];
                        """));
    }

    /** Two models of the same data, whose atlases have its images 5, 6, 7 and 6, 8, 5 at the places (0, 0), (1, 0), (2, 0). */
    private static final String LINKED = """
            const points = { of: 3, count: 3, x: Float32Array.of(0, 1, 2), y: new Float32Array(3) };
            const plane = { origin: [0, 0], first: [1, 0], second: [0, 1] };
            const atlas = { data: "mnist", part: "test", count: 3 };
            act({
              type: "catalogue",
              cards: [card("a", "a1"), card("b", "b1")].map((one) => ({ ...one, atlas, input: {}, likelihood: {} })),
              refused: [],
            });
            const index = (values, pane) => {
              act({ type: "space", space: { key: "", plane } }, pane);
              act({ type: "points", points }, pane);
              act({ type: "column", name: "index", column: { count: 3, values: Float32Array.from(values) } }, pane);
            };
            """;

    private Object linked(String script) {
        return after(LINKED + "index([5, 6, 7], 1); index([6, 8, 5], 2);" + script);
    }

    @Test
    void anImageUnderThePointerIsFoundInAllPanesByItsRowOfTheDataSet() {
        assertEquals(List.of(2, 2, "a", true, true), linked("""
                        act({ type: "hover", spot: { z: [0, 0], row: 0 } }, 1);
                        const { row, z, echo } = see(2).hover;
                        act({ type: "hover", spot: { z: [2, 0], row: 2 } }, 1); // which the other has not
                        const none = see(2).hover === null;
                        act({ type: "hover", spot: null }, 1);
                        return [row, z[0], echo.of, none, see(2).hover === null];
                        """));
    }

    @Test
    void ofAPlaceTheOthersAreOfferedItsDecodedImageOnceItIsKnownAndNothingAfterThePointerHasLeft() {
        assertEquals(List.of(false, true, "a", 4, true, true, true), linked("""
                        act({ type: "hover", spot: { z: [9, 9] } }, 1);
                        const here = { z: [9, 9], pixels: Uint8Array.of(4), exact: false, nearest: [] };
                        act({ type: "here", here }, 1);
                        const early = see(2).offered !== null;
                        act({ type: "here", here: { ...here, exact: true } }, 1);
                        const { of: model, pixels } = see(2).offered;
                        act({ type: "hover", spot: { z: [1, 1], echo: { of, encoded: {} } } }, 2);
                        const alone = see(1).hover.z[0] === 9; // an echo is not told back
                        act({ type: "hover", spot: { z: [8, 8] } }, 1);
                        const stays = see(2).hover.z[0] === 1;
                        act({ type: "hover", spot: null }, 1);
                        return [early, alone, model, pixels[0], stays, see(2).hover === null, see(2).offered === null];
                        """));
    }

    @Test
    void selectionColourAndImagesThatArePinnedAreTheSameInAllAndAPlaceStaysThePanesOwn() {
        assertEquals(List.of("2,0", "kl", 2, 7, true, "class"), linked("""
                        act({ type: "select", rows: Int32Array.of(0, 1, 2) }, 1);
                        act({ type: "keep", change: { colour: "kl" } }, 2);
                        act({ type: "pin", spot: { z: [0, 0], row: 0 } }, 1);
                        const pinned = see(2).kept.pin.row;
                        act({ type: "pin", spot: { z: [7, 7] } }, 2);
                        act({ type: "undo" }, 1);
                        const { selection, kept } = see(2);
                        const undone = see(1).kept.pin === null;
                        const colour = see(1).kept.colour;
                        act({ type: "undo" }, 2);
                        act({ type: "undo" }, 2); // the pin, and the colour
                        return [selection.join(), colour, pinned, kept.pin.z[0], undone, see(1).kept.colour];
                        """));
    }

    @Test
    void aPathBetweenImagesIsLaidInAllPanes() {
        assertEquals(List.of("2,0", 9, "2,0", ""), linked("""
                        const rows = () => see(2).kept.keyframes.map(({ row }) => row).join();
                        const ends = [{ z: [0, 0], row: 0 }, { z: [1, 0], row: 1 }];
                        act({ type: "keep", change: { keyframes: ends, frames: 9 } }, 1);
                        const { frames } = see(2).kept;
                        const laid = rows();
                        act({ type: "keep", change: { keyframes: [...ends, { z: [5, 5] }] } }, 1);
                        const same = rows();
                        act({ type: "keep", change: { keyframes: [] } }, 1);
                        return [laid, frames, same, rows()];
                        """));
    }

    @Test
    void aPaneThatComesToKnowItsImagesTakesOverWhatTheOthersHave() {
        assertEquals(List.of("kl", 0, "2,0", 2, "0,1"), after(LINKED + """
                        index([5, 6, 7], 1);
                        act({ type: "keep", change: { colour: "kl" } }, 1);
                        act({ type: "select", rows: Int32Array.of(0, 1) }, 1);
                        act({ type: "pin", spot: { z: [0, 0], row: 0 } }, 1);
                        const before = see(2).selection.length;
                        index([6, 8, 5], 2);
                        const { kept, selection } = see(2);
                        return [kept.colour, before, selection.join(), kept.pin.row, see(1).selection.join()];
                        """));
    }

    @Test
    void figuresAreBetterOnlyBeyondTheirErrorsAndOfTheSameLikelihood() {
        assertEquals(
                List.of("true,false", "false,false", "false,false", "false,true,false"),
                pages.module("/src/compare.js").call("""
                        async ({ better }) => {
                          const card = (family) => ({ input: { channels: 1 }, likelihood: { family } });
                          const figure = (value, error, family = "bernoulli") => ({ card: card(family), value, error });
                          return [
                            better([figure(-90, 1), figure(-95, 1)]),
                            better([figure(-90, 1), figure(-92, 1)]),
                            better([figure(-90, 1), figure(-950, 1, "gaussian")]),
                            better([figure(-90, 1), figure(-50, 1), figure(900, 1, "gaussian")]),
                          ].map(String);
                        }"""));
    }
}
