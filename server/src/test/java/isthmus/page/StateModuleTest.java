package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.Beside;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the page's state changes, above all how it changes back. */
@Beside
class StateModuleTest {
    private static final String START = """
            const labels = ["a", "b", "c", "d"];
            const cards = [{ id: "digits", labels }, { id: "faces", labels: [] }];
            let state = m.update(m.initial(), { type: "catalogue", cards, refused: [] });
            state = m.update(state, { type: "open", kept: m.fresh("digits") });
            const act = (...actions) => {
              for (const action of actions) {
                state = m.update(state, action);
              }
              return state.kept;
            };
            const keep = (change, gesture) => ({ type: "keep", change, gesture });
            const undo = { type: "undo" };
            const redo = { type: "redo" };
            """;

    @RegisterExtension
    final Pages pages = new Pages();

    private Object after(String script) {
        return pages.module("/src/state.js").call("(m) => { " + START + script + " }");
    }

    @Test
    void whatWasDoneIsUndoneAndDoneAgainStepByStep() {
        assertEquals(true, after("""
                        const steps = [state.kept];
                        const actions = [keep({ seed: 2 }), { type: "layer", layer: "prior", on: true },
                          { type: "pin", spot: { z: [1, 2] } }, { type: "dim", label: 2 }, { type: "model", id: "faces" }];
                        for (const action of actions) {
                          steps.push(act(action));
                        }
                        const back = steps.slice(0, -1).reverse().every((kept) => act(undo) === kept);
                        const start = state;
                        act(undo);
                        const forth = steps.slice(1).every((kept) => act(redo) === kept);
                        const end = state;
                        act(redo);
                        return back && forth && start.past.length === 0 && state === end && end.future.length === 0;
                        """));
    }

    @Test
    void aReportThatIsClosedLeadsBackToTheLessonAndWithoutOneToItsSheet() {
        assertEquals(Arrays.asList("here", null), after("""
                        act({ type: "sheet", sheet: "here" }, m.SHUT_REPORT);
                        const alone = state.sheet;
                        state = { ...state, course: { id: "a", step: 0 } };
                        act(m.SHUT_REPORT);
                        return [alone, state.sheet];
                        """));
    }

    @Test
    void thereIsNothingBeforeTheBeginning() {
        assertEquals(true, after("const before = state; act(undo, redo, undo); return state === before;"));
        assertEquals(true, after("let empty = m.initial(); return m.update(empty, undo) === empty;"));
    }

    @Test
    void changesOfOneGestureAreUndoneTogether() {
        assertEquals(List.of(1, 9, 1), after("""
                        act(keep({ seed: 2 }, "drag"), keep({ seed: 3 }, "drag"), keep({ seed: 9 }, "drag"));
                        return [state.past.length, state.kept.seed, act(undo).seed];
                        """));
        assertEquals( // another gesture, none, and one that goes on after an undo are changes of their own
                List.of(3, 1, 4, 5), after("""
                        act(keep({ seed: 2 }, "drag"), keep({ seed: 3 }, "other"), keep({ seed: 4 }, ""));
                        const three = state.past.length;
                        act(undo, undo, undo);
                        const first = state.kept.seed;
                        act(keep({ seed: 4 }), keep({ seed: 5 }, "drag"), undo);
                        const four = state.kept.seed;
                        act(keep({ seed: 5 }, "drag"));
                        return [three, first, four, state.kept.seed];
                        """));
    }

    @Test
    void aNewChangeForgetsWhatWasUndone() {
        assertEquals(List.of(0, 7, 1), after("""
                        act(keep({ seed: 2 }), keep({ seed: 3 }), undo, undo, keep({ seed: 7 }));
                        return [state.future.length, act(redo).seed, act(undo).seed];
                        """));
    }

    @Test
    void aHundredStepsAreRemembered() {
        assertEquals(List.of(100, 150), after("""
                        for (let seed = 2; seed <= 250; seed++) {
                          act(keep({ seed }));
                        }
                        let steps = 0;
                        for (let kept = state.kept; act(undo) !== kept; kept = state.kept) {
                          steps++;
                        }
                        return [steps, state.kept.seed];
                        """));
    }

    @Test
    void anotherModelForgetsItsSpaceAndKeepsWhatSomebodyBrought() {
        String known = """
                act({ type: "space", space: { key: "s" } }, { type: "points", points: { key: "p" } },
                  { type: "tiles", tiles: { key: "t" } }, { type: "grid", grid: { key: "g" } },
                  { type: "hover", spot: { z: [0, 0] } }, { type: "here", here: { z: [0, 0] } },
                  { type: "rows", rows: [{ row: 4 }], gone: [] }, { type: "select", rows: Int32Array.of(1) },
                  { type: "example", rows: Int32Array.of(1) }, { type: "draws", draws: { key: "d" } },
                  { type: "strip", strip: { key: "s" } }, { type: "traversals", traversals: { key: "t" } },
                  { type: "measured", measured: { key: "m" } }, { type: "supported", supported: { key: "t" } },
                  { type: "play", change: { on: true, at: 5 } }, { type: "bring", samples: [{ name: "own" }] });
                const spatial = ["space", "points", "tiles", "grid", "hover", "here", "draws", "strip", "traversals", "measured",
                  "supported"];
                act({ type: "encoded", id: 1, change: { mu: [1, 2] } });
                const left = () => [...spatial.filter((part) => state[part] !== null), ...Object.keys(state.rows),
                  ...Object.keys(state.encoded), state.selection.length, state.example.length, state.playing.on,
                  state.brought.length];
                """;
        assertEquals(List.of(0, 0, false, 1), after(known + "act({ type: 'model', id: 'faces' }); return left();"));
        assertEquals(
                List.of(0, 0, false, 1),
                after("act(keep({ model: 'faces' })); " + known + "act(undo); return left();")); // undo leads there too
        assertEquals(
                17,
                after(known
                        + "act(keep({ seed: 3 })); return left().length;")); // 11 parts, a row, an image, and the four
        assertEquals(
                true, after("const before = state; act({ type: 'model', id: 'digits' }); return state === before;"));
    }

    @Test
    void pinAndKeyframesFollowAnOwnImageThatIsEncodedAnew() {
        assertEquals(
                "{\"z\":[3,4],\"sample\":1} [{\"z\":[3,4],\"sample\":1},{\"z\":[5,6],\"row\":2}] {\"z\":[3,4],\"sample\":1}",
                after("""
                        act({ type: "bring", samples: [{ name: "own" }] }, { type: "encoded", id: 1, change: { mu: [1, 2] } },
                          { type: "pin", spot: { z: [1, 2], sample: 1 } },
                          keep({ keyframes: [{ z: [1, 2], sample: 1 }, { z: [5, 6], row: 2 }] }),
                          { type: "encoded", id: 1, change: { mu: [3, 4] } });
                        const { pin, keyframes } = state.kept;
                        return [pin, keyframes, state.past.at(-1).kept.pin].map((part) => JSON.stringify(part)).join(" ");
                        """));
        assertEquals(
                List.of(true, 1, false),
                after("""
                        act({ type: "bring", samples: [{ name: "own" }] }, { type: "pin", spot: { z: [1, 2] } },
                          { type: "model", id: "faces" }, { type: "encoded", id: 1, change: { mu: [1, 2] } }, undo);
                        const elsewhere = state.kept.pin.sample === undefined; // by another model it lies there
                        act({ type: "encoded", id: 1, change: { mu: [1, 2] } });
                        const before = state.kept;
                        act({ type: "encoded", id: 1, change: { mu: [1, 2] } });
                        return [elsewhere, before.pin.sample, state.kept !== before];
                        """),
                "a code as a link brings it is the image's, and what is known already changes nothing");
    }

    @Test
    void anotherVersionOfAModelForgetsWhatIsKnownAndKeepsWhatWasDone() {
        String known = """
                const models = (version, dim) => ({ type: "catalogue", refused: [], cards: [{ ...cards[0], version, latent: { dim } }] });
                const space = { key: "s", plane: { origin: [0, 0] } };
                act(models("1a", 2), keep({ pin: { z: [1, 2], row: 4 }, keyframes: [{ z: [3, 4], row: 5 }] }),
                  { type: "space", space }, { type: "tiles", tiles: {} }, { type: "rows", rows: [{ row: 4 }], gone: [] },
                  { type: "bring", samples: [{ name: "own" }] });
                act({ type: "encoded", id: 1, change: { of: state.brought[0], status: "ready" } });
                const left = () => [state.space !== null, state.tiles !== null, Object.keys(state.rows).length,
                  m.samplesOf(state)[0].status, JSON.stringify(state.kept.pin), JSON.stringify(state.kept.keyframes), state.past.length];
                """;
        assertEquals(
                List.of(true, true, 1, "ready", "{\"z\":[1,2],\"row\":4}", "[{\"z\":[3,4],\"row\":5}]", 1),
                after(known + "act(models('1a', 2)); return left();"));
        assertEquals(
                List.of(false, false, 0, "waiting", "{\"z\":[1,2]}", "[{\"z\":[3,4]}]", 1),
                after(known + "act(models('2b', 2)); return left();"));
        assertEquals( // gone for a while, as when its folder is replaced
                List.of(false, false, 0, "waiting", "{\"z\":[1,2]}", "[{\"z\":[3,4]}]", 1),
                after(known + "act({ type: 'catalogue', cards: [], refused: [] }, models('2b', 2)); return left();"));
        assertEquals(
                List.of(false, false, 0, "waiting", "null", "[]", 1), // codes of other dimensions are no codes
                after(known + "act(models('2b', 3)); return left();"));
    }

    @Test
    void followingAnImageGivesBackPinViewSeedAndSelection() {
        String follow = """
                const spot = { z: [1, 2], row: 4 };
                const rows = Int32Array.of(7);
                act(keep({ view: { x: 1, y: 1, span: 1 }, pin: { z: [0, 0] } }), { type: "select", rows });
                const before = state;
                act({ type: "follow", spot, stage: "image" }, keep({ view: { x: 9, y: 9, span: 9 } }, "look"), keep({ seed: 5 }),
                  { type: "pin", spot: { z: [1.5, 2], row: 4 } }, { type: "stage", stage: "bound" });
                const same = () => JSON.stringify(state.kept) === JSON.stringify(before.kept) && state.selection === rows;
                """;
        assertEquals(List.of("bound", 4, 5, 0, 1), after(follow + """
                return [state.followed.stage, state.kept.pin.row, state.kept.seed, state.selection.length, state.past.length];
                """));
        assertEquals(List.of(true, true, 1), after(follow + """
                act({ type: "unfollow" });
                return [state.followed === null, same(), state.past.length];
                """));
        assertEquals(List.of("kl", true, false, true), after(follow + """
                act(keep({ colour: "kl" }), { type: "unfollow" }); // what somebody did meanwhile stays, and is undone by itself
                const kept = [state.kept.colour, state.kept.pin === before.kept.pin, same()];
                act(undo);
                return [...kept, same()];
                """));
        assertEquals(List.of(true, 9, true), after(follow + """
                act({ type: "pin", spot: { z: [3, 3] } }); // whoever pins something else has left it
                const left = [state.followed === null, state.kept.view.x];
                act(undo);
                return [...left, JSON.stringify(state.kept) === JSON.stringify(before.kept)];
                """));
        assertEquals(List.of(true, "faces"), after(follow + """
                act({ type: "model", id: "faces" });
                return [state.followed === null, state.kept.model];
                """));
    }

    @Test
    void aPathHasNoMoreFramesThanTheServerDecodes() {
        assertEquals(List.of(100, 100, 99), after("""
                act(keep({ frames: 300 }));
                const hello = (maxPathFrames) => ({ type: "connection", connection: "open", hello: { limits: { maxPathFrames } } });
                const frames = [act(hello(100)).frames, act(keep({ frames: 200 })).frames];
                return [...frames, act(keep({ frames: 99 })).frames];
                """));
    }

    @Test
    void aClassIsDimmedAndBroughtBackAndLeftAlone() {
        String dimmed = "act(%s); return state.kept.dimmed;";
        String two = "{ type: 'dim', label: 2 }";
        String onlyOne = "{ type: 'dim', label: 1, only: true }";
        assertEquals(List.of(2), after(dimmed.formatted(two)));
        assertEquals(List.of(0, 2), after(dimmed.formatted(two + ", { type: 'dim', label: 0 }")));
        assertEquals(List.of(), after(dimmed.formatted(two + ", " + two)));
        assertEquals(List.of(0, 2, 3), after(dimmed.formatted(two + ", " + onlyOne)));
        assertEquals(List.of(), after(dimmed.formatted(onlyOne + ", " + onlyOne)));
        assertEquals(List.of(0, 1, 3), after(dimmed.formatted(onlyOne + ", { type: 'dim', label: 2, only: true }")));
    }

    @Test
    void theSpotThatHereShowsIsThePointersOrElseThePins() {
        assertEquals(Arrays.asList(null, 1, 5, 1), after("""
                        const first = () => m.spotOf(state)?.z[0] ?? null;
                        const seen = [first()];
                        for (const action of [{ type: "pin", spot: { z: [1] } }, { type: "hover", spot: { z: [5] } },
                            { type: "hover", spot: null }]) {
                          act(action);
                          seen.push(first());
                        }
                        return seen;
                        """));
    }

    @Test
    void broughtPicturesAreEveryModelsNewestFirstAndNeverShareAnId() {
        assertEquals(List.of("c3 b2 a1", "d4 c3 a1", 1, "d4 c3 a1"), after("""
                        const names = () => m.samplesOf(state).map(({ name, id }) => name + id).join(" ");
                        const bring = (...all) => act({ type: "bring", samples: all.map((name) => ({ name })) });
                        bring("a", "b");
                        bring("c");
                        const three = names();
                        act({ type: "forget", ids: [2] });
                        bring("d");
                        const after = names();
                        const found = m.sampleOf(state, { sample: 1 }).id;
                        act({ type: "model", id: "faces" });
                        return [three, after, found, names()];
                        """));
    }

    @Test
    void ownImagesThatWereRemovedComeBackWithTheirPinByUndoAndGoAgainByRedo() {
        assertEquals(List.of("4", true, "4 3 2 1", 2, "4"), after("""
                        const names = () => m.samplesOf(state).map(({ id }) => id).join(" ");
                        const bring = (count) => act({ type: "bring", samples: Array(count).fill({ name: "own" }) });
                        bring(3);
                        act({ type: "pin", spot: { z: [1, 2], sample: 2 } }, { type: "forget", ids: [1, 2, 3] });
                        bring(1);
                        const seen = [names(), state.kept.pin === null];
                        act(undo);
                        seen.push(names(), state.kept.pin.sample);
                        act(redo);
                        return [...seen, names()];
                        """));
    }

    @Test
    void whatAModelSaidOfAnImageStandsWhileTheImageIsEncodedInAnotherWay() {
        assertEquals(List.of("waiting", "ready", "waiting", 7), after("""
                        const now = () => m.samplesOf(state)[0];
                        act({ type: "bring", samples: [{ name: "own", wish: {} }] });
                        const seen = [now().status];
                        act({ type: "encoded", id: 1, change: { of: state.brought[0], status: "ready", elbo: 7 } });
                        seen.push(now().status);
                        act({ type: "rebring", id: 1, change: { wish: { invert: "no" } } });
                        return [...seen, now().status, now().elbo];
                        """));
    }

    @Test
    void aSentenceThatIsSaidAgainStandsOnce() {
        assertEquals(List.of("b2", "a3"), after("""
                        for (const [text, id] of [["a", 1], ["b", 2], ["a", 3]]) {
                          act({ type: "notice", notice: { id, kind: "wrong", text } });
                        }
                        return state.notices.map(({ text, id }) => text + id);
                        """));
    }
}
